"""The form that leads to a need by the guiding questions (Handreichung, Kapitel 4.1.1)."""

from dataclasses import asdict
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString

from municipalities.catalog import TaskArea, mep_phases, task_areas
from municipalities.models import Aim, Urgency, Visibility
from municipalities.models.needs import GOAL_LENGTH
from municipalities.services.needs import NeedData, tidy

AIMS = {
    Aim.RELIEF: "Wir schaffen die Aufgabe allein nicht oder nur mit Mühe.",
    Aim.SYNERGY: "Andere machen dasselbe; zusammen geht es besser oder günstiger.",
    Aim.CHANGE: "Wir wollen die Aufgabe künftig anders erledigen als bisher.",
}
AUDIENCES = {
    Visibility.OWN: "Nur Mitarbeitende Ihrer Kommune lesen ihn. Andere finden Sie damit nicht.",
    Visibility.PARTNERS: (
        "Zusätzlich lesen ihn Mitarbeitende der Kommunen, die mit Ihnen eine Kooperation bestätigt haben."
    ),
    Visibility.SIGNED_IN: "Alle mit einem Konto lesen ihn, bundesweit. So finden Sie die meisten Partner.",
}
NEARNESS = {
    "none": "geht aus der Ferne",
    "low": "geht meist aus der Ferne",
    "medium": "Nähe hilft",
    "high": "braucht Nähe",
}
# What a task area suggests for "remote"; between the extremes people decide.
SUGGESTED_REMOTE = {"none": "yes", "high": "no"}
REMOTE = {"yes": True, "no": False, "open": None}
REMOTE_WORDS = {True: "yes", False: "no", None: "open"}


def _explained(label: str, note: str) -> SafeString:
    return format_html('{}<span class="ikz-choice-note">{}</span>', label, note)


def _area(row: TaskArea) -> tuple[str, SafeString]:
    return row.key, _explained(row.label, f"{mep_phases()[row.mep].label} · {NEARNESS[row.proximity]}")


class TaskAreaSelect(forms.RadioSelect):
    """Task areas that tell a script what they suggest for the later steps."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """One choice with its suggestions."""
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)
        if area := task_areas().get(str(value)):
            option["attrs"] |= {
                "data-mep": area.mep,
                "data-remote": SUGGESTED_REMOTE.get(area.proximity, "open"),
            }
        return option


class NeedForm(forms.Form):
    """The three guiding questions, and what partners have to know besides."""

    task_area = forms.ChoiceField(
        label="Für welche Aufgabe?",
        choices=lambda: [_area(row) for row in task_areas().values()],
        widget=TaskAreaSelect,
        help_text="Wählen Sie eine. Für eine zweite Aufgabe beschreiben Sie einen zweiten Bedarf.",
    )
    aim = forms.ChoiceField(
        label="Was soll die Zusammenarbeit bringen?",
        choices=[(aim.value, _explained(str(aim.label), note)) for aim, note in AIMS.items()],
        widget=forms.RadioSelect,
    )
    goal = forms.CharField(
        label="Welches konkrete Ziel wollen Sie erreichen?",
        max_length=GOAL_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Zwei bis vier Sätze: Was soll danach anders sein, für wen, bis wann?",
    )
    mep_phase = forms.ChoiceField(
        label="In welche Phase gehört das?",
        required=False,
        choices=lambda: [
            ("", "wie bei dieser Aufgabe üblich"),
            *((row.key, f"{row.number}. {row.label}") for row in mep_phases().values()),
        ],
        help_text="Bei jeder Aufgabe in Schritt 1 steht, wohin sie üblicherweise gehört.",
    )
    remote = forms.ChoiceField(
        label="Reicht Hilfe aus der Ferne?",
        choices=[
            ("yes", _explained("Ja", "Partner dürfen weit weg sein.")),
            ("no", _explained("Nein", "Es muss auch jemand vor Ort sein.")),
            ("open", _explained("Noch offen", "Die Partnersuche richtet sich nach dem Aufgabenbereich.")),
        ],
        initial="open",
        widget=forms.RadioSelect,
    )
    urgency = forms.ChoiceField(
        label="Wie dringend ist es?",
        choices=Urgency.choices,
        initial=Urgency.SOON,
        widget=forms.RadioSelect,
    )
    visibility = forms.ChoiceField(
        label="Wer darf den Bedarf lesen?",
        choices=[
            (audience.value, _explained(str(audience.label)[0].upper() + str(audience.label)[1:], note))
            for audience, note in AUDIENCES.items()
        ],
        initial=Visibility.SIGNED_IN,
        widget=forms.RadioSelect,
    )

    def to_data(self) -> NeedData:
        """The valid input as it would be stored."""
        values = {
            name: value for name, value in self.cleaned_data.items() if name not in ("remote", "version")
        }
        return tidy(NeedData(**values, remote_suffices=REMOTE[self.cleaned_data["remote"]]))


class NeedEditForm(NeedForm):
    """The same for a need that exists, with the version that the person saw."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


# By the names of NeedData.
LABELS = {
    "remote_suffices" if name == "remote" else name: str(field.label)
    for name, field in NeedForm.base_fields.items()
}


def initial(data: NeedData) -> dict[str, Any]:
    """Values of the form's fields for data."""
    values = asdict(data)
    return values | {"remote": REMOTE_WORDS[values.pop("remote_suffices")]}


def show(name: str, value: Any) -> list[str]:
    """A value of :class:`NeedData` as lines for readers."""
    words: dict[str, Any] = {
        "task_area": lambda: task_areas()[value].label,
        "mep_phase": lambda: mep_phases()[value].label,
        "aim": lambda: Aim(value).label,
        "urgency": lambda: Urgency(value).label,
        "visibility": lambda: Visibility(value).label,
        "remote_suffices": lambda: {True: "ja", False: "nein", None: "noch offen"}[value],
    }
    return [str(words[name]())] if name in words else str(value).splitlines()

"""Forms of circulars, resolutions and action items."""

from typing import Any

from django import forms

from cooperations.forms.measures import confirmed
from cooperations.models import Cooperation
from cooperations.selectors.addressees import staff_of
from governance.forms.conduct import BallotForm
from governance.models import ActionState, Body, ResolutionState
from governance.models.agenda import TEXT_LENGTH
from governance.services.actions import REASONS, ActionData, ProgressData
from governance.services.circulars import CircularData
from governance.services.resolutions import ImplementationData
from ikz.ui.formatting import de_date
from ikz.ui.forms import DateField


class CircularForm(BallotForm):
    """A motion outside meetings, with its deadline; bodies are those the person leads."""

    body = forms.ModelChoiceField(label="Gremium", queryset=Body.objects.none(), empty_label=None)
    title = forms.CharField(
        label="Gegenstand",
        max_length=200,
        help_text="Kurz, zum Beispiel: Beschaffung der Endgeräte",
        error_messages={"required": "Bitte nennen Sie den Gegenstand."},
    )
    reason = forms.CharField(
        label="Begründung", required=False, max_length=TEXT_LENGTH, widget=forms.Textarea(attrs={"rows": 4})
    )
    until = DateField(
        label="Stimmen zählen bis einschließlich",
        error_messages={"required": "Bitte nennen Sie den letzten Tag, an dem Stimmen zählen."},
    )
    field_order = ("body", "title", "motion", "reason", "kind", "until")

    def __init__(self, *args: Any, bodies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = bodies  # type: ignore[attr-defined] # a choice of rows

    def to_data(self) -> CircularData:
        """The valid input without the body."""
        return CircularData(**{name: value for name, value in self.cleaned_data.items() if name != "body"})


class ImplementationForm(forms.Form):
    """How far a resolution is carried out, with the version that the person saw."""

    state = forms.ChoiceField(label="Umsetzung", choices=ResolutionState.choices)
    state_note = forms.CharField(
        label="Stand der Umsetzung",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ein Satz: was geschehen ist oder woran es liegt.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def to_data(self) -> ImplementationData:
        """The valid input as it would be stored."""
        return ImplementationData(
            state=self.cleaned_data["state"], state_note=" ".join(self.cleaned_data["state_note"].split())
        )


class ActionForm(forms.Form):
    """An action item: what, by which municipality and whom there, until when."""

    title = forms.CharField(
        label="Aufgabe",
        max_length=200,
        help_text="Was ist zu tun? Zum Beispiel: Angebote für den Service-Desk einholen",
        error_messages={"required": REASONS["title"]},
    )
    description = forms.CharField(
        label="Was gehört dazu?",
        required=False,
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    partner = forms.TypedChoiceField(
        label="Verantwortliche Kommune", coerce=int, error_messages={"required": REASONS["partner"]}
    )
    function = forms.CharField(
        label="Zuständige Person oder Stelle",
        max_length=120,
        help_text="Eine Funktion, kein Name, zum Beispiel: Leitung Schul-IT",
        error_messages={"required": REASONS["function"]},
    )
    person = forms.TypedChoiceField(
        label="Zuständiges Konto",
        required=False,
        coerce=int,
        empty_value=None,
        help_text="Die Aufgabe steht dann bei diesem Konto unter „Meine Arbeit“.",
    )
    due_on = DateField(label="Fällig am", error_messages={"required": REASONS["due_on"]})

    def __init__(self, *args: Any, cooperation: Cooperation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        partners = confirmed(cooperation)
        staff = staff_of(partner.municipality_id for partner in partners)
        people = [
            (str(partner), [(user.pk, str(user)) for user in staff[partner.municipality_id]])
            for partner in partners
            if staff[partner.municipality_id]
        ]
        choices = {
            "partner": [("", "Bitte wählen"), *((row.pk, str(row)) for row in partners)],
            "person": [("", "kein Konto"), *people],
        }
        for name, found in choices.items():
            self.fields[name].choices = found  # type: ignore[attr-defined] # a choice

    def to_data(self) -> ActionData:
        """The valid input as it would be stored."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        values |= {name: " ".join(values[name].split()) for name in ("title", "function")}
        return ActionData(**values | {"description": "\n".join(values["description"].strip().splitlines())})


class ActionEditForm(ActionForm):
    """The same for an item that exists, with the version that the person saw."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class ProgressForm(forms.Form):
    """Whether an action item is done, with the version that the person saw."""

    state = forms.ChoiceField(label="Stand", choices=ActionState.choices)
    note = forms.CharField(
        label="Bemerkung",
        required=False,
        max_length=500,
        help_text="Entfällt die Aufgabe, schreiben Sie bitte, warum.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def to_data(self) -> ProgressData:
        """The valid input as it would be stored."""
        return ProgressData(
            state=self.cleaned_data["state"], note=" ".join(self.cleaned_data["note"].split())
        )


def labels(form: forms.Form) -> dict[str, str]:
    """What the fields are called."""
    return {name: str(field.label) for name, field in form.fields.items() if name != "version"}


def show(form: forms.Form, name: str, value: Any) -> list[str]:
    """A value of the form as lines for readers."""
    known = _words(form.fields[name])
    if known:
        return [known.get(str("" if value is None else value), "–")]
    if name == "due_on":
        return [de_date(value)]
    return str("" if value is None else value).splitlines()


def _words(field: forms.Field) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, label in getattr(field, "choices", ()):
        pairs = label if isinstance(label, (list, tuple)) else [(key, label)]
        found |= {str(one): str(word) for one, word in pairs}
    return found

"""Items of an agenda, their papers, and the answers of the look back."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from cooperations.models import Partner
from governance.models import AgendaItem, ItemKind, Orientation
from governance.models.agenda import TEXT_LENGTH
from governance.models.meetings import LONGEST_MINUTES
from governance.reflection import questions
from governance.services.agenda import ItemData
from governance.services.backlog import REASON_LENGTH
from ikz.files.fields import UploadField
from ikz.ui.formatting import plural_de
from ikz.ui.forms import IntegerField


def _label(name: str) -> str:
    field = AgendaItem._meta.get_field(name)  # noqa: SLF001 - Django's public API
    return str(getattr(field, "verbose_name", name))


def _text(name: str, **kwargs: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 4})
    return forms.CharField(
        label=_label(name), required=False, max_length=TEXT_LENGTH, widget=widget, **kwargs
    )


class ItemForm(forms.Form):
    """An item as it is entered."""

    title = forms.CharField(label=_label("title"), max_length=200)
    kind = forms.ChoiceField(
        label=_label("kind"),
        choices=ItemKind.choices,
        widget=forms.RadioSelect,
        help_text="Information: Alle wissen Bescheid. Beratung: Wir denken gemeinsam. Beschluss: Wir entscheiden.",
    )
    motion = _text("motion", help_text="Nur für Beschlüsse: der Satz, über den abgestimmt wird")
    description = _text("description")
    orientation = forms.ChoiceField(
        label=_label("orientation"),
        choices=Orientation.choices,
        widget=forms.RadioSelect,
        help_text="Entwicklung: Ziele, Ressourcen, Richtung. Aufgabe: die laufende Arbeit.",
    )
    minutes = IntegerField(
        label=_label("minutes"), min_value=1, max_value=LONGEST_MINUTES, help_text="Geplante Dauer"
    )
    presenter = forms.CharField(
        label=_label("presenter"),
        required=False,
        max_length=120,
        help_text="Funktion oder Stelle, zum Beispiel „Schul-IT Kusel“",
    )
    is_public = forms.BooleanField(
        label="Öffentlicher Punkt",
        required=False,
        help_text="Gilt nur, wenn auch das Gremium und die Sitzung öffentlich sind. Sonst bleibt der Punkt intern.",
    )

    def to_data(self) -> ItemData:
        """The valid input."""
        return ItemData(**{name: self.cleaned_data[name] for name in LABELS})


class ItemEditForm(ItemForm):
    """The same for one that exists, with the version that the person saw."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


LABELS = {name: str(field.label) for name, field in ItemForm.base_fields.items()}


def show_item(name: str, value: Any) -> list[str]:
    """A value as lines for readers."""
    if name == "is_public":
        return ["öffentlich" if value else "intern"]
    if name == "kind":
        return [str(ItemKind(value).label)]
    if name == "orientation":
        return [str(Orientation(value).label)]
    if name == "minutes":
        return [plural_de(value, "Minute", "Minuten")]
    return str(value).splitlines()


class ProposalForm(ItemForm):
    """A proposal for one of the municipalities that somebody works for."""

    def __init__(self, *args: Any, partners: Sequence[Partner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The coordination decides what is shown to everybody, once it takes the proposal up.
        del self.fields["is_public"]
        self.partners = {str(partner.pk): partner for partner in partners}
        if len(partners) > 1:
            self.fields["partner"] = forms.ChoiceField(
                label="Für welche Kommune schlagen Sie vor?",
                choices=[(pk, str(partner)) for pk, partner in self.partners.items()],
                widget=forms.RadioSelect,
            )

    def to_data(self) -> ItemData:
        """The valid input; a proposal is internal."""
        given = {name: self.cleaned_data[name] for name in LABELS if name in self.cleaned_data}
        return ItemData(**given)

    def proposer(self) -> Partner:
        """The municipality that was chosen, or the only one."""
        chosen = self.cleaned_data.get("partner") or next(iter(self.partners))
        return self.partners[chosen]


class RefusalForm(forms.Form):
    """Why a proposal is not taken up."""

    reason = forms.CharField(
        label="Warum nicht?",
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Alle Partner lesen den Grund beim Vorschlag.",
    )


class PaperForm(forms.Form):
    """A paper that exists: its title, and whether everybody may read it."""

    title = forms.CharField(label="Titel", max_length=160)
    is_public = forms.BooleanField(
        label="Öffentliche Vorlage",
        required=False,
        help_text="Alle können sie lesen, sobald zu einer öffentlichen Sitzung eingeladen ist.",
    )


class UploadForm(PaperForm):
    """A new paper."""

    file = UploadField(label="Datei")
    field_order = ("title", "file", "is_public")


class AnswersForm(forms.Form):
    """The questions of the look back."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in questions():
            self.fields[one.key] = forms.CharField(
                label=one.text,
                required=False,
                max_length=TEXT_LENGTH,
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    def to_answers(self) -> Mapping[str, str]:
        """The valid input by question."""
        return {one.key: self.cleaned_data[one.key] for one in questions()}

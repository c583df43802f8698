"""Form and filter of notes on the law."""

from typing import Any

import django_filters
from django import forms

from cooperations.catalog import models
from cooperations.models import LawNote, LawTopic
from cooperations.models.advice import TEXT_LENGTH
from cooperations.services.law_notes import LawNoteData
from ikz.ui.formatting import de_date
from ikz.ui.forms import DateField
from municipalities.catalog import LAENDER, LAND_CHOICES

EVERY_FORM = "alle Formen"
WITHDRAWN = "zurueckgezogen"


def form_label(model_key: str) -> str:
    """The label of a form, or the word for all."""
    model = models().get(model_key)
    return model.label if model else model_key or EVERY_FORM


class LawNoteForm(forms.Form):
    """A note for a Land on one topic, with its source and the day of its knowledge."""

    land = forms.ChoiceField(label="Land", choices=[("", "Bitte wählen"), *LAND_CHOICES])
    topic = forms.ChoiceField(label="Thema", choices=[("", "Bitte wählen"), *LawTopic.choices])
    model_key = forms.ChoiceField(label="Form der Zusammenarbeit", required=False)
    text = forms.CharField(
        label="Hinweis",
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Was gilt, in Ihren Worten. Der Text steht neben den Angaben der Anwendung, er ersetzt sie nicht.",
    )
    source = forms.CharField(
        label="Quelle",
        max_length=300,
        help_text="Gesetz mit Paragraf und Fundstelle, oder die Auskunft einer Stelle. Eine Internetadresse wird zum Verweis.",
        error_messages={
            "required": "Bitte nennen Sie die Quelle: Ein Hinweis ohne Quelle lässt sich nicht prüfen."
        },
    )
    dated_on = DateField(label="Stand")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["model_key"]
        field.choices = [("", EVERY_FORM), *((key, model.label) for key, model in models().items())]
        self.fields["source"].widget.attrs["autocomplete"] = "off"

    def to_data(self) -> LawNoteData:
        """What was entered, for the services."""
        return LawNoteData(**{name: self.cleaned_data[name] for name in LawNoteData.__dataclass_fields__})


LABELS = {
    "land": "Land",
    "topic": "Thema",
    "model_key": "Form der Zusammenarbeit",
    "text": "Hinweis",
    "source": "Quelle",
    "dated_on": "Stand",
}


def show(name: str, value: Any) -> list[str]:
    """The lines of a field for readers, on the page with two versions."""
    if name == "land":
        return [LAENDER.get(value, value)]
    if name == "topic":
        return [str(LawTopic(value).label)]
    if name == "model_key":
        return [form_label(value)]
    return [de_date(value)] if name == "dated_on" else str(value).splitlines()


class LawNoteFilter(django_filters.FilterSet):
    """Narrows the administration's list; without a state it shows what is in force."""

    land = django_filters.ChoiceFilter(label="Land", choices=LAND_CHOICES, empty_label="alle Länder")
    topic = django_filters.ChoiceFilter(label="Thema", choices=LawTopic.choices, empty_label="alle Themen")
    state = django_filters.ChoiceFilter(
        label="Gültigkeit",
        method="filter_state",
        choices=[(WITHDRAWN, "zurückgezogene Hinweise")],
        empty_label="gültige Hinweise",
    )
    sort = django_filters.OrderingFilter(
        label="Sortieren nach",
        fields=(("land", "land"), ("dated_on", "stand")),
        choices=[("land", "Land"), ("-stand", "Stand, neueste zuerst"), ("stand", "Stand, älteste zuerst")],
        empty_label="Land und Thema",
    )

    class Meta:
        model = LawNote
        fields = ("land", "topic", "state", "sort")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.form.fields.values():
            field.widget.is_required = False

    def filter_queryset(self, queryset: Any) -> Any:
        """Without a choice of the state, notes in force."""
        rows = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("state") else rows.in_force()

    def filter_state(self, rows: Any, name: str, value: str) -> Any:
        """Withdrawn notes."""
        return rows.exclude(withdrawn_at=None)

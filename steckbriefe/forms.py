"""The written parts of a Steckbrief as one form, made from the catalog."""

from typing import Any

from django import forms

from steckbriefe import catalog
from steckbriefe.models import Steckbrief
from steckbriefe.services import SteckbriefTexts

BLANK_LINE = "\n\n"


class WrittenField(forms.CharField):
    """A list (a line per item) or paragraphs (an empty line between them), cleaned to a list of texts."""

    widget = forms.Textarea

    def __init__(self, field: catalog.Field) -> None:
        how = "Eine Zeile je Punkt." if field.form == "list" else "Absätze durch eine Leerzeile trennen."
        super().__init__(label=field.label, help_text=f"{field.hint} {how}", required=False)
        self.in_paragraphs = field.form == "paragraphs"
        self.widget.attrs["rows"] = 7 if self.in_paragraphs else 4

    def clean(self, value: Any) -> Any:
        """Check the text as a whole, then split it; lines within a paragraph become one."""
        text = str(super().clean(value)).replace("\r\n", "\n")
        if self.in_paragraphs:
            return [" ".join(part.split()) for part in text.split(BLANK_LINE) if part.strip()]
        return [line.strip() for line in text.split("\n") if line.strip()]

    def prepare_value(self, value: Any) -> Any:
        """Show a stored list as it would be typed; what was typed stays as typed."""
        if isinstance(value, (list, tuple)):
            return (BLANK_LINE if self.in_paragraphs else "\n").join(value)
        return value


class SteckbriefForm(forms.Form):
    """All written fields, the contact office, and the version that the person saw."""

    contact_office = forms.CharField(
        label="Kontaktstelle",
        max_length=200,
        required=False,
        help_text="Eine Stelle, keine Person. Zum Beispiel: Kreisverwaltung, Fachbereich Schulen.",
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    contact_email = forms.EmailField(
        label="E-Mail-Adresse der Stelle",
        required=False,
        help_text="Ein Funktionspostfach. Die Adresse wird mit dem Steckbrief öffentlich.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"invalid": "Bitte geben Sie eine gültige E-Mail-Adresse ein."},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        written = {key: WrittenField(field) for key, field in catalog.text_fields().items()}
        self.fields = {**written, **self.fields}

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields under the questions of the document."""
        rows = [
            (section.label, [self[field.key] for field in section.fields if field.is_text])
            for section in catalog.sections()
        ]
        contact = ("Kontakt", [self["contact_office"], self["contact_email"]])
        return [(label, fields) for label, fields in rows if fields] + [contact]

    def to_data(self) -> SteckbriefTexts:
        """The valid input as the service takes it."""
        return SteckbriefTexts(
            texts={key: self.cleaned_data[key] for key in catalog.text_fields()},
            contact_office=self.cleaned_data["contact_office"],
            contact_email=self.cleaned_data["contact_email"],
        )


def values_of(source: Steckbrief | SteckbriefTexts) -> dict[str, Any]:
    """Stored or submitted content as initial values of the form."""
    return {
        **{key: list(source.texts.get(key, ())) for key in catalog.text_fields()},
        "contact_office": source.contact_office,
        "contact_email": source.contact_email,
    }

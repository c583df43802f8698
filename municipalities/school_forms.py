"""Forms of schools."""

from typing import Any

from django import forms

from ikz.ui.formatting import de_int
from ikz.ui.forms import IntegerField
from municipalities.models.schools import POSTAL_CODE
from municipalities.schools.nrw import keys
from municipalities.services.schools import SchoolData


class SchoolForm(forms.Form):
    """A school as its Schulträger enters it."""

    name = forms.CharField(label="Name der Schule", max_length=240)
    school_form = forms.CharField(
        label="Schulform",
        max_length=80,
        help_text="Wie sie in Ihrem Land heißt, zum Beispiel Grundschule oder Realschule plus.",
    )
    register_number = forms.CharField(
        label="Schulnummer",
        required=False,
        max_length=20,
        help_text="Die amtliche Nummer Ihres Landes. An ihr erkennen spätere Importe die Schule wieder.",
    )
    pupils = IntegerField(label="Schülerinnen und Schüler", required=False, min_value=0)
    pupils_as_of = forms.CharField(
        label="Stand der Schülerzahl",
        required=False,
        max_length=40,
        help_text="Ein Schuljahr oder ein Tag, zum Beispiel 2026/27.",
    )
    street = forms.CharField(label="Straße und Hausnummer", required=False, max_length=160)
    postal_code = forms.CharField(
        label="Postleitzahl", required=False, max_length=5, validators=[POSTAL_CODE]
    )
    city = forms.CharField(label="Ort", required=False, max_length=120)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["school_form"].widget.attrs |= {"list": "schulformen", "autocomplete": "off"}
        self.fields["postal_code"].widget.attrs |= {"inputmode": "numeric", "data-width": "number"}
        self.fields["pupils_as_of"].widget.attrs["data-width"] = "date"

    def to_data(self) -> SchoolData:
        """The valid input."""
        return SchoolData(**{name: value for name, value in self.cleaned_data.items() if name != "version"})


class SchoolEditForm(SchoolForm):
    """The same for a school that exists; ``version`` is the one that the person saw."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


LABELS = {name: str(field.label) for name, field in SchoolForm.base_fields.items()}


def known_school_forms() -> list[str]:
    """Names to choose from while typing; others are welcome."""
    return sorted(set(keys().school_forms.values()))


def show(name: str, value: Any) -> list[str]:
    """A value of :class:`SchoolData` as lines for readers; no line where nothing is entered."""
    if value is None or value == "":
        return []
    return [de_int(value) if isinstance(value, int) else str(value)]

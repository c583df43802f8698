"""Forms of the partners page."""

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import QueryDict

from cooperations.forms.create import municipality_field
from cooperations.models import Partner
from ikz.ui.forms import IntegerField

MOST_SCHOOLS = 10_000
MOST_PUPILS = 5_000_000


class CountField(IntegerField):
    """A number of schools or people: not negative, and refused where it cannot be meant."""

    def __init__(self, label: str, most: int) -> None:
        super().__init__(label=label, required=False)
        self.validators += [
            MinValueValidator(0, "Bitte geben Sie 0 oder eine größere Zahl ein."),
            MaxValueValidator(most, "Diese Zahl ist zu groß. Bitte prüfen Sie Ihre Eingabe."),
        ]


class FiguresForm(forms.Form):
    """Schools and pupils that a partner brings in; empty is "not known yet"."""

    schools = CountField("Schulen", MOST_SCHOOLS)
    pupils = CountField("Schülerinnen und Schüler", MOST_PUPILS)
    # What the person had before them, so that a change by somebody else in between is noticed.
    seen_schools = forms.IntegerField(required=False, widget=forms.HiddenInput)
    seen_pupils = forms.IntegerField(required=False, widget=forms.HiddenInput)

    @classmethod
    def for_partner(cls, partner: Partner, data: QueryDict | None = None) -> "FiguresForm":
        """The form with the stored numbers, or with what was sent."""
        stored = {"schools": partner.schools, "pupils": partner.pupils}
        return cls(data, initial={**stored, **{f"seen_{name}": value for name, value in stored.items()}})

    @property
    def seen(self) -> tuple[int | None, int | None] | None:
        """Schools and pupils as they stood when the form was opened; None where a sender does not say."""
        if "seen_schools" not in self.data:
            return None
        return self.cleaned_data["seen_schools"], self.cleaned_data["seen_pupils"]

    def after_conflict(self, stored: Partner) -> "FiguresForm":
        """The same input beside the numbers stored by now: saving again is a decision."""
        data = {name: self.data.get(name, "") for name in self.fields}
        data["seen_schools"] = "" if stored.schools is None else str(stored.schools)
        data["seen_pupils"] = "" if stored.pupils is None else str(stored.pupils)
        return type(self)(data)


class InviteForm(forms.Form):
    """One more partner, by name or official key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipality"] = municipality_field(
            "Kommune",
            list_id="vorschlaege-kommune",
            help_text="Name oder amtlicher Schlüssel, zum Beispiel Landkreis Kusel oder 07336",
        )


class AppointForm(forms.Form):
    """A colleague of one of the partners who coordinates too."""

    email = forms.EmailField(
        label="E-Mail-Adresse",
        help_text="Die Adresse, mit der sich die Person hier anmeldet. Sie muss für einen bestätigten Partner arbeiten.",
    )
    email.widget.attrs["autocomplete"] = "off"

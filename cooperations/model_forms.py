"""The Land switch of the public sheets."""

from django import forms
from django.http import HttpRequest

from municipalities.catalog import LAND_CHOICES


class LandForm(forms.Form):
    """The Land whose law is shown; empty for none."""

    land = forms.ChoiceField(
        label="Recht welches Landes?",
        required=False,
        choices=[("", "Land wählen"), *LAND_CHOICES],
        error_messages={"invalid_choice": "Dieses Land gibt es nicht. Bitte wählen Sie eines aus der Liste."},
    )

    def __init__(self, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type] # what a request sends
        # A switch needs no "(optional)".
        self.fields["land"].widget.is_required = False


def land_form(request: HttpRequest) -> tuple[LandForm, str]:
    """The switch as it stands, and the key of the Land; empty where none or an unknown one was asked for."""
    form = LandForm(request.GET)
    return form, form.cleaned_data["land"] if form.is_valid() else ""

"""What is typed at a partner search: weights and filters, the cooperation to keep it with, the letter."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from cooperations.models import Cooperation
from cooperations.models.search import MESSAGE_LENGTH
from ikz.accounts.models import User
from ikz.ui.formatting import de_int
from municipalities.catalog import LAND_CHOICES
from municipalities.matching import Weights
from municipalities.models import Municipality, Need
from workspace.partner_search.levels import Level, usual_levels
from workspace.partner_search.selectors import Wanted

RADII = (25, 50, 100, 200)
WEIGHTS = {
    "need": "gleicher Bedarf",
    "distance": "Nähe",
    "size": "ähnliche Größe",
    "capacity": "Personalausstattung",
    "tie": "Zusammenarbeit",
    "land": "gleiches Land",
}
STEPS = [
    (0, "0 – zählt nicht"),
    (1, "1 – sehr wenig"),
    (2, "2 – wenig"),
    (3, "3 – mittel"),
    (4, "4 – viel"),
    (5, "5 – sehr viel"),
]


class SearchForm(forms.Form):
    """Weights and filters in the address of a search; what is missing there has its usual value."""

    levels = forms.MultipleChoiceField(
        label="Gesucht werden", choices=Level.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    land = forms.ChoiceField(label="Land", choices=[("", "alle Länder"), *LAND_CHOICES], required=False)
    radius = forms.TypedChoiceField(
        label="Umkreis",
        choices=[("", "beliebig weit"), *((km, f"höchstens {km} km") for km in RADII)],
        coerce=int,
        empty_value=None,
        required=False,
    )

    def __init__(self, given: QueryDict, *, own: Municipality) -> None:
        usual = [level.value for level in usual_levels(own)]
        data = QueryDict(mutable=True)
        data.setlist("levels", given.getlist("levels") or usual)
        for name in ("land", "radius"):
            data[name] = given.get(name, "")
        for name in WEIGHTS:
            typed = given.get(f"weight_{name}", "")
            data[f"weight_{name}"] = typed if typed.strip() else f"{getattr(Weights(), name):g}"
        super().__init__(data)
        self._usual = tuple(usual_levels(own))
        for name, title in WEIGHTS.items():
            self.fields[f"weight_{name}"] = forms.TypedChoiceField(label=title, choices=STEPS, coerce=int)
        for field in self.fields.values():
            field.widget.is_required = False

    def clean(self) -> dict[str, Any]:
        """Something has to count."""
        data: dict[str, Any] = self.cleaned_data
        if all(data.get(f"weight_{name}") == 0 for name in WEIGHTS):
            raise ValidationError("Mindestens ein Merkmal muss zählen.")
        return data

    def wanted(self) -> Wanted:
        """What to search for; where something was typed that does not exist, the usual."""
        valid = self.is_valid()
        data = self.cleaned_data
        weights = {name: data[f"weight_{name}"] for name in WEIGHTS if f"weight_{name}" in data}
        return Wanted(
            levels=tuple(Level(value) for value in data.get("levels", ())) or self._usual,
            land=data.get("land", ""),
            radius=data.get("radius"),
            weights=Weights(**weights) if valid or any(weights.values()) else Weights(),
        )

    def weight_fields(self) -> list[forms.BoundField]:
        """The fields of the weights, in order."""
        return [self[f"weight_{name}"] for name in WEIGHTS]


class KeepForm(forms.Form):
    """The cooperation a search is kept with: one that the person coordinates."""

    cooperation = forms.ModelChoiceField(
        label="Kooperation",
        queryset=Cooperation.objects.none(),
        empty_label="Bitte wählen",
        error_messages={
            "required": "Bitte wählen Sie eine Kooperation.",
            "invalid_choice": "Diese Kooperation steht nicht zur Wahl.",
        },
    )

    def __init__(self, data: QueryDict | None = None, *, user: User) -> None:
        super().__init__(data)
        field: Any = self.fields["cooperation"]
        field.queryset = Cooperation.objects.editable_by(user).order_by("title", "pk")


class InterestForm(forms.Form):
    """The letter of an Interessensbekundung, and an address for each municipality that has none here."""

    title = forms.CharField(label="Titel der Kooperation", max_length=160)
    message = forms.CharField(label="Nachricht", max_length=MESSAGE_LENGTH, widget=forms.Textarea)
    reply_office = forms.CharField(
        label="Antwort an (Stelle)", max_length=200, help_text="Zum Beispiel Schulverwaltungsamt"
    )
    reply_email = forms.EmailField(label="E-Mail-Adresse für die Antwort", max_length=254)
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self, data: QueryDict | None = None, *, unreachable: list[Municipality], **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.fields["message"].widget.attrs["rows"] = 14
        self.fields["reply_email"].widget.attrs["autocomplete"] = "email"
        for row in unreachable:
            self.fields[f"address_{row.ags}"] = forms.EmailField(
                label=f"E-Mail-Adresse für {row}",
                max_length=254,
                help_text="Die Adresse einer Stelle, zum Beispiel der Schulverwaltung, nicht einer Person.",
            )
        self._unreachable = unreachable

    def typed(self) -> dict[str, str]:
        """The typed addresses by official key."""
        return {row.ags: self.cleaned_data[f"address_{row.ags}"] for row in self._unreachable}

    def address_fields(self) -> list[forms.BoundField]:
        """The fields of the addresses, in the order of the municipalities."""
        return [self[f"address_{row.ags}"] for row in self._unreachable]


def first_letter(user: User, need: Need, *, token: UUID) -> dict[str, Any]:
    """What the form of a letter begins with: what, goal, who we are, and where to answer."""
    own = need.municipality
    profile = getattr(own, "profile", None)
    people = f", {de_int(own.population)} Einwohnerinnen und Einwohner" if own.population else ""
    goal = need.goal.strip()
    message = (
        f"wir, {own}, möchten eine Aufgabe der Schul-IT gemeinsam mit anderen Kommunen angehen "
        "und suchen dafür Partner.\n\n"
        f"Aufgabe: {need.task_area_label}\n"
        f"Was wir erreichen wollen: {need.get_aim_display()}\n"
        f"Unser Ziel: {goal}\n"
        f"Wer wir sind: {own} ({own.land_name}){people}\n\n"
        "Nach dem, was wir wissen, könnten unsere Kommunen gut zusammenpassen. Gern möchten wir in einem ersten "
        "Gespräch klären, ob Sie einen ähnlichen Bedarf haben und was wir gemeinsam tun können. "
        "Eine Antwort verpflichtet Sie zu nichts."
    )
    return {
        "title": f"{need.task_area_label}: {own} und Partner"[:160],
        "message": message,
        "reply_office": getattr(profile, "contact_office", "") or str(user),
        "reply_email": getattr(profile, "contact_email", "") or user.email,
        "token": token,
    }

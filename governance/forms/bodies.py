"""Forms of bodies, their seats, members and standing items."""

import re
from dataclasses import asdict
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from cooperations.models import Cooperation, Partner
from cooperations.selectors.addressees import staff_of
from governance.body_presets import REFLECTION
from governance.models import BodyKind, ItemKind, MajorityRule, Member, Office, Orientation, QuorumRule, Seat
from governance.models.bodies import RULES_LENGTH
from governance.services.bodies import BodyData, tidy
from governance.services.seats import MemberData, SeatData
from governance.services.standing_items import StandingData
from ikz.ui.forms import DateField, IntegerField

MAJORITY_WORDS = {
    MajorityRule.CONSENSUS: "Konsens: angenommen ist, wogegen niemand stimmt",
    MajorityRule.SIMPLE: "einfache Mehrheit: mehr Ja- als Nein-Stimmen",
    MajorityRule.TWO_THIRDS: "Zweidrittelmehrheit",
    MajorityRule.WEIGHTED: "einfache Mehrheit nach Stimmgewicht der Sitze",
}


class ReminderDaysField(forms.CharField):
    """Days ahead of a meeting, typed as ``14, 3, 1``."""

    def to_python(self, value: Any) -> Any:
        """The numbers, in the order they were typed."""
        if isinstance(value, (list, tuple)):
            return tuple(value)
        parts = [part for part in re.split(r"[,;\s]+", str(value or "")) if part]
        if not all(part.isascii() and part.isdecimal() and len(part) < 5 for part in parts):  # noqa: PLR2004
            raise ValidationError("Bitte geben Sie Zahlen an, zum Beispiel 14, 3, 1.")
        return tuple(int(part) for part in parts)

    def prepare_value(self, value: Any) -> Any:
        """Show the numbers with commas."""
        return ", ".join(str(days) for days in value) if isinstance(value, (list, tuple)) else value

    def validate(self, value: Any) -> None:
        """An empty field means no reminders."""


class BodyForm(forms.Form):
    """A body: what it is for and by which rules it works."""

    kind = forms.ChoiceField(label="Art", choices=BodyKind.choices)
    title = forms.CharField(label="Name", max_length=120)
    orientation = forms.ChoiceField(
        label="Ausrichtung",
        choices=[
            (Orientation.DEVELOPMENT, "Entwicklung: wohin die Kooperation geht"),
            (Orientation.TASK, "Aufgaben: wie der Betrieb läuft"),
        ],
        widget=forms.RadioSelect,
    )
    purpose = forms.CharField(
        label="Auftrag",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Wozu gibt es das Gremium? Ein bis drei Sätze.",
    )
    majority = forms.ChoiceField(
        label="Wann ist ein Antrag angenommen?",
        choices=[(rule.value, words) for rule, words in MAJORITY_WORDS.items()],
        widget=forms.RadioSelect,
    )
    quorum = forms.ChoiceField(
        label="Wie viele Stimmberechtigte müssen da sein?",
        choices=[(QuorumRule.NONE.value, "keine Mindestzahl"), *QuorumRule.choices[1:]],
    )
    notice_days = IntegerField(
        label="Ladungsfrist in Tagen",
        min_value=0,
        help_text="So viele Tage vor der Sitzung soll die Einladung da sein.",
    )
    reminder_days = ReminderDaysField(
        label="Erinnerungen, Tage vorher",
        required=False,
        help_text="Mit Komma getrennt, zum Beispiel 14, 3, 1. Leer lassen für keine.",
    )
    place = forms.CharField(
        label="Üblicher Ort", required=False, max_length=200, help_text="Steht in neuen Sitzungen schon da."
    )
    rules_of_procedure = forms.CharField(
        label="Geschäftsordnung",
        required=False,
        max_length=RULES_LENGTH,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="Als Text. Absätze bleiben erhalten.",
    )
    is_public = forms.BooleanField(
        label="Das Gremium tagt öffentlich",
        required=False,
        help_text="Öffentliche Sitzungen sind für alle sichtbar, auch über die OParl-Schnittstelle.",
    )

    def to_data(self) -> BodyData:
        """The valid input as it would be stored."""
        return tidy(
            BodyData(**{name: value for name, value in self.cleaned_data.items() if name != "version"})
        )


class BodyEditForm(BodyForm):
    """The same for one that exists, with the version that the person saw."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


LABELS = {name: str(field.label) for name, field in BodyForm.base_fields.items()}
_WORDS: dict[str, dict[str, str]] = {
    "kind": dict(BodyKind.choices),
    "orientation": dict(Orientation.choices),
    "majority": dict(MajorityRule.choices),
    "quorum": dict(QuorumRule.choices),
}


def show_body(name: str, value: Any) -> list[str]:
    """A value as lines for readers."""
    if name in _WORDS:
        return [str(_WORDS[name].get(value, value))]
    if isinstance(value, bool):
        return ["ja" if value else "nein"]
    if isinstance(value, (list, tuple)):
        return [", ".join(str(days) for days in value)] if value else []
    return str(value).splitlines()


class SeatForm(forms.Form):
    """A seat: for a partner, or for a place that advises."""

    partner = forms.TypedChoiceField(label="Kommune", required=False, coerce=int, empty_value=None)
    label = forms.CharField(
        label="Oder: Stelle ohne Stimmrecht",
        required=False,
        max_length=120,
        help_text="Zum Beispiel: Kreismedienzentrum, Vertretung der Schulen",
    )
    vote_weight = IntegerField(
        label="Stimmgewicht",
        min_value=0,
        initial=1,
        help_text="1 ist üblich, 0 heißt beratend. Größere Gewichte zählen nur bei Mehrheit nach Stimmgewicht.",
    )
    valid_from = DateField(label="Von")
    valid_until = DateField(label="Bis", required=False, help_text="Leer lassen, solange der Sitz besteht")

    def __init__(self, *args: Any, cooperation: Cooperation, seat: Seat | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if seat is not None:
            # For whom a seat is stays: another municipality has another seat.
            self.fields["partner"].disabled = self.fields["label"].disabled = True
        rows = Partner.objects.filter(cooperation=cooperation).select_related("municipality")
        rows = rows.filter(seats=seat) if seat is not None else rows.confirmed()
        self.fields["partner"].choices = [("", "keine"), *((row.pk, str(row)) for row in rows)]  # type: ignore[attr-defined] # a choice

    def to_data(self) -> SeatData:
        """The valid input."""
        return SeatData(**self.cleaned_data)


class MemberForm(forms.Form):
    """A member of a seat: an account of the seat's municipality, or a mail address."""

    user = forms.TypedChoiceField(label="Konto", required=False, coerce=int, empty_value=None)
    email = forms.EmailField(
        label="Oder: E-Mail-Adresse ohne Konto",
        required=False,
        help_text="Eingeladen wird per E-Mail; zu- und absagen geht ohne Anmeldung.",
    )
    function = forms.CharField(
        label="Funktion", max_length=120, help_text="Die Stelle, kein Name, zum Beispiel: Leitung Schul-IT"
    )
    office = forms.ChoiceField(label="Rolle im Gremium", choices=Office.choices, initial=Office.MEMBER)
    is_deputy = forms.BooleanField(
        label="Stellvertretung",
        required=False,
        help_text="Wird eingeladen, wenn das Mitglied verhindert ist und um Vertretung bittet.",
    )
    valid_from = DateField(label="Von")
    valid_until = DateField(label="Bis", required=False, help_text="Leer lassen, solange das Amt besteht")

    def __init__(self, *args: Any, seat: Seat, member: Member | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].choices = [("", "kein Konto"), *_accounts(seat, member)]  # type: ignore[attr-defined] # a choice

    def to_data(self) -> MemberData:
        """The valid input."""
        return MemberData(**self.cleaned_data)


def _accounts(seat: Seat, member: Member | None) -> list[tuple[int, str]]:
    """Accounts of the seat's municipality, for advising places of all partners; the member's own stays."""
    rows = Partner.objects.filter(cooperation=seat.body.cooperation_id)
    rows = rows.filter(pk=seat.partner_id) if seat.partner_id else rows.confirmed()
    staff = staff_of(rows.values_list("municipality_id", flat=True))
    found = {user.pk: f"{user} ({user.email})" for users in staff.values() for user in users}
    if member is not None and member.user is not None:
        found.setdefault(member.user.pk, str(member.user))
    return list(found.items())


class StandingForm(forms.Form):
    """A standing item."""

    title = forms.CharField(label="Thema", max_length=200)
    kind = forms.ChoiceField(label="Art", choices=ItemKind.choices, initial=ItemKind.CONSULTATION)
    orientation = forms.ChoiceField(label="Ausrichtung", choices=Orientation.choices)
    minutes = IntegerField(label="Minuten", min_value=1, initial=10)
    key = forms.ChoiceField(
        label="Vorlage",
        required=False,
        choices=[("", "keine"), (REFLECTION, "Rückschau mit den vier Fragen der Verstetigung")],
        help_text="Die Rückschau bringt ihre Fragen in jede Tagesordnung mit.",
    )

    def to_data(self) -> StandingData:
        """The valid input."""
        return StandingData(**self.cleaned_data)


def initial(data: SeatData | MemberData | StandingData | BodyData) -> dict[str, Any]:
    """Values of the form's fields for data."""
    return asdict(data)

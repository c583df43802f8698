"""Forms for leading a meeting: attendance, guests, motions."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from governance.models import Attendance, BallotKind, Meeting, Presence
from governance.models.agenda import TEXT_LENGTH
from governance.services.attendance import AttendanceData, addable_members, other_seats


class ClockField(forms.TimeField):
    """A time of day, typed as ``10:15``."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", ["%H:%M", "%H.%M"])
        kwargs.setdefault("help_text", "Uhrzeit, zum Beispiel 10:15")
        super().__init__(**kwargs)
        self.error_messages["invalid"] = "Bitte geben Sie eine Uhrzeit wie 10:15 ein."
        self.widget.attrs.update({"autocomplete": "off", "data-width": "date"})

    def prepare_value(self, value: Any) -> Any:
        """Show a time without seconds."""
        return f"{value:%H:%M}" if isinstance(value, time) else value


class AttendanceForm(forms.Form):
    """What is entered for one person; times are those of the day of the meeting."""

    presence = forms.ChoiceField(label="Anwesenheit", choices=Presence.choices, widget=forms.RadioSelect)
    arrived_at = ClockField(label="Später gekommen um", required=False)
    left_at = ClockField(label="Früher gegangen um", required=False)
    on_behalf_of = forms.TypedChoiceField(
        label="Vertritt auch die Kommune",
        required=False,
        coerce=int,
        empty_value=None,
        help_text="Spricht und stimmt auch für eine andere Kommune, die selbst nicht da ist.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args: Any, attendance: Attendance, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day = timezone.localdate(attendance.meeting.opened_at or attendance.meeting.starts_at)
        seats = [(seat.pk, str(seat)) for seat in other_seats(attendance)]
        if seats:
            self.fields["on_behalf_of"].choices = [("", "keine andere"), *seats]  # type: ignore[attr-defined] # a choice
        else:
            del self.fields["on_behalf_of"]

    def to_data(self) -> AttendanceData:
        """The valid input as it would be stored."""
        values = self.cleaned_data
        return AttendanceData(
            presence=values["presence"],
            on_behalf_of=values.get("on_behalf_of"),
            arrived_at=self._moment(values["arrived_at"]),
            left_at=self._moment(values["left_at"]),
        )

    def _moment(self, clock: time | None) -> datetime | None:
        return timezone.make_aware(datetime.combine(self.day, clock)) if clock else None

    @staticmethod
    def initial_of(values: dict[str, Any]) -> dict[str, Any]:
        """Values of the fields for what is stored."""
        return values | {name: clock(values[name]) for name in ("arrived_at", "left_at")}


def clock(moment: datetime | None) -> time | None:
    """The local time of day of a moment, to the minute."""
    return timezone.localtime(moment).time().replace(second=0, microsecond=0) if moment else None


class PersonForm(forms.Form):
    """Somebody who is there without being on the list: a member, a deputy, or a guest by function."""

    member = forms.TypedChoiceField(
        label="Mitglied oder Stellvertretung", required=False, coerce=int, empty_value=None
    )
    guest = forms.CharField(
        label="Gast",
        required=False,
        max_length=120,
        help_text="Funktion statt Name, zum Beispiel: Leitung des Medienzentrums",
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people: Sequence[tuple[Any, str]] = [
            (row.pk, f"{row}{' – Stellvertretung' if row.is_deputy else ''}")
            for row in addable_members(meeting)
        ]
        self.fields["member"].choices = [("", "niemand"), *people]  # type: ignore[attr-defined] # a choice

    def clean(self) -> dict[str, Any]:
        """One of both."""
        values = super().clean() or {}
        if bool(values.get("member")) == bool(values.get("guest", "").strip()):
            raise ValidationError("Bitte wählen Sie eine Person oder nennen Sie einen Gast.")
        return values


class BallotForm(forms.Form):
    """A motion to be put to the vote."""

    motion = forms.CharField(
        label="Beschlusstext",
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Wortlaut, der nach der Annahme im Beschlussregister steht.",
        error_messages={"required": "Bitte schreiben Sie, worüber abgestimmt wird."},
    )
    kind = forms.ChoiceField(
        label="Abstimmung",
        choices=BallotKind.choices,
        widget=forms.RadioSelect,
        initial=BallotKind.OPEN,
        help_text="Geheim bleibt, wer wie gestimmt hat. Sichtbar ist nur, wer abgestimmt hat.",
    )


class WithdrawForm(forms.Form):
    """Why a ballot is broken off."""

    reason = forms.CharField(
        label="Grund",
        max_length=300,
        help_text="Steht in der Niederschrift.",
        error_messages={"required": "Bitte nennen Sie den Grund: Er steht in der Niederschrift."},
    )

"""Fields that several forms of this room use: a time of day, and a day with a time."""

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from governance.models import Body
from governance.recurrence import moment
from ikz.ui.formatting import in_berlin

_TIME = re.compile(r"(?P<hour>\d{1,2})\s*(?:[:.](?P<minute>\d{2}))?\s*(?:uhr)?", re.IGNORECASE)
_LAST_HOUR, _LAST_MINUTE = 23, 59
WRONG_TIME = "Bitte geben Sie eine Uhrzeit wie 10:00 ein."


def read_time(text: str) -> dt.time:
    """``10``, ``10:30``, ``10.30 Uhr``; raises ValidationError for anything else."""
    match = _TIME.fullmatch(text.strip())
    if match:
        hour, minute = int(match["hour"]), int(match["minute"] or 0)
        if hour <= _LAST_HOUR and minute <= _LAST_MINUTE:
            return dt.time(hour, minute)
    raise ValidationError(WRONG_TIME, code="invalid")


class TimeField(forms.Field):
    """A local time of day, typed as ``10:00``."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "Zum Beispiel 10:00")
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("autocomplete", "off")
        self.widget.attrs["data-width"] = "number"

    def to_python(self, value: Any) -> dt.time | None:
        """Read the time or refuse it."""
        if isinstance(value, dt.time):
            return value
        text = str(value or "").strip()
        return read_time(text) if text else None

    def prepare_value(self, value: Any) -> Any:
        """Show a time as ``10:00``."""
        return value.strftime("%H:%M") if isinstance(value, dt.time) else value


def local_moment(day: dt.date | None, begins_at: dt.time | None) -> dt.datetime | None:
    """Day and local time as one moment; None where one of them is missing."""
    return moment(day, begins_at) if day and begins_at is not None else None


def day_and_time(starts_at: dt.datetime) -> tuple[dt.date, dt.time]:
    """A moment as local day and time of day."""
    local = in_berlin(starts_at)
    return local.date(), local.time().replace(second=0, microsecond=0)


def body_choices(bodies: Sequence[Body]) -> list[tuple[Any, str]]:
    """The bodies to choose from; where there are several, nothing is chosen before the person does."""
    found: list[tuple[Any, str]] = [(body.pk, str(body)) for body in bodies]
    return [("", "Bitte wählen"), *found] if len(found) > 1 else found

"""Forms of date polls."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from governance.forms.fields import body_choices, read_time
from governance.models import Body, PollChoice, PollOption
from governance.recurrence import moment
from governance.services.meetings import NO_PURPOSE
from governance.services.polls import MOST, PollData
from ikz.ui.formatting import de_datetime
from ikz.ui.forms import DateField, IntegerField

_LINE = re.compile(r"(?P<day>\S+?),?\s+(?:um\s+)?(?P<time>\d.*)")


class MomentsField(forms.CharField):
    """Days with times, one in each line: ``14.03.2027 10:00``."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> Any:
        """Read the lines; the first that cannot be read is named."""
        found: list[datetime] = []
        for line in str(value or "").splitlines():
            if not line.strip():
                continue
            found.append(self._read(line.strip()))
        return found

    def _read(self, line: str) -> datetime:
        match = _LINE.fullmatch(line)
        try:
            day, begins_at = (match["day"], match["time"]) if match else ("", "")
            return moment(DateField().clean(day), read_time(begins_at))
        except ValidationError as error:
            raise ValidationError(
                f"„{line[:40]}“ ist kein Termin. Bitte schreiben Sie Tag und Uhrzeit wie 14.03.2027 10:00."
            ) from error

    def validate(self, value: Any) -> None:
        """At least one line; how many it has to be says the service."""
        if not value:
            raise ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: Any) -> None:
        """The lines are checked one by one."""


class PollForm(forms.Form):
    """A poll: for which meeting, and the dates to choose from."""

    body = forms.TypedChoiceField(label="Gremium", coerce=int)
    title = forms.CharField(label="Titel der Sitzung", max_length=160)
    purpose = forms.CharField(
        label="Wozu treffen Sie sich?",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": NO_PURPOSE},
    )
    options = MomentsField(
        label="Termine zur Wahl",
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=f"Jeder in einer eigenen Zeile, zum Beispiel 14.03.2027 10:00. Zwei bis {MOST} Termine.",
    )
    minutes = IntegerField(label="Dauer in Minuten", min_value=5, initial=90)
    place = forms.CharField(label="Ort", required=False, max_length=200)
    answer_until = DateField(label="Antwort bis")

    def __init__(self, *args: Any, bodies: Sequence[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bodies = {body.pk: body for body in bodies}
        self.fields["body"].choices = body_choices(bodies)  # type: ignore[attr-defined] # a choice

    def to_data(self) -> PollData:
        """The valid input."""
        return PollData(**{name: value for name, value in self.cleaned_data.items() if name != "body"})


class AnswerForm(forms.Form):
    """A member's answers: one choice for each date."""

    def __init__(
        self, *args: Any, options: Sequence[PollOption], given: dict[int, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for option in options:
            self.fields[f"option-{option.pk}"] = forms.ChoiceField(
                label=de_datetime(option.starts_at),
                choices=PollChoice.choices,
                widget=forms.RadioSelect,
                initial=given.get(option.pk),
                error_messages={"required": "Bitte wählen Sie eine der Antworten."},
            )

    def choices(self) -> dict[int, str]:
        """The valid input by key of the option."""
        return {int(name.removeprefix("option-")): value for name, value in self.cleaned_data.items()}

"""Forms of series: a rhythm in people's words."""

from collections.abc import Sequence
from typing import Any

from django import forms

from governance.forms.fields import TimeField, body_choices, local_moment
from governance.forms.meetings import show_value
from governance.models import Body
from governance.recurrence import DAY_WORDS, NTH_WORDS, RHYTHMS
from governance.services.meetings import NO_PURPOSE
from governance.services.series import MOST_DRAFTS, SeriesData, tidy
from ikz.ui.forms import DateField, IntegerField


class SeriesForm(forms.Form):
    """A series: what for, how often, when and where."""

    title = forms.CharField(label="Name", max_length=160)
    purpose = forms.CharField(
        label="Wozu treffen Sie sich?",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ein Satz. Er steht in jeder Einladung, bis Sie ihn für eine Sitzung ändern.",
        error_messages={"required": NO_PURPOSE},
    )
    every = forms.ChoiceField(
        label="Wie oft?",
        choices=[(key, words) for key, (_, _, words) in RHYTHMS.items()],
        initial="half-yearly",
    )
    nth = forms.TypedChoiceField(
        label="Am wievielten?",
        coerce=int,
        choices=[(number, words) for number, words in NTH_WORDS.items()],
        help_text="Zählt nur bei Monaten, Quartalen und Jahren",
    )
    weekday = forms.TypedChoiceField(
        label="Wochentag", coerce=int, choices=list(enumerate(DAY_WORDS)), initial=1
    )
    starts_on = DateField(
        label="Ab wann?", help_text="Von diesem Tag an wird gezählt, zum Beispiel 01.01.2027"
    )
    until = DateField(
        label="Längstens bis", required=False, help_text="Leer lassen, wenn die Reihe offen ist"
    )
    begins_at = TimeField(label="Beginn")
    minutes = IntegerField(label="Dauer in Minuten", min_value=5, initial=90)
    place = forms.CharField(label="Ort", required=False, max_length=200)
    link = forms.URLField(
        label="Adresse der Videokonferenz", required=False, max_length=500, assume_scheme="https"
    )

    def to_data(self) -> SeriesData:
        """The valid input as it would be stored."""
        names = SeriesData.__dataclass_fields__
        return tidy(SeriesData(**{name: value for name, value in self.cleaned_data.items() if name in names}))


class NewSeriesForm(SeriesForm):
    """The same with the choice of a body."""

    body = forms.TypedChoiceField(label="Gremium", coerce=int)
    field_order = ("body",)

    def __init__(self, *args: Any, bodies: Sequence[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bodies = {body.pk: body for body in bodies}
        self.fields["body"].choices = body_choices(bodies)  # type: ignore[attr-defined] # a choice


class SeriesEditForm(SeriesForm):
    """The same for one that exists, with the version that the person saw."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


LABELS = {name: str(field.label) for name, field in SeriesForm.base_fields.items()}


def show_series(name: str, value: Any) -> list[str]:
    """A value as lines for readers."""
    if name == "every":
        return [RHYTHMS[value][2]]
    if name == "nth":
        return [NTH_WORDS[value]]
    return [DAY_WORDS[value]] if name == "weekday" else show_value(name, value)


class DraftsForm(forms.Form):
    """How many drafts to make ahead."""

    count = IntegerField(label="Anzahl", min_value=1, max_value=MOST_DRAFTS, initial=2)


class DayForm(forms.Form):
    """One date of a series."""

    day = forms.DateField(widget=forms.HiddenInput)


class MoveForm(forms.Form):
    """Where a date of a series goes instead."""

    day = DateField(label="Neuer Tag")
    begins_at = TimeField(label="Beginn")

    def starts_at(self) -> Any:
        """The new moment."""
        return local_moment(self.cleaned_data["day"], self.cleaned_data["begins_at"])

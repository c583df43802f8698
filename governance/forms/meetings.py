"""Forms of single meetings, and the filter of their list."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import django_filters
from django import forms
from django.db.models import Q
from django.utils import timezone

from governance.forms.fields import TimeField, body_choices, day_and_time, local_moment
from governance.models import Body, Meeting, MeetingState
from governance.querysets import BelowBodyQuerySet
from governance.services.meetings import NO_PURPOSE, MeetingData, tidy
from ikz.ui.formatting import de_date
from ikz.ui.forms import DateField, IntegerField

Rows = BelowBodyQuerySet[Meeting]
SORTS = {
    "soonest": ("nächste zuerst", ("starts_at", "pk")),
    "latest": ("späteste zuerst", ("-starts_at", "-pk")),
    "body": ("nach Gremium", ("body__title", "starts_at", "pk")),
}


class MeetingForm(forms.Form):
    """A meeting: what for, when, where."""

    title = forms.CharField(label="Titel", max_length=160)
    purpose = forms.CharField(
        label="Wozu treffen Sie sich?",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ein Satz: Was soll nach der Sitzung anders sein? Er steht in der Einladung.",
        error_messages={"required": NO_PURPOSE},
    )
    day = DateField(label="Tag")
    begins_at = TimeField(label="Beginn")
    minutes = IntegerField(label="Dauer in Minuten", min_value=5, initial=90)
    place = forms.CharField(label="Ort", required=False, max_length=200)
    link = forms.URLField(
        label="Adresse der Videokonferenz", required=False, max_length=500, assume_scheme="https"
    )
    is_public = forms.BooleanField(label="Öffentliche Sitzung", required=False)

    def __init__(self, *args: Any, may_be_public: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_be_public:
            del self.fields["is_public"]

    def to_data(self) -> MeetingData:
        """The valid input as it would be stored."""
        kept = {name: value for name, value in self.cleaned_data.items() if name in _KEPT}
        starts_at = local_moment(self.cleaned_data["day"], self.cleaned_data["begins_at"])
        return tidy(MeetingData(starts_at=starts_at, **kept))  # type: ignore[arg-type] # both are required


class NewMeetingForm(MeetingForm):
    """The same with the choice of a body."""

    body = forms.TypedChoiceField(label="Gremium", coerce=int)
    field_order = ("body",)

    def __init__(self, *args: Any, bodies: Sequence[Body], **kwargs: Any) -> None:
        super().__init__(*args, may_be_public=any(body.is_public for body in bodies), **kwargs)
        self.bodies = {body.pk: body for body in bodies}
        self.fields["body"].choices = body_choices(bodies)  # type: ignore[attr-defined] # a choice
        if "is_public" in self.fields:
            self.fields["is_public"].help_text = "Nur bei Gremien, die öffentlich tagen"


class MeetingEditForm(MeetingForm):
    """The same for one that exists, with the version that the person saw."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


_KEPT = ("title", "purpose", "minutes", "place", "link", "is_public")
LABELS = {name: str(field.label) for name, field in MeetingForm.base_fields.items()}


def meeting_values(data: MeetingData) -> dict[str, Any]:
    """Values of the form's fields."""
    day, begins_at = day_and_time(data.starts_at)
    return {name: getattr(data, name) for name in _KEPT} | {"day": day, "begins_at": begins_at}


def show_value(name: str, value: Any) -> list[str]:
    """A value of a form of this room as lines for readers."""
    if value is None or value == "":
        return []
    if isinstance(value, bool):
        return ["ja" if value else "nein"]
    if isinstance(value, dt.time):
        return [f"{value:%H:%M} Uhr"]
    if isinstance(value, dt.date):
        return [de_date(value)]
    return str(value).splitlines()


class MeetingFilter(django_filters.FilterSet):
    """Meetings of one cooperation; without a choice those that lie ahead."""

    body = django_filters.ModelChoiceFilter(
        label="Gremium", queryset=Body.objects.none(), empty_label="alle Gremien"
    )
    state = django_filters.ChoiceFilter(
        label="Stand", choices=MeetingState.choices, empty_label="jeder Stand"
    )
    time = django_filters.ChoiceFilter(
        label="Zeit",
        choices=[
            ("ahead", "kommende und laufende"),
            ("past", "vergangene"),
            ("year", "dieses Jahr"),
            ("all", "alle"),
        ],
        method="filter_time",
        empty_label=None,
    )
    sort = django_filters.ChoiceFilter(
        label="Sortieren nach",
        choices=[(key, label) for key, (label, _) in SORTS.items()],
        method="filter_sort",
        empty_label=None,
    )

    class Meta:
        model = Meeting
        fields = ("body", "state", "time", "sort")

    def __init__(self, data: Any, *args: Any, bodies: Any, **kwargs: Any) -> None:
        asked = data.copy()
        asked.setdefault("time", "ahead")
        asked.setdefault("sort", "latest" if asked["time"] == "past" else "soonest")
        super().__init__(asked, *args, **kwargs)
        fields = self.form.fields
        fields["body"].queryset = bodies
        # A search form needs no "(optional)" behind every label.
        for field in fields.values():
            field.widget.is_required = False

    def filter_time(self, rows: Rows, name: str, value: str) -> Rows:
        """Ahead are meetings that run and those of today and later that are not over."""
        today = timezone.localdate()
        ahead = Q(state=MeetingState.RUNNING) | (Q(starts_at__date__gte=today) & ~Q(state=MeetingState.HELD))
        if value == "ahead":
            return rows.filter(ahead)
        if value == "past":
            return rows.exclude(ahead)
        return rows.filter(starts_at__year=today.year) if value == "year" else rows

    def filter_sort(self, rows: Rows, name: str, value: str) -> Rows:
        """Order the rows."""
        return rows.order_by(*SORTS[value][1])

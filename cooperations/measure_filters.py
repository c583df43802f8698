"""What the measures of a cooperation can be narrowed and sorted by, on list and board alike."""

from typing import Any

import django_filters
from django.db.models import Case, Q, QuerySet, Value, When

from cooperations.models import Measure, MeasureState, Partner
from cooperations.querysets import MeasureQuerySet
from ikz.accounts.models import User

Rows = MeasureQuerySet[Measure]
_CLOSED_LAST = Case(When(state__in=("planned", "running"), then=Value(0)), default=Value(1))
_BY_STATE = Case(*(When(state=state, then=Value(rank)) for rank, state in enumerate(MeasureState.values)))
# Key of the choice, its label, and the columns; the primary key last makes every order total.
SORTS: dict[str, tuple[str, tuple[Any, ...]]] = {
    "due": ("Termin, Offenes zuerst", (_CLOSED_LAST, "due_on")),
    "title": ("Name der Maßnahme", ("title",)),
    "partner": ("Kommune", ("partner__municipality__folded_name", "due_on")),
    "state": ("Stand", (_BY_STATE, "due_on")),
    "progress": ("Fortschritt", ("-progress", "due_on")),
    "changed": ("zuletzt geändert", ("-updated_at",)),
}
MINE, OWN = "ich", "kommune"


def ordered(rows: Rows, key: str) -> Rows:
    """The rows in the order of a key of :data:`SORTS`."""
    return rows.order_by(*SORTS[key][1], "pk")


class MeasureFilter(django_filters.FilterSet):
    """Measures of one cooperation; ``partners`` are those that stand in the list of municipalities."""

    state = django_filters.ChoiceFilter(
        label="Stand",
        choices=[("open", "offen (geplant oder läuft)"), *MeasureState.choices],
        method="filter_state",
        empty_label="jeder Stand",
    )
    partner = django_filters.ModelChoiceFilter(
        label="Verantwortliche Kommune", queryset=Partner.objects.none(), empty_label="alle Kommunen"
    )
    due = django_filters.ChoiceFilter(
        label="Termin",
        choices=[("overdue", "überfällig")],
        method="filter_due",
        empty_label="jeder Termin",
    )
    mine = django_filters.ChoiceFilter(
        label="Zuständig",
        choices=[(OWN, "meine Kommune"), (MINE, "mein Konto")],
        method="filter_mine",
        empty_label="alle",
    )
    sort = django_filters.ChoiceFilter(
        label="Sortieren nach",
        choices=[(key, label) for key, (label, _) in SORTS.items()],
        method="filter_sort",
        empty_label=None,
        initial="due",
    )

    class Meta:
        model = Measure
        fields = ("state", "partner", "due", "mine", "sort")

    def __init__(
        self, *args: Any, user: User, partners: QuerySet[Partner], board: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        fields = self.form.fields
        fields["partner"].queryset = partners
        if board:
            # The columns are the states.
            del fields["state"]
        # A search form needs no "(optional)" behind every label.
        for field in fields.values():
            field.widget.is_required = False

    def filter_state(self, rows: Rows, name: str, value: str) -> Rows:
        """One state, or what is open."""
        return rows.running() if value == "open" else rows.filter(state=value)

    def filter_due(self, rows: Rows, name: str, value: str) -> Rows:
        """What is overdue."""
        return rows.overdue()

    def filter_mine(self, rows: Rows, name: str, value: str) -> Rows:
        """What is left to one's own account, or to the municipalities it works for."""
        if value == MINE:
            return rows.filter(person=self.user)
        own = Partner.objects.represented_by(self.user).values("pk")
        return rows.filter(Q(partner__in=own) | Q(person=self.user))

    def filter_sort(self, rows: Rows, name: str, value: str) -> Rows:
        """Order the rows; without a choice the next day due comes first."""
        return ordered(rows, value)

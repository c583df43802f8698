"""What the register of resolutions and the list of action items are narrowed and sorted by."""

import re
from typing import Any

import django_filters
from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Case, Q, Value, When

from cooperations.models import Partner
from governance.models import ActionItem, ActionState, Body, Resolution, ResolutionState
from governance.querysets import ActionItemQuerySet, ResolutionQuerySet
from ikz.accounts.models import User

Register = ResolutionQuerySet[Resolution]
Actions = ActionItemQuerySet[ActionItem]
RESOLUTION_SORTS: dict[str, tuple[str, tuple[Any, ...]]] = {
    "newest": ("Neueste zuerst", ("-year", "-number")),
    "oldest": ("Älteste zuerst", ("year", "number")),
    "title": ("Gegenstand", ("title", "-year", "-number")),
    "state": (
        "Umsetzung, Offenes zuerst",
        (
            Case(*(When(state=state, then=Value(rank)) for rank, state in enumerate(ResolutionState.values))),
            "-year",
            "-number",
        ),
    ),
}
_OPEN_FIRST = Case(When(state=ActionState.OPEN, then=Value(0)), default=Value(1))
ACTION_SORTS: dict[str, tuple[str, tuple[Any, ...]]] = {
    "due": ("Termin, Offenes zuerst", (_OPEN_FIRST, "due_on")),
    "partner": ("Kommune", ("partner__municipality__folded_name", "due_on")),
    "title": ("Aufgabe", ("title",)),
    "changed": ("zuletzt geändert", ("-updated_at",)),
}
_REFERENCE = re.compile(r"(?P<year>\d{4})\s*/\s*(?P<number>\d{1,5})")


class ResolutionFilter(django_filters.FilterSet):
    """Resolutions of one cooperation; search reads title, text and the note on how far it is, or ``2026/3``."""

    q = django_filters.CharFilter(label="Suche im Wortlaut", method="filter_words")
    year = django_filters.ChoiceFilter(label="Jahr", choices=[], empty_label="alle Jahre")
    body = django_filters.ModelChoiceFilter(
        label="Gremium", queryset=Body.objects.none(), empty_label="alle Gremien"
    )
    state = django_filters.ChoiceFilter(
        label="Umsetzung",
        choices=[("unfinished", "noch nicht umgesetzt"), *ResolutionState.choices],
        method="filter_state",
        empty_label="jeder Stand",
    )
    sort = django_filters.ChoiceFilter(
        label="Sortieren nach",
        choices=[(key, label) for key, (label, _) in RESOLUTION_SORTS.items()],
        method="filter_sort",
        empty_label=None,
        initial="newest",
    )

    class Meta:
        model = Resolution
        fields = ("q", "year", "body", "state", "sort")

    def __init__(self, *args: Any, years: list[int], bodies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields = self.form.fields
        fields["year"].choices = [("", "alle Jahre"), *((year, str(year)) for year in years)]
        fields["body"].queryset = bodies
        _plain(fields)

    def filter_words(self, rows: Register, name: str, value: str) -> Register:
        """All words in any of their forms, or a part of the text as it was typed."""
        reference = _REFERENCE.fullmatch(value.strip())
        if reference:
            return rows.filter(year=reference["year"], number=reference["number"])
        part = Q(title__icontains=value) | Q(text__icontains=value) | Q(state_note__icontains=value)
        words = SearchVector("title", "text", "state_note", config="german")
        query = SearchQuery(value, config="german", search_type="websearch")
        found = Resolution.objects.alias(words=words).filter(words=query)
        return rows.filter(part | Q(pk__in=found.values("pk")))

    def filter_state(self, rows: Register, name: str, value: str) -> Register:
        """One state, or what somebody still has to carry out."""
        return rows.not_carried_out() if value == "unfinished" else rows.filter(state=value)

    def filter_sort(self, rows: Register, name: str, value: str) -> Register:
        """Order the rows; the primary key last makes every order total."""
        return rows.order_by(*RESOLUTION_SORTS[value][1], "pk")


class ActionFilter(django_filters.FilterSet):
    """Action items of one cooperation."""

    q = django_filters.CharFilter(label="Suche", method="filter_words")
    state = django_filters.ChoiceFilter(
        label="Stand",
        choices=[("overdue", "überfällig"), *ActionState.choices],
        method="filter_state",
        empty_label="jeder Stand",
    )
    partner = django_filters.ModelChoiceFilter(
        label="Verantwortliche Kommune", queryset=Partner.objects.none(), empty_label="alle Kommunen"
    )
    mine = django_filters.ChoiceFilter(
        label="Zuständig",
        choices=[("kommune", "meine Kommune"), ("ich", "mein Konto")],
        method="filter_mine",
        empty_label="alle",
    )
    sort = django_filters.ChoiceFilter(
        label="Sortieren nach",
        choices=[(key, label) for key, (label, _) in ACTION_SORTS.items()],
        method="filter_sort",
        empty_label=None,
        initial="due",
    )

    class Meta:
        model = ActionItem
        fields = ("q", "state", "partner", "mine", "sort")

    def __init__(self, *args: Any, user: User, partners: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.form.fields["partner"].queryset = partners
        _plain(self.form.fields)

    def filter_words(self, rows: Actions, name: str, value: str) -> Actions:
        """A part of title, description, post or note."""
        return rows.filter(
            Q(title__icontains=value)
            | Q(description__icontains=value)
            | Q(function__icontains=value)
            | Q(note__icontains=value)
        )

    def filter_state(self, rows: Actions, name: str, value: str) -> Actions:
        """One state, or what is overdue."""
        return rows.overdue() if value == "overdue" else rows.filter(state=value)

    def filter_mine(self, rows: Actions, name: str, value: str) -> Actions:
        """What is left to one's own account, or to the municipalities it works for."""
        if value == "ich":
            return rows.filter(person=self.user)
        own = Partner.objects.represented_by(self.user).values("pk")
        return rows.filter(Q(partner__in=own) | Q(person=self.user))

    def filter_sort(self, rows: Actions, name: str, value: str) -> Actions:
        """Order the rows."""
        return rows.order_by(*ACTION_SORTS[value][1], "pk")


def _plain(fields: dict[str, Any]) -> None:
    """A search form needs no "(optional)" behind every label."""
    for field in fields.values():
        field.widget.is_required = False

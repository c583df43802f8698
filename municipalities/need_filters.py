"""What lists of needs can be narrowed and sorted by, the same for pages and API."""

from typing import Any

import django_filters
from django.db.models import Case, Q, Value, When

from municipalities import selectors
from municipalities.catalog import LAND_CHOICES, mep_phases, task_areas
from municipalities.models import Aim, Municipality, Need, Urgency
from municipalities.need_selectors import OPEN_FIRST
from municipalities.querysets.school_it import NeedQuerySet

Rows = NeedQuerySet[Need]
REMOTE = {"yes": True, "no": False, "open": None}
STATES = [("open", "offen"), ("closed", "erledigt")]


def _by_rank(field: str, keys: list[str]) -> Case:
    """The order of a catalog or of choices, which letters do not follow."""
    ranks = [When(**{field: key}, then=Value(rank)) for rank, key in enumerate(keys)]
    return Case(*ranks, default=Value(len(keys)))


def order(key: str) -> tuple[Any, ...]:
    """What rows are ordered by for a key of :data:`SORTS`; open ones always stand before closed ones."""
    urgency = _by_rank("urgency", Urgency.values)
    area = _by_rank("task_area", list(task_areas()))
    columns: dict[str, tuple[Any, ...]] = {
        "urgency": (urgency, area),
        "newest": ("-created_at",),
        "task_area": (area, urgency),
        "municipality": ("municipality__folded_name", "municipality__ags", area),
    }
    return (OPEN_FIRST, *columns[key], "pk")


SORTS = [
    ("urgency", "Dringlichkeit"),
    ("newest", "zuletzt beschrieben"),
    ("task_area", "Aufgabenbereich"),
    ("municipality", "Kommune"),
]


class NeedFilter(django_filters.FilterSet):
    """Needs of one municipality; ``task_area`` and ``mep_phase`` are keys of the catalog."""

    task_area = django_filters.ChoiceFilter(
        label="Aufgabenbereich",
        choices=lambda: [(row.key, row.label) for row in task_areas().values()],
        empty_label="alle Aufgabenbereiche",
    )
    aim = django_filters.ChoiceFilter(
        label="Ziel der Zusammenarbeit", choices=Aim.choices, empty_label="alle Ziele"
    )
    mep_phase = django_filters.ChoiceFilter(
        label="Phase der Planung",
        choices=lambda: [(row.key, row.label) for row in mep_phases().values()],
        empty_label="alle Phasen",
    )
    urgency = django_filters.ChoiceFilter(
        label="Dringlichkeit", choices=Urgency.choices, empty_label="jede Dringlichkeit"
    )
    remote = django_filters.ChoiceFilter(
        label="Hilfe aus der Ferne",
        choices=[("yes", "reicht"), ("no", "reicht nicht"), ("open", "noch offen")],
        method="filter_remote",
        empty_label="alle",
    )
    state = django_filters.ChoiceFilter(
        label="Stand", choices=STATES, method="filter_state", empty_label="offen und erledigt"
    )
    sort = django_filters.ChoiceFilter(
        label="Sortieren nach", choices=SORTS, method="filter_sort", empty_label=None, initial="urgency"
    )

    class Meta:
        model = Need
        fields: tuple[str, ...] = ("task_area", "aim", "mep_phase", "urgency", "remote", "state", "sort")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A search form needs no "(optional)" behind every label.
        for field in self.form.fields.values():
            field.widget.is_required = False

    def filter_remote(self, rows: Rows, name: str, value: str) -> Rows:
        """Whether help from afar suffices."""
        return rows.filter(remote_suffices=REMOTE[value])

    def filter_state(self, rows: Rows, name: str, value: str) -> Rows:
        """Open or closed ones."""
        return rows.filter(closed_at__isnull=value == "open")

    def filter_sort(self, rows: Rows, name: str, value: str) -> Rows:
        """Order the rows; without a choice the most urgent come first."""
        return rows.order_by(*order(value))


class CountryNeedFilter(NeedFilter):
    """Open needs of the whole country; ``search`` reads municipality and goal, ``land`` is a two-digit key."""

    search = django_filters.CharFilter(
        label="Kommune oder Wort im Ziel", method="filter_search", max_length=100
    )
    land = django_filters.ChoiceFilter(
        label="Land",
        choices=LAND_CHOICES,
        field_name="municipality__ags",
        lookup_expr="startswith",
        empty_label="alle Länder",
    )
    state = None

    class Meta(NeedFilter.Meta):
        fields: tuple[str, ...] = (
            "search",
            "task_area",
            "aim",
            "mep_phase",
            "urgency",
            "land",
            "remote",
            "sort",
        )

    def filter_search(self, rows: Rows, name: str, value: str) -> Rows:
        """Needs of municipalities that the words find, or with the words in their goal."""
        places = selectors.search(Municipality.objects.visible_to(self.request.user), value)
        return rows.filter(
            Q(municipality__in=places.order_by().values("pk")) | Q(goal__icontains=value.strip())
        )


class ApiNeedFilter(CountryNeedFilter):
    """The same for programs, and ``municipality`` as official key; ``state`` is ``open`` or ``closed``."""

    municipality = django_filters.CharFilter(
        label="Amtlicher Schlüssel", field_name="municipality__ags", max_length=9
    )
    state = django_filters.ChoiceFilter(label="Stand", choices=STATES, method="filter_state")

    class Meta(CountryNeedFilter.Meta):
        fields = (*CountryNeedFilter.Meta.fields, "municipality", "state")

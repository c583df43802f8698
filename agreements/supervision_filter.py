"""What supervision narrows and sorts its list by."""

from datetime import date, timedelta
from typing import Any

import django_filters
from django.db.models import Case, DateField, F, Func, Q, TextField, Value, When
from django.utils import timezone

from agreements.models import Proceeding, ProceedingKind
from agreements.path import LABELS, State
from agreements.querysets import ProceedingQuerySet
from agreements.selectors.supervision import due_days, facets

Rows = ProceedingQuerySet[Proceeding]
OVERDUE = "overdue"
DUE = [(OVERDUE, "abgelaufen"), ("7", "in 7 Tagen"), ("14", "in 14 Tagen"), ("30", "in 30 Tagen")]
SORTS = {
    "newest": ("Vorlage, neueste zuerst", ("-submitted_on",)),
    "oldest": ("Vorlage, älteste zuerst", ("submitted_on",)),
    "title": ("Titel", ("title", "-version__number")),
    "due": ("nächste Frist", ()),
}
# A version before an authority is past these.
_STATES = [state for state in State if state is not State.FIXED]
_NAMES = "jsonb_path_query_array(%(expressions)s, '$.partners[*].name')::text"


class SubmissionFilter(django_filters.FilterSet):
    """Rows of ``selectors.supervision.submissions``; choices are those that occur in them."""

    search = django_filters.CharFilter(
        label="Titel, Kommune oder Aktenzeichen", method="filter_search", max_length=100
    )
    decision = django_filters.ChoiceFilter(
        label="Entscheidung",
        choices=[("open", "offen"), ("decided", "entschieden")],
        method="filter_decision",
        empty_label="alle",
    )
    due = django_filters.ChoiceFilter(
        label="Frist", choices=DUE, method="filter_due", empty_label="alle Fristen"
    )
    state = django_filters.ChoiceFilter(
        label="Stand der Fassung",
        field_name="version__state",
        choices=[(state.value, LABELS[state]) for state in _STATES],
        empty_label="jeder Stand",
    )
    kind = django_filters.ChoiceFilter(
        label="Verfahren", choices=ProceedingKind.choices, empty_label="alle Verfahren"
    )
    form = django_filters.ChoiceFilter(label="Form", method="filter_form", empty_label="alle Formen")
    partner = django_filters.ChoiceFilter(
        label="Kommune", method="filter_partner", empty_label="alle Kommunen"
    )
    land = django_filters.ChoiceFilter(label="Land", empty_label="alle Länder")
    authority = django_filters.ChoiceFilter(
        label="Aufsichtsbehörde", field_name="authority_id", empty_label="alle Behörden"
    )
    sort = django_filters.ChoiceFilter(
        label="Sortieren nach",
        choices=[(key, label) for key, (label, _) in SORTS.items()],
        method="filter_sort",
        empty_label=None,
        initial="newest",
    )

    class Meta:
        model = Proceeding
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assert self.queryset is not None  # noqa: S101 - the views give one
        self._all: Any = self.queryset
        occurring = facets(self._all)
        for name, choices in {
            "form": occurring.forms,
            "partner": occurring.partners,
            "land": occurring.laender,
            "authority": occurring.authorities,
        }.items():
            self.filters[name].extra["choices"] = choices
        for name, choices in {"land": occurring.laender, "authority": occurring.authorities}.items():
            # A choice of one is none.
            if len(choices) < 2:  # noqa: PLR2004
                del self.filters[name]
        for field in self.form.fields.values():
            field.widget.is_required = False

    def filter_queryset(self, queryset: Any) -> Any:
        """The newest first where no order is asked for."""
        rows = super().filter_queryset(queryset)
        return rows if rows.query.order_by else rows.order_by("-submitted_on", "-pk")

    def filter_search(self, rows: Rows, _name: str, value: str) -> Rows:
        """Rows that have every word in the title, the name of the cooperation or a partner, or the file number."""
        named: Any = rows.annotate(
            partner_names=Func(F("version__content"), template=_NAMES, output_field=TextField())
        )
        rows = named
        for word in value.replace("\x00", "").split()[:8]:
            rows = rows.filter(
                Q(title__icontains=word)
                | Q(cooperation__icontains=word)
                | Q(partner_names__icontains=word)
                | Q(file_number__icontains=word)
            )
        return rows

    def filter_decision(self, rows: Rows, _name: str, value: str) -> Rows:
        """What waits for a decision, or has one."""
        return rows.filter(decision="") if value == "open" else rows.exclude(decision="")

    def filter_due(self, rows: Rows, _name: str, value: str) -> Rows:
        """What is due soon, or was."""
        today = timezone.localdate()

        def wanted(day: date) -> bool:
            return day < today if value == OVERDUE else today <= day <= today + timedelta(days=int(value))

        found = due_days(self._all, today)
        return rows.filter(pk__in=[pk for pk, day in found.items() if wanted(day)])

    def filter_form(self, rows: Rows, _name: str, value: str) -> Rows:
        """Versions that combine this form with others, or are of it alone."""
        return rows.filter(version__content__forms__contains=[value])

    def filter_partner(self, rows: Rows, _name: str, value: str) -> Rows:
        """Versions to which this municipality was a party."""
        return rows.filter(version__content__partners__contains=[{"ags": value}])

    def filter_sort(self, rows: Rows, _name: str, value: str) -> Rows:
        """In the order asked for; what has no day comes after what has one."""
        if value != "due":
            return rows.order_by(*SORTS[value][1], "-pk")
        found = due_days(self._all, timezone.localdate())
        if not found:
            return rows.order_by("submitted_on", "pk")
        day = Case(
            *(When(pk=pk, then=Value(day)) for pk, day in found.items()),
            default=None,
            output_field=DateField(),
        )
        return rows.order_by(day.asc(nulls_last=True), "submitted_on", "pk")

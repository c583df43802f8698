"""What an import changes among schools, and writing it in bulk."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone

from ikz.ui.formatting import de_date, de_int
from municipalities.folding import fold
from municipalities.models import School, SchoolAuthority, SchoolSource
from municipalities.reports import MAX_LINES, Change, ImportReport, Problem

BATCH = 500
SHOWN = (
    "name",
    "school_form",
    "authority",
    "register_number",
    "pupils",
    "pupils_as_of",
    "street",
    "postal_code",
    "city",
    "location",
    "closed_on",
)
_FIELDS = {field.name: field for field in School._meta.fields}  # noqa: SLF001 - Django's documented interface
_TEXTS = ("name", "school_form", "register_number", "pupils_as_of", "street", "postal_code", "city")


def too_long(values: Mapping[str, Any]) -> str:
    """Why the database would not take these texts, in German; empty where it does."""
    for name in _TEXTS:
        length = _FIELDS[name].max_length
        if length and len(values.get(name) or "") > length:
            return f"„{label(name)}“ ist länger als {length} Zeichen."
    return ""


def label(name: str) -> str:
    """The German name of a field of schools."""
    return str(_FIELDS[name].verbose_name)


@dataclass
class Plan:
    """Everything that an import of schools writes; rows are changed in memory only until :meth:`write`."""

    source: SchoolSource
    created: list[School] = field(default_factory=list)
    changed: list[School] = field(default_factory=list)
    unchanged: int = 0
    closed: int = 0
    problems: list[Problem] = field(default_factory=list)
    new_authorities: list[SchoolAuthority] = field(default_factory=list)
    changed_authorities: list[SchoolAuthority] = field(default_factory=list)
    # Schulträger by the row that gets them: those that are new have no key yet.
    authorities: dict[int, SchoolAuthority] = field(default_factory=dict)
    changes: dict[str, list[Change]] = field(
        default_factory=lambda: {"dissolved": [], "updated": [], "created": []}
    )
    _fields: set[str] = field(default_factory=set)

    def create(self, values: Mapping[str, Any]) -> None:
        """Enter a school; ``values`` by field, relations as objects."""
        row = School(**{name: value for name, value in values.items() if name != "authority"})
        row.source, row.folded_name = self.source, fold(row.name)
        self.authorities[id(row)] = values["authority"]
        self.created.append(row)
        self._note("created", row, {}, {name: _words(values.get(name)) for name in SHOWN})

    def change(self, row: School, values: Mapping[str, Any], *, source: SchoolSource | None = None) -> None:
        """Give a school other values where they differ; a row that changes in nothing stays untouched."""
        before = {name: getattr(row, name) for name, value in values.items() if _differs(row, name, value)}
        if not before:
            self.unchanged += 1
            return
        closes = row.closed_on is None and values.get("closed_on") is not None
        self.closed += closes
        for name in before:
            if name == "authority":
                self.authorities[id(row)] = values[name]
            else:
                setattr(row, name, values[name])
        self._fields |= {*before, "folded_name", "source", "version", "updated_at"}
        row.folded_name, row.source = fold(row.name), source or self.source
        row.version += 1
        row.updated_at = timezone.now()
        self.changed.append(row)
        after = {name: _words(values[name]) for name in before}
        action = "dissolved" if closes else "updated"
        self._note(action, row, {name: _words(value) for name, value in before.items()}, after)

    def reject(self, line: int, message: str) -> None:
        """Leave a line out."""
        self.problems.append(Problem(line, message))

    def _note(self, action: str, row: School, before: dict[str, str], after: dict[str, str]) -> None:
        sample = self.changes[action]
        if len(sample) < MAX_LINES:
            shown = {label(name): text for name, text in after.items() if text or name in before}
            was = {label(name): text for name, text in before.items()}
            sample.append(Change(row.register_number, row.name, action, was, shown))

    def report(self, *, levels: dict[str, int], notes: Iterable[str] = ()) -> ImportReport:
        """The numbers of this plan with a sample of its changes, closings first."""
        changes = [change for sample in self.changes.values() for change in sample]
        return ImportReport(
            created=len(self.created),
            updated=len(self.changed) - self.closed,
            unchanged=self.unchanged,
            dissolved=self.closed,
            rejected=len(self.problems),
            levels=levels,
            problems=tuple(sorted(self.problems, key=lambda problem: problem.line)[:MAX_LINES]),
            changes=tuple(changes[:MAX_LINES]),
            notes=tuple(notes),
        )

    def write(self) -> None:
        """Write everything; the caller holds the transaction and the locks."""
        SchoolAuthority.objects.bulk_create(self.new_authorities, batch_size=BATCH)
        if self.changed_authorities:
            SchoolAuthority.objects.bulk_update(
                self.changed_authorities, ["name", "form", "seat", "register_numbers"], batch_size=BATCH
            )
        for row in (*self.created, *self.changed):
            if authority := self.authorities.get(id(row)):
                row.authority = authority
        School.objects.bulk_create(self.created, batch_size=BATCH)
        if self.changed:
            School.objects.bulk_update(self.changed, sorted(self._fields), batch_size=BATCH)


def _differs(row: School, name: str, value: Any) -> bool:
    if name in {"authority", "location"}:
        # A Schulträger without a key is one that this import enters.
        return bool(getattr(row, f"{name}_id") != (value.pk if value else None))
    return bool(getattr(row, name) != value)


def _words(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return de_date(value)
    return de_int(value) if isinstance(value, int) else str(value)

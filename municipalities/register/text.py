"""The report of an import as plain text, for the terminal."""

from collections.abc import Iterator

from ikz.ui.formatting import de_date, de_int
from municipalities.models import Kind
from municipalities.reports import Change, ImportReport

# More of each kind nobody reads in a terminal; the JSON report has them.
EXAMPLES = 20
LEVELS = {
    Kind.LAND.value: "Länder",
    Kind.DISTRICT.value: "Kreise und kreisfreie Städte",
    Kind.ASSOCIATION.value: "Gemeindeverbände",
    Kind.MUNICIPALITY.value: "Gemeinden",
}
ACTIONS = {"created": "neu", "updated": "geändert", "dissolved": "nicht mehr geführt"}


def lines(report: ImportReport, *, dry_run: bool) -> Iterator[str]:
    """The report line by line."""
    if report.refused:
        yield "Der Import ist abgelehnt, nichts ist geändert:"
        for problem in report.problems:
            place = f"{problem.file}, Zeile {problem.line}" if problem.line else problem.file
            yield f"  {place}: {problem.message}"
        if report.rejected > len(report.problems):
            yield f"  … und {de_int(report.rejected - len(report.problems))} weitere"
        if report.forceable:
            yield "Mit --force wird er trotzdem übernommen."
        if not report.levels:
            return
    elif dry_run:
        yield "Nur geprüft, nichts ist geändert."
    yield f"Gebietsstand {de_date(report.as_of)}"
    yield ", ".join(f"{de_int(count)} {LEVELS[level]}" for level, count in report.levels.items())
    yield (
        f"neu {de_int(report.created)}, geändert {de_int(report.updated)}, unverändert {de_int(report.unchanged)}, "
        f"nicht mehr geführt {de_int(report.dissolved)}, abgelehnt {de_int(report.rejected)}"
    )
    yield from (f"Hinweis: {note}" for note in report.notes)
    yield from _changes(report)


def _changes(report: ImportReport) -> Iterator[str]:
    totals = {"created": report.created, "updated": report.updated, "dissolved": report.dissolved}
    for action, label in ACTIONS.items():
        found = [change for change in report.changes if change.action == action][:EXAMPLES]
        for change in found:
            yield f"  {label}: {change.key} {change.name}{_difference(change)}"
        if found and totals[action] > len(found):
            yield f"  {label}: … und {de_int(totals[action] - len(found))} weitere"


def _difference(change: Change) -> str:
    if change.action != "updated":
        return ""
    parts = [
        f"{label}: {before or '–'} → {change.after[label] or '–'}" for label, before in change.before.items()
    ]
    return f" ({'; '.join(parts)})"

"""The report of an import of schools as plain text, for the terminal."""

from collections.abc import Iterator

from ikz.ui.formatting import de_int
from municipalities.reports import ImportReport, Problem

# More of each kind nobody reads in a terminal; the JSON report has them.
EXAMPLES = 20
ACTIONS = {"dissolved": "geschlossen", "updated": "geändert", "created": "neu"}


def lines(report: ImportReport, *, dry_run: bool) -> Iterator[str]:
    """The report line by line."""
    if report.refused:
        yield "Der Import ist abgelehnt, nichts ist geändert:"
        yield from (f"  {_place(problem)}{problem.message}" for problem in report.problems)
        if report.forceable:
            yield "Mit --force wird er trotzdem übernommen."
        return
    if dry_run:
        yield "Nur geprüft, nichts ist geändert."
    yield from (f"{name}: {de_int(number)}" for name, number in report.levels.items())
    yield (
        f"neu {de_int(report.created)}, geändert {de_int(report.updated)}, unverändert {de_int(report.unchanged)}, "
        f"geschlossen {de_int(report.dissolved)}, abgelehnt {de_int(report.rejected)}"
    )
    yield from (f"Hinweis: {note}" for note in report.notes)
    yield from (f"  abgelehnt: {_place(problem)}{problem.message}" for problem in report.problems[:EXAMPLES])
    for action, label in ACTIONS.items():
        found = [change for change in report.changes if change.action == action]
        yield from (f"  {label}: {change.key} {change.name}" for change in found[:EXAMPLES])


def _place(problem: Problem) -> str:
    words = [problem.file] if problem.file else []
    if problem.line:
        words.append(f"Zeile {de_int(problem.line)}")
    return f"{', '.join(words)}: " if words else ""

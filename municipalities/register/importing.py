"""Import of the official directory: look first, then write everything or nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from municipalities.register import coordinates as workbook
from municipalities.register import directory as gazetteer
from municipalities.register.coordinates import Coordinates
from municipalities.register.directory import Directory
from municipalities.register.outcome import doubts, tell
from municipalities.register.plan import Plan, Stored, make_plan
from municipalities.register.tree import build
from municipalities.register.writing import queue_up, read_register, write
from municipalities.reports import ImportReport

Progress = Callable[[int, str], None]


def silent(percent: int, note: str) -> None:
    """Nobody watches."""


@dataclass(frozen=True)
class _Files:
    directory: Directory
    coordinates: Coordinates


def check(
    main: Path, coordinates: Path | None = None, *, forced: bool = False, progress: Progress = silent
) -> ImportReport:
    """What an import of these files would do; writes nothing."""
    files = _read(main, coordinates, progress)
    if files.directory.problems or files.coordinates.problems:
        return _refusal(files)
    progress(60, "Vergleich mit dem Register")
    _, report = _compare(files, read_register(), forced=forced)
    progress(100, "geprüft")
    return report


def apply(
    main: Path, coordinates: Path | None = None, *, forced: bool = False, progress: Progress = silent
) -> ImportReport:
    """Import these files in one transaction, or refuse them as a whole.

    Imports queue up, and each compares with what the one before has left. From 60 percent on ``progress`` is called
    inside the transaction: whoever stores it there needs a connection of their own, or it is seen at the end only.
    """
    files = _read(main, coordinates, progress)
    if files.directory.problems or files.coordinates.problems:
        return _refusal(files)
    with transaction.atomic():
        queue_up()
        progress(60, "Vergleich mit dem Register")
        stored = read_register()
        plan, report = _compare(files, stored, forced=forced)
        if not report.refused:
            progress(75, "Änderungen werden geschrieben")
            write(plan, stored)
    progress(100, "abgelehnt" if report.refused else "übernommen")
    return report


def _read(main: Path, coordinates: Path | None, progress: Progress) -> _Files:
    progress(5, "Gemeindeverzeichnis wird gelesen")
    directory = gazetteer.read(main)
    if coordinates is None:
        return _Files(directory, Coordinates())
    progress(25, "Koordinaten werden gelesen")
    return _Files(directory, workbook.read(coordinates))


def _refusal(files: _Files) -> ImportReport:
    return ImportReport().refuse((*files.directory.problems, *files.coordinates.problems))


def _compare(files: _Files, stored: Stored, *, forced: bool) -> tuple[Plan, ImportReport]:
    rows = build(files.directory, files.coordinates, stored.known())
    plan = make_plan(files.directory.as_of, rows, stored)
    report = tell(plan, rows, stored, (*files.directory.notes, *files.coordinates.notes))
    found = [] if forced else doubts(plan, stored)
    return plan, report.refuse(found, forceable=True) if found else report

"""Imports of schools, first checked and then applied: the register of Nordrhein-Westfalen and lists."""

from collections.abc import Callable
from pathlib import Path

from django.db import transaction

from municipalities.models import Municipality
from municipalities.reports import ImportReport, Problem
from municipalities.schools import nrw
from municipalities.schools.files import UnreadableFileError, read_bytes
from municipalities.schools.list_import import plan_list
from municipalities.schools.plan import Plan
from municipalities.schools.register_import import plan_register

# Percent done (0 to 100) and a few German words about the running step.
Progress = Callable[[int, str], None]


def silent(percent: int, note: str) -> None:
    """Progress nobody waits for."""


def check_register(
    main: Path,
    authorities: Path | None = None,
    pupils: Path | None = None,
    *,
    forced: bool = False,
    progress: Progress = silent,
) -> ImportReport:
    """What the register of schools would change; writes nothing."""
    return _planned(lambda: plan_register(main, authorities, pupils, forced=forced, progress=progress))[1]


@transaction.atomic
def apply_register(
    main: Path,
    authorities: Path | None = None,
    pupils: Path | None = None,
    *,
    forced: bool = False,
    progress: Progress = silent,
) -> ImportReport:
    """Write the register of schools in one transaction; a refused report has changed nothing."""
    return _write(
        lambda: plan_register(main, authorities, pupils, forced=forced, progress=progress, lock=True),
        progress,
    )


def check_list(main: Path, *, municipality: Municipality | None, progress: Progress = silent) -> ImportReport:
    """What a list of schools would change; ``municipality`` is None where the list names the Schulträger."""
    return _planned(lambda: plan_list(main, municipality=municipality, progress=progress))[1]


@transaction.atomic
def apply_list(main: Path, *, municipality: Municipality | None, progress: Progress = silent) -> ImportReport:
    """Write a list of schools in one transaction; a refused report has changed nothing."""
    return _write(lambda: plan_list(main, municipality=municipality, progress=progress, lock=True), progress)


def is_register(path: Path) -> bool:
    """Whether the file is the register of Nordrhein-Westfalen and not a list; unreadable ones are neither."""
    try:
        return nrw.is_register(read_bytes(path).decode("utf-8-sig", "replace"))
    except UnreadableFileError:
        return False


Planned = tuple[Plan | None, ImportReport]


def _planned(make: Callable[[], Planned]) -> Planned:
    try:
        return make()
    except UnreadableFileError as error:
        return None, ImportReport().refuse([Problem(error.line, str(error), error.file)])


def _write(make: Callable[[], Planned], progress: Progress) -> ImportReport:
    plan, report = _planned(make)
    if plan is not None and not report.refused:
        progress(70, "Schulen werden geschrieben")
        plan.write()
    progress(100, "fertig")
    return report

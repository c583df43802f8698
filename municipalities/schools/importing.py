"""Imports of schools, first checked and then applied: the register of Nordrhein-Westfalen and lists."""

from collections.abc import Callable
from pathlib import Path

from municipalities.models import Municipality
from municipalities.reports import ImportReport

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
    return ImportReport()


def apply_register(
    main: Path,
    authorities: Path | None = None,
    pupils: Path | None = None,
    *,
    forced: bool = False,
    progress: Progress = silent,
) -> ImportReport:
    """Write the register of schools in one transaction; a refused report has changed nothing."""
    return ImportReport()


def check_list(main: Path, *, municipality: Municipality | None, progress: Progress = silent) -> ImportReport:
    """What a list of schools would change; ``municipality`` is None where the list names the Schulträger."""
    return ImportReport()


def apply_list(main: Path, *, municipality: Municipality | None, progress: Progress = silent) -> ImportReport:
    """Write a list of schools in one transaction; a refused report has changed nothing."""
    return ImportReport()

"""Which code checks and applies which kind of import."""

from collections.abc import Callable
from dataclasses import dataclass

from municipalities.imports.files import paths
from municipalities.models import ImportJob, ImportKind
from municipalities.register import importing as register
from municipalities.reports import ImportReport
from municipalities.schools import importing as schools

Progress = Callable[[int, str], None]
Step = Callable[[ImportJob, Progress], ImportReport]


@dataclass(frozen=True)
class Steps:
    """``check`` writes nothing; ``apply`` writes and says what it wrote."""

    check: Step
    apply: Step


def _check_register(job: ImportJob, progress: Progress) -> ImportReport:
    main, coordinates, _ = paths(job)
    return register.check(main, coordinates, forced=job.forced, progress=progress)


def _apply_register(job: ImportJob, progress: Progress) -> ImportReport:
    main, coordinates, _ = paths(job)
    return register.apply(main, coordinates, forced=job.forced, progress=progress)


def _check_schools(job: ImportJob, progress: Progress) -> ImportReport:
    main, authorities, pupils = paths(job)
    return schools.check_register(main, authorities, pupils, forced=job.forced, progress=progress)


def _apply_schools(job: ImportJob, progress: Progress) -> ImportReport:
    main, authorities, pupils = paths(job)
    return schools.apply_register(main, authorities, pupils, forced=job.forced, progress=progress)


def _check_list(job: ImportJob, progress: Progress) -> ImportReport:
    return schools.check_list(paths(job)[0], municipality=job.municipality, progress=progress)


def _apply_list(job: ImportJob, progress: Progress) -> ImportReport:
    return schools.apply_list(paths(job)[0], municipality=job.municipality, progress=progress)


STEPS = {
    ImportKind.REGISTER: Steps(_check_register, _apply_register),
    ImportKind.SCHOOL_REGISTER: Steps(_check_schools, _apply_schools),
    ImportKind.SCHOOL_LIST: Steps(_check_list, _apply_list),
}

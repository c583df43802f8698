"""An import as its page shows it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ikz.jobs.models import JobState
from ikz.ui.exports import Cell
from municipalities.imports import outcome
from municipalities.imports.files import SLOTS
from municipalities.models import ImportJob, ImportKind, ImportStage, Kind
from municipalities.reports import Change, ImportReport

# Nobody reads more on a page; the files hold all lines of the report.
SHOWN_PROBLEMS = 50
SHOWN_CHANGES = 20

PROBLEM_COLUMNS = ("Datei", "Zeile", "Problem")
CHANGE_COLUMNS = ("Was geschieht", "Schlüssel", "Name", "Angabe", "Bisher", "Neu")

JOB_COLUMNS = ("Nummer", "Art", "Dateien", "Kommune", "Stand", "Hochgeladen", "Von", "Übernommen")

# Who reads the page asks first what disappears.
ACTIONS = {"dissolved": "Nicht mehr geführt", "created": "Neu", "updated": "Geändert"}
SCHOOL_ACTIONS = ACTIONS | {"dissolved": "Geschlossen"}
GONE = {
    ImportKind.REGISTER: "aufgelöst",
    ImportKind.SCHOOL_REGISTER: "geschlossen",
    ImportKind.SCHOOL_LIST: "geschlossen",
}
LEVELS = {
    Kind.LAND.value: "Länder",
    Kind.DISTRICT.value: "Kreise",
    Kind.ASSOCIATION.value: "Gemeindeverbände",
    Kind.MUNICIPALITY.value: "Gemeinden",
}
STATUS_KINDS = {
    ImportStage.CHECKING: "active",
    ImportStage.READY: "open",
    ImportStage.REFUSED: "danger",
    ImportStage.APPLYING: "active",
    ImportStage.APPLIED: "done",
    ImportStage.CANCELLED: "neutral",
}


@dataclass(frozen=True)
class FieldChange:
    """One value before and after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class ChangeGroup:
    """The changes of one action: how many there are, and those that are shown."""

    key: str
    title: str
    total: int
    changes: Sequence[tuple[Change, list[FieldChange]]]

    @property
    def more(self) -> int:
        """How many are not shown."""
        return max(self.total - len(self.changes), 0)

    @property
    def compares(self) -> bool:
        """Whether values before and after stand side by side; what is new or gone has but one of them."""
        return any(change.before for change, _ in self.changes) and self.key != "dissolved"

    @property
    def is_short(self) -> bool:
        """Whether the group may stand open without hiding what follows."""
        return len(self.changes) <= SHOWN_CHANGES // 2


def field_changes(change: Change) -> list[FieldChange]:
    """The values that change, in the order of the report."""
    labels = dict.fromkeys((*change.before, *change.after))
    fields = [
        FieldChange(label, change.before.get(label, ""), change.after.get(label, "")) for label in labels
    ]
    return [field for field in fields if field.before or field.after]


def actions_of(job: ImportJob) -> dict[str, str]:
    """The words for what happens to rows: municipalities are no longer listed, schools close."""
    return ACTIONS if job.kind == ImportKind.REGISTER else SCHOOL_ACTIONS


def status_of(job: ImportJob) -> tuple[str, str]:
    """Kind and word of where an import stands."""
    if job.state == JobState.FAILED:
        return "danger", "fehlgeschlagen"
    return STATUS_KINDS[ImportStage(job.stage)], job.get_stage_display()


def page_context(job: ImportJob) -> dict[str, Any]:
    """What the page of an import shows."""
    report = outcome.restored(job.report) if job.report else None
    kind, word = status_of(job)
    given = {"main": job.main_name, "second": job.second_name, "third": job.third_name}
    slots = SLOTS[ImportKind(job.kind)]
    return {
        "job": job,
        "report": report,
        "status_kind": kind,
        "status_word": word,
        "files": [(slots[field].label, name) for field, name in given.items() if name],
        "waits": job.is_open,
        "failed": job.state == JobState.FAILED,
        "gone_word": GONE[ImportKind(job.kind)],
        "seen": outcome.fingerprint(job.report),
        "problems": report.problems[:SHOWN_PROBLEMS] if report else (),
        "groups": list(_groups(report, actions_of(job))) if report else [],
        "levels": [(LEVELS.get(key, key), number) for key, number in report.levels.items()] if report else [],
        "changes_nothing": bool(report and not (report.created or report.updated or report.dissolved)),
    }


def _groups(report: ImportReport, words: Mapping[str, str]) -> Iterator[ChangeGroup]:
    counts = {"created": report.created, "updated": report.updated, "dissolved": report.dissolved}
    actions = dict.fromkeys((*words, *(change.action for change in report.changes)))
    for action in actions:
        changes = [change for change in report.changes if change.action == action]
        # What disappears is listed as far as the report knows it; of the rest, a sample will do.
        shown = changes if action == "dissolved" else changes[:SHOWN_CHANGES]
        if changes:
            yield ChangeGroup(
                key=action,
                title=words.get(action, action),
                total=max(counts.get(action, 0), len(changes)),
                changes=[(change, field_changes(change)) for change in shown],
            )


def problem_lines(report: ImportReport) -> Iterator[list[Cell]]:
    """The problems for a spreadsheet; a problem of a whole file has no line."""
    for problem in report.problems:
        yield [problem.file, problem.line or None, problem.message]


def change_lines(report: ImportReport, words: Mapping[str, str]) -> Iterator[list[Cell]]:
    """The changes for a spreadsheet, one line per value; ``words`` by action."""
    for change in report.changes:
        head: list[Cell] = [words.get(change.action, change.action), change.key, change.name]
        for field in field_changes(change) or [FieldChange("", "", "")]:
            yield [*head, field.label, field.before, field.after]


def job_lines(jobs: Iterable[ImportJob]) -> Iterator[list[Cell]]:
    """Imports for a spreadsheet, one line each."""
    for job in jobs:
        names = [name for name in (job.main_name, job.second_name, job.third_name) if name]
        yield [
            job.pk,
            job.get_kind_display(),
            ", ".join(names),
            str(job.municipality or ""),
            status_of(job)[1],
            job.created_at,
            str(job.requested_by or ""),
            job.finished_at if job.stage == ImportStage.APPLIED else None,
        ]

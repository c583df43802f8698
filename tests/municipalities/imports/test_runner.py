"""What a worker makes of an import."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from ikz.accounts.models import User
from ikz.jobs import services as jobs
from ikz.jobs.models import JobState
from municipalities.imports import outcome, runner
from municipalities.imports.progress import Progress
from municipalities.models import ImportJob, ImportStage, Municipality
from municipalities.reports import Change, ImportReport, Problem
from municipalities.services import confirm_import, discard_import, retry_import
from municipalities.tasks import sweep_imports
from tests.municipalities.imports.conftest import Upload, Work
from tests.municipalities.imports.gazetteer import PLACES, gazetteer


def told(job: ImportJob) -> dict[str, Any]:
    """The report of an import that has one."""
    assert job.report is not None
    report: dict[str, Any] = job.report
    return report


def test_checking_writes_nothing_but_the_preview(checked: ImportJob) -> None:
    assert (checked.stage, checked.state) == (ImportStage.READY, JobState.DONE)
    assert told(checked)["created"] == len(PLACES) + 3
    assert told(checked)["as_of"] == "2023-11-30"
    assert not Municipality.objects.exists()


def test_a_broken_file_is_refused_with_its_lines_and_removed(upload: Upload, work: Work, media: Path) -> None:
    job = work(upload(gazetteer()[:-50]))
    assert job.stage == ImportStage.REFUSED
    assert told(job)["problems"][0]["line"] == len(PLACES) + 3
    assert "endet mitten im Satz" in told(job)["problems"][0]["message"]
    assert not list(media.iterdir())


@pytest.mark.parametrize(
    "content", [b"\x00" * 500, b"\x00\n" * 5, "60Ä\ud800".encode("utf-8", "surrogatepass")]
)
def test_bytes_that_are_no_text_are_refused(upload: Upload, work: Work, content: bytes) -> None:
    assert work(upload(content)).stage == ImportStage.REFUSED


def test_a_report_is_stored_whatever_the_file_contains() -> None:
    report = ImportReport(levels={"a\x00": 1}).refuse([Problem(1, "\x00\ud800")])
    stored = outcome.storable(report)
    assert stored["levels"] == [["a\ufffd", 1]]
    assert stored["problems"][0]["message"] == "\ufffd?"


def test_a_stored_report_keeps_the_order_of_what_is_read_in_order(checked: ImportJob) -> None:
    checked.refresh_from_db()
    report = ImportReport(
        levels={"zweitens": 1, "a": 2}, changes=(Change("1", "x", "created", {}, {"b": "", "a": ""}),)
    )
    ImportJob.objects.filter(pk=checked.pk).update(report=outcome.storable(report))
    checked.refresh_from_db()
    read = outcome.restored(told(checked))
    assert read == report
    assert (list(read.levels), list(read.changes[0].after)) == (["zweitens", "a"], ["b", "a"])


def test_applying_writes_the_register_and_removes_the_files(
    confirmed: ImportJob, work: Work, media: Path, administrator: User
) -> None:
    job = work(confirmed)
    assert (job.stage, job.state, job.main_file.name) == (ImportStage.APPLIED, JobState.DONE, "")
    assert told(job)["created"] == len(PLACES) + 3
    assert set(PLACES) <= set(Municipality.objects.values_list("ags", flat=True))
    assert not list(media.iterdir())
    assert not runner.run(job.pk)


def test_the_history_says_who_confirmed(confirmed: ImportJob, work: Work, administrator: User) -> None:
    work(confirmed)
    events = Municipality.objects.get(ags="07336001").events  # type: ignore[attr-defined]
    assert events.get().pgh_context.metadata == {"user": administrator.pk, "method": "import"}


def test_what_changed_since_the_preview_is_shown_again_before_it_is_written(
    confirmed: ImportJob, upload: Upload, work: Work, administrator: User
) -> None:
    other = work(upload(gazetteer({"07336001": "Adenbach"})))
    confirm_import(actor=administrator, reference=other.uuid, preview=outcome.fingerprint(other.report))
    work(other)
    seen = outcome.fingerprint(confirmed.report)
    job = work(confirmed)
    assert (job.stage, job.state, job.confirmed_by) == (ImportStage.READY, JobState.DONE, None)
    assert told(job)["created"] == len(PLACES) - 1
    assert told(job)["notes"][0].startswith("Seit der Bestätigung hat sich der Bestand geändert.")
    assert not Municipality.objects.filter(ags="07336002").exists()
    assert outcome.fingerprint(job.report) != seen
    confirm_import(actor=administrator, reference=job.uuid, preview=outcome.fingerprint(job.report))
    assert work(job).stage == ImportStage.APPLIED


def test_a_worker_that_lost_its_claim_writes_nothing(confirmed: ImportJob) -> None:
    slow = jobs.claim(ImportJob, confirmed.pk)
    assert slow is not None
    ImportJob.objects.update(lease_until=timezone.now())
    assert jobs.claim(ImportJob, confirmed.pk) is not None
    with Progress(slow) as progress, pytest.raises(runner._ClaimLostError):
        runner._apply(slow, progress)
    assert not Municipality.objects.exists()


def test_an_import_discarded_while_it_is_checked_stays_discarded(upload: Upload, administrator: User) -> None:
    job = upload()
    held = jobs.claim(ImportJob, job.pk)
    assert held is not None
    discard_import(actor=administrator, reference=job.uuid)
    with Progress(held) as progress, pytest.raises(runner._ClaimLostError):
        runner._check(held, progress)
    job.refresh_from_db()
    assert (job.stage, job.report) == (ImportStage.CANCELLED, None)


def test_a_lost_file_is_tried_again_and_then_told(
    upload: Upload, work: Work, media: Path, administrator: User
) -> None:
    job = upload()
    stored = next(media.iterdir())
    stored.unlink()
    for _ in range(3):
        assert ImportJob.objects.filter(pk=job.pk).update(due_at=timezone.now())
        work(job)
    assert (job.state, job.stage) == (JobState.FAILED, ImportStage.CHECKING)
    stored.write_bytes(gazetteer())
    retry_import(actor=administrator, reference=job.uuid)
    assert work(job).stage == ImportStage.READY


def test_an_import_that_kills_its_workers_is_given_up(upload: Upload, work: Work) -> None:
    job = upload()
    ImportJob.objects.update(attempts=runner.MAX_CLAIMS)
    assert work(job).last_error == "Der Import wurde mehrmals unterbrochen."
    assert job.state == JobState.FAILED


def test_the_sweep_wakes_what_is_due_only(checked: ImportJob, upload: Upload) -> None:
    assert sweep_imports() == 0
    upload()
    assert sweep_imports() == 1


@pytest.mark.django_db(transaction=True)
def test_progress_is_seen_while_the_transaction_is_open_and_renews_the_claim(upload: Upload) -> None:
    job = jobs.claim(ImportJob, upload().pk)
    assert job is not None
    before = job.lease_until
    with connection.cursor() as cursor, Progress(job) as progress:
        cursor.execute("BEGIN")
        progress(40, "Gemeinden werden gelesen")
        cursor.execute("ROLLBACK")
    job.refresh_from_db()
    assert (job.progress, job.progress_note) == (40, "Gemeinden werden gelesen")
    assert job.lease_until is not None
    assert before is not None
    assert job.lease_until > before

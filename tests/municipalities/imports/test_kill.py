"""A worker group killed in the middle of writing the register: it is written once, and whole."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest
from django.db import connection

from ikz.accounts.models import User
from ikz.jobs.models import JobState
from municipalities.imports import outcome
from municipalities.models import ImportJob, ImportStage, Kind, Municipality
from municipalities.services import confirm_import, register_municipality
from tests.infrastructure.queue import Broker, StartProcess
from tests.infrastructure.waiting import wait_until
from tests.municipalities.imports.conftest import Upload
from tests.municipalities.imports.gazetteer import PLACES

ENVIRONMENT = {"IKZ_JOB_LEASE_SECONDS": "10", "IKZ_SWEEP_SECONDS": "2"}
OLD = "07336001"


def somebody_waits_for_a_row() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'transactionid'"
        )
        return cursor.fetchone() is not None


@contextmanager
def row_held(ags: str) -> Iterator[None]:
    """Whoever writes this row meanwhile must wait: a worker stands still in the middle of its work."""
    with closing(connection.copy()) as other:
        other.set_autocommit(autocommit=False)
        with other.cursor() as cursor:
            cursor.execute("SELECT 1 FROM municipalities_municipality WHERE ags = %s FOR UPDATE", [ags])
            yield
        other.rollback()


@pytest.mark.django_db(transaction=True)
def test_an_import_whose_worker_is_killed_is_applied_once(
    broker: Broker, upload: Upload, administrator: User, start_process: StartProcess
) -> None:
    # An older state of one row, so that the import has something to update.
    register_municipality(ags=OLD, kind=Kind.MUNICIPALITY, name="Alt", display_name="Alt")
    worker = start_process("worker", **ENVIRONMENT)
    job = upload()

    def at(stage: ImportStage, state: JobState) -> bool:
        return ImportJob.objects.filter(pk=job.pk, stage=stage, state=state).exists()

    wait_until(lambda: at(ImportStage.READY, JobState.DONE), "the file is checked", seconds=60)
    job.refresh_from_db()
    with row_held(OLD):
        confirm_import(actor=administrator, reference=job.uuid, preview=outcome.fingerprint(job.report))
        wait_until(somebody_waits_for_a_row, "the worker is in the middle", seconds=60)
        assert at(ImportStage.APPLYING, JobState.RUNNING)
        worker.kill()
    assert not Municipality.objects.exclude(ags=OLD).exists()

    start_process("worker", **ENVIRONMENT)
    start_process("beat", **ENVIRONMENT)
    wait_until(lambda: at(ImportStage.APPLIED, JobState.DONE), "the import is applied", seconds=120)
    job.refresh_from_db()
    assert job.attempts == 2
    assert set(PLACES) <= set(Municipality.objects.values_list("ags", flat=True))
    labels = [event.pgh_label for event in Municipality.objects.get(ags=OLD).events.order_by("pgh_id")]  # type: ignore[attr-defined]
    assert labels == ["insert", "update"]

"""A worker group killed in the middle of fifty PDFs, on both brokers: fifty PDFs and no double."""

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

from cooperations.models import Cooperation
from ikz.accounts.models import User
from ikz.jobs.models import JobState
from steckbriefe import services
from steckbriefe.models import Edition
from steckbriefe.services import SteckbriefTexts
from tests.infrastructure.queue import Broker, StartProcess
from tests.infrastructure.waiting import wait_until

EDITIONS = 50
ENVIRONMENT = {"IKZ_JOB_LEASE_SECONDS": "10", "IKZ_SWEEP_SECONDS": "2"}


@pytest.fixture
def media() -> Iterator[Path]:
    """The folder that the workers use; in place of the other tests' own."""
    folder = Path(settings.MEDIA_ROOT)
    # Tests elsewhere may have left files there.
    shutil.rmtree(folder, ignore_errors=True)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def orders(cooperation: Cooperation, coordinator: User) -> None:
    """Fifty editions, each of another state of the texts."""
    with transaction.atomic():
        for number in range(EDITIONS):
            texts = SteckbriefTexts(texts={"summary": [f"Fassung {number}"]})
            services.save_texts(
                actor=coordinator, cooperation=cooperation, data=texts, expected_version=number
            )
            services.request_edition(actor=coordinator, cooperation=cooperation)


def count(*states: str) -> int:
    return Edition.objects.filter(state__in=states).count()


@pytest.mark.django_db(transaction=True)
def test_fifty_orders_and_a_killed_group_end_in_fifty_pdfs(
    broker: Broker, orders: None, media: Path, start_process: StartProcess
) -> None:
    worker = start_process("worker", **ENVIRONMENT)

    def caught_in_the_middle() -> bool:
        if count(JobState.DONE) < EDITIONS // 5:
            return False
        worker.freeze()
        if count(JobState.RUNNING):
            return True
        worker.thaw()
        return False

    wait_until(caught_in_the_middle, "a worker is at work on a PDF", seconds=120)
    worker.kill()
    interrupted = dict(Edition.objects.filter(state=JobState.RUNNING).values_list("pk", "attempts"))
    assert interrupted
    assert count(JobState.QUEUED)

    start_process("worker", **ENVIRONMENT)
    start_process("beat", **ENVIRONMENT)
    wait_until(lambda: count(JobState.DONE) == EDITIONS, "all are made", seconds=180)

    rows = list(Edition.objects.all())
    found = sorted(path.name for path in (media / "steckbriefe").iterdir())
    assert found == sorted(f"{row.uuid}.pdf" for row in rows)
    for row in rows:
        content = (media / row.file_name).read_bytes()
        assert row.pdf_sha256 == hashlib.sha256(content).hexdigest()
        assert row.attempts >= (interrupted.get(row.pk, 0) + 1)
        assert row.last_error == ""


@pytest.mark.django_db(transaction=True)
def test_the_sweep_finds_orders_whose_message_was_lost(
    filesystem_broker: Broker,
    cooperation: Cooperation,
    coordinator: User,
    media: Path,
    start_process: StartProcess,
) -> None:
    services.request_edition(actor=coordinator, cooperation=cooperation)
    start_process("worker", "--purge", **ENVIRONMENT)
    start_process("beat", **ENVIRONMENT)
    wait_until(lambda: count(JobState.DONE) == 1, "the PDF is made", seconds=120)
    assert len(list((media / "steckbriefe").iterdir())) == 1

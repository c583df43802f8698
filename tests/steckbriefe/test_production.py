"""One order, one PDF: whatever happens between claiming and finishing."""

import hashlib
import logging
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks
from pytest_django.fixtures import Settings

from cooperations.models import Cooperation
from ikz.accounts.models import User
from ikz.jobs import services as jobs
from ikz.jobs.models import JobState
from steckbriefe import services, storage
from steckbriefe.models import Edition
from steckbriefe.production import MAX_CLAIMS, produce
from steckbriefe.tasks import render_edition, sweep
from tests.infrastructure.queue import Broker, publishing_to


@pytest.fixture
def order(written: Cooperation, coordinator: User) -> Edition:
    return services.request_edition(actor=coordinator, cooperation=written)


def files(media: Path) -> list[str]:
    return sorted(path.name for path in (media / "steckbriefe").glob("*")) + sorted(
        path.name for path in (media / "steckbriefe").glob(".*")
    )


def let_the_lease_expire(edition: Edition) -> None:
    Edition.objects.filter(pk=edition.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def test_a_finished_edition_has_one_file_under_its_own_name(order: Edition, media: Path) -> None:
    assert produce(order.pk)
    order.refresh_from_db()
    content = (media / order.file_name).read_bytes()
    assert order.pdf.name == f"steckbriefe/{order.uuid}.pdf"
    assert content.startswith(b"%PDF")
    assert order.pdf_sha256 == hashlib.sha256(content).hexdigest()
    assert (order.state, order.attempts) == (JobState.DONE, 1)
    assert files(media) == [f"{order.uuid}.pdf"]


def test_running_again_does_nothing(order: Edition, media: Path) -> None:
    produce(order.pk)
    written_at = (media / "steckbriefe" / f"{order.uuid}.pdf").stat().st_mtime_ns
    assert not produce(order.pk)
    render_edition(order.pk)
    assert (media / "steckbriefe" / f"{order.uuid}.pdf").stat().st_mtime_ns == written_at


def test_a_worker_that_died_before_finishing_leaves_no_second_file(order: Edition, media: Path) -> None:
    dead = jobs.claim(Edition, order.pk)
    assert dead is not None
    storage.write_aside(dead, b"half")
    assert not produce(order.pk)
    let_the_lease_expire(order)
    assert produce(order.pk)
    order.refresh_from_db()
    assert order.attempts == 2
    assert files(media) == [f"{order.uuid}.pdf"]


def test_a_worker_that_died_after_placing_the_file_is_repeated_over_it(order: Edition, media: Path) -> None:
    dead = jobs.claim(Edition, order.pk)
    assert dead is not None
    storage.put_in_place(dead, storage.write_aside(dead, b"placed, not finished"))
    let_the_lease_expire(order)
    assert produce(order.pk)
    order.refresh_from_db()
    content = (media / order.file_name).read_bytes()
    assert order.pdf_sha256 == hashlib.sha256(content).hexdigest()
    assert files(media) == [f"{order.uuid}.pdf"]


def test_a_worker_that_lost_its_claim_changes_neither_file_nor_row(
    order: Edition, media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The slow worker renders; meanwhile its lease expires and another one finishes."""
    from steckbriefe import pdf

    render = pdf.render

    def slow(content: object) -> bytes:
        monkeypatch.setattr(pdf, "render", render)
        let_the_lease_expire(order)
        assert produce(order.pk)
        return b"too late"

    monkeypatch.setattr(pdf, "render", slow)
    assert not produce(order.pk)
    order.refresh_from_db()
    assert (media / order.file_name).read_bytes().startswith(b"%PDF")
    assert (order.state, order.attempts) == (JobState.DONE, 2)
    assert files(media) == [f"{order.uuid}.pdf"]


def test_what_cannot_be_stored_is_tried_again_and_then_given_up_with_a_reason(
    order: Edition, settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where a folder should be")
    settings.MEDIA_ROOT = blocked
    caplog.set_level(logging.WARNING)
    for attempt in (1, 2):
        assert not produce(order.pk)
        order.refresh_from_db()
        assert (order.state, order.attempts) == (JobState.QUEUED, attempt)
        assert order.due_at > timezone.now()
        Edition.objects.filter(pk=order.pk).update(due_at=timezone.now())
    produce(order.pk)
    order.refresh_from_db()
    assert order.state == JobState.FAILED
    assert order.last_error == "Die Datei ließ sich nicht lesen oder speichern (NotADirectoryError)."
    assert order.title not in caplog.text


def test_a_failed_edition_works_after_the_cause_is_gone(
    order: Edition, coordinator: User, media: Path
) -> None:
    Edition.objects.filter(pk=order.pk).update(state=JobState.FAILED, last_error="Grund", attempts=3)
    services.restart_edition(actor=coordinator, edition=order)
    assert produce(order.pk)
    assert files(media) == [f"{order.uuid}.pdf"]


def test_an_order_that_kills_its_workers_ends(order: Edition) -> None:
    Edition.objects.filter(pk=order.pk).update(attempts=MAX_CLAIMS)
    assert not produce(order.pk)
    order.refresh_from_db()
    assert (order.state, order.last_error) == (JobState.FAILED, "Die Erstellung wurde mehrmals unterbrochen.")


def test_the_sweep_wakes_what_is_due_and_nothing_else(
    order: Edition, written: Cooperation, coordinator: User, redis_broker: Broker
) -> None:
    assert sweep() == 1
    jobs.claim(Edition, order.pk)
    assert sweep() == 0
    let_the_lease_expire(order)
    assert sweep() == 1
    produce(order.pk)
    assert sweep() == 0


def test_ordering_works_while_the_broker_is_down(
    written: Cooperation,
    coordinator: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with publishing_to("redis://127.0.0.1:1/0", {}), django_capture_on_commit_callbacks(execute=True):
        row = services.request_edition(actor=coordinator, cooperation=written)
    assert row.state == JobState.QUEUED
    assert produce(row.pk)


def test_a_lost_file_is_made_again_from_the_snapshot(published: Edition, media: Path) -> None:
    (media / published.file_name).unlink()
    assert services.renew_lost_file(edition=published)
    assert not services.renew_lost_file(edition=published)
    assert produce(published.pk)
    assert files(media) == [f"{published.uuid}.pdf"]
    assert list(Edition.objects.published()) == [published]

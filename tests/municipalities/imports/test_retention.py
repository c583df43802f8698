"""Uploads that nobody came back for."""

import os
from datetime import timedelta
from pathlib import Path

from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from municipalities.models import ImportJob, ImportStage
from municipalities.tasks import tidy_imports
from tests.municipalities.imports.conftest import Upload, Work

LONG_AGO = timedelta(days=31)


def test_imports_nobody_confirmed_are_discarded_after_a_month(
    upload: Upload,
    work: Work,
    media: Path,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    old, fresh = work(upload()), work(upload())
    ImportJob.objects.filter(pk=old.pk).update(created_at=timezone.now() - LONG_AGO)
    with django_capture_on_commit_callbacks(execute=True):
        assert tidy_imports() == 1
        assert tidy_imports() == 0
    old.refresh_from_db()
    fresh.refresh_from_db()
    assert (old.stage, fresh.stage) == (ImportStage.CANCELLED, ImportStage.READY)
    assert [path.name for path in media.iterdir()] == [Path(fresh.main_file.path).name]


def test_imports_that_are_over_keep_their_reports(confirmed: ImportJob, work: Work) -> None:
    work(confirmed)
    ImportJob.objects.update(created_at=timezone.now() - LONG_AGO)
    assert tidy_imports() == 0
    confirmed.refresh_from_db()
    assert confirmed.stage == ImportStage.APPLIED


def test_files_that_a_killed_process_left_are_removed_after_a_day(checked: ImportJob, media: Path) -> None:
    left, young = media / "left.txt", media / "young.txt"
    for path in (left, young):
        path.write_text("x")
    yesterday = (timezone.now() - timedelta(days=2)).timestamp()
    os.utime(left, (yesterday, yesterday))
    os.utime(checked.main_file.path, (yesterday, yesterday))
    tidy_imports()
    assert {path.name for path in media.iterdir()} == {"young.txt", Path(checked.main_file.path).name}

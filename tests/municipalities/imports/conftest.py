"""Imports at each of their stages."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import DjangoCaptureOnCommitCallbacks

from ikz.accounts.models import User
from municipalities.imports import outcome, runner
from municipalities.models import ImportJob, ImportKind
from municipalities.services import confirm_import, start_import
from tests.municipalities.imports.gazetteer import gazetteer

Upload = Callable[..., ImportJob]
Work = Callable[[ImportJob], ImportJob]


@pytest.fixture(autouse=True)
def media() -> Iterator[Path]:
    """The folder of uploaded files, empty before and after."""
    folder = Path(settings.MEDIA_ROOT) / "imports"
    shutil.rmtree(folder, ignore_errors=True)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def upload(administrator: User) -> Upload:
    """Start an import of the register with these bytes."""

    def start(content: bytes | None = None, name: str = "GV100AD_301123.txt") -> ImportJob:
        file = SimpleUploadedFile(name, gazetteer() if content is None else content)
        return start_import(actor=administrator, kind=ImportKind.REGISTER, main=file)

    return start


@pytest.fixture
def work(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Work:
    """Do what a worker does with an import that is due, and give it as it is then."""

    def run(job: ImportJob) -> ImportJob:
        with django_capture_on_commit_callbacks(execute=True):
            runner.run(job.pk)
        job.refresh_from_db()
        return job

    return run


@pytest.fixture
def checked(upload: Upload, work: Work) -> ImportJob:
    """An import that waits for its confirmation."""
    return work(upload())


@pytest.fixture
def confirmed(checked: ImportJob, administrator: User) -> ImportJob:
    """An import that waits for a worker to apply it."""
    return confirm_import(
        actor=administrator, reference=checked.uuid, preview=outcome.fingerprint(checked.report)
    )

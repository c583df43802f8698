"""Upload, confirm, insist, discard: who may, and what stands in the way."""

from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from pytest_django import DjangoCaptureOnCommitCallbacks
from pytest_django.fixtures import Settings

from ikz.accounts.models import User
from ikz.jobs import services as jobs
from ikz.jobs.models import JobState
from municipalities.imports import outcome
from municipalities.models import ImportJob, ImportKind, ImportStage, Municipality
from municipalities.services import confirm_import, discard_import, force_import, retry_import, start_import
from tests.municipalities.imports.conftest import Upload, Work
from tests.municipalities.imports.gazetteer import gazetteer


def file(name: str = "verzeichnis.txt", content: bytes = b"10") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def confirm(actor: User, job: ImportJob) -> ImportJob:
    return confirm_import(actor=actor, reference=job.uuid, preview=outcome.fingerprint(job.report))


def messages_of(error: pytest.ExceptionInfo[ValidationError]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = error.value.message_dict
    return found


def test_an_upload_is_kept_under_a_random_name_and_waits_for_a_worker(upload: Upload, media: Path) -> None:
    job = upload(name="../../GV100\x00AD.TXT")
    stored = Path(job.main_file.path)
    assert stored.parent == media
    assert stored.read_bytes() == gazetteer()
    assert (stored.suffix, "GV100" in stored.name) == (".txt", False)
    assert job.main_name == "GV100AD.TXT"
    assert (job.stage, job.state) == (ImportStage.CHECKING, JobState.QUEUED)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("liste.exe", b"10", "Bitte wählen Sie eine Datei mit der Endung .txt oder .asc oder .gz."),
        ("ohne-endung", b"10", "Bitte wählen Sie eine Datei mit der Endung .txt oder .asc oder .gz."),
        ("leer.txt", b"", "Die Datei ist leer."),
        ("gross.txt", b"x" * 2000, "Die Datei ist zu groß: Erlaubt sind höchstens 0 MB je Datei."),
    ],
)
def test_what_cannot_be_imported_is_not_even_stored(
    administrator: User, media: Path, settings: Settings, name: str, content: bytes, message: str
) -> None:
    settings.IMPORT_MAX_BYTES = 1000
    with pytest.raises(ValidationError) as error:
        start_import(actor=administrator, kind=ImportKind.REGISTER, main=file(name, content))
    assert messages_of(error) == {"main": [message]}
    assert not ImportJob.objects.exists()
    assert not media.exists()


def test_the_limit_is_named_in_megabytes(administrator: User, settings: Settings) -> None:
    settings.IMPORT_MAX_BYTES = 1024**2
    with pytest.raises(ValidationError) as error:
        start_import(actor=administrator, kind=ImportKind.REGISTER, main=file(content=b"x" * (1024**2 + 1)))
    assert messages_of(error)["main"] == ["Die Datei ist zu groß: Erlaubt sind höchstens 1 MB je Datei."]


def test_missing_and_surplus_files_are_told(administrator: User) -> None:
    with pytest.raises(ValidationError) as error:
        start_import(actor=administrator, kind=ImportKind.REGISTER, main=None, third=file("x.csv"))
    assert messages_of(error) == {
        "main": ["Bitte wählen Sie eine Datei."],
        "third": ["Diese Datei gehört nicht zu dieser Art von Import."],
    }


def test_staff_bring_in_lists_for_their_own_municipality_only(
    kusel_staff: User, kusel: Municipality, halberstadt: Municipality, supervisor: User
) -> None:
    def start(actor: User, kind: ImportKind, municipality: Municipality | None) -> ImportJob:
        return start_import(actor=actor, kind=kind, main=file("schulen.csv"), municipality=municipality)

    own = start(kusel_staff, ImportKind.SCHOOL_LIST, kusel)
    assert ImportJob.objects.editable_by(kusel_staff).get() == own
    for actor, kind, municipality in (
        (kusel_staff, ImportKind.SCHOOL_LIST, halberstadt),
        (kusel_staff, ImportKind.SCHOOL_LIST, None),
        (kusel_staff, ImportKind.SCHOOL_REGISTER, kusel),
        (kusel_staff, ImportKind.REGISTER, None),
        (supervisor, ImportKind.SCHOOL_LIST, kusel),
    ):
        with pytest.raises(PermissionDenied):
            start(actor, kind, municipality)


@pytest.mark.parametrize(
    "service",
    [
        confirm,
        lambda actor, job: force_import(actor=actor, reference=job.uuid, sure=True),
        lambda actor, job: discard_import(actor=actor, reference=job.uuid),
        lambda actor, job: retry_import(actor=actor, reference=job.uuid),
    ],
)
def test_imports_of_others_do_not_exist(
    service: Callable[[User, ImportJob], ImportJob], checked: ImportJob, stranger: User
) -> None:
    with pytest.raises(Http404):
        service(stranger, checked)


def test_an_import_that_never_was_cannot_be_confirmed(administrator: User) -> None:
    with pytest.raises(Http404):
        confirm_import(actor=administrator, reference=uuid4(), preview="")


def test_confirming_twice_applies_once(confirmed: ImportJob, administrator: User) -> None:
    with pytest.raises(ValidationError, match="wird bereits übernommen"):
        confirm(administrator, confirmed)
    confirmed.refresh_from_db()
    assert (confirmed.stage, confirmed.state) == (ImportStage.APPLYING, JobState.QUEUED)
    assert confirmed.confirmed_by == administrator


def test_only_the_preview_that_was_seen_is_confirmed(checked: ImportJob, administrator: User) -> None:
    with pytest.raises(ValidationError, match="neue Vorschau"):
        confirm_import(actor=administrator, reference=checked.uuid, preview="eine-andere")
    checked.refresh_from_db()
    assert checked.stage == ImportStage.READY


def test_a_discarded_import_is_gone_with_its_files(
    checked: ImportJob,
    administrator: User,
    media: Path,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        discard_import(actor=administrator, reference=checked.uuid)
        discard_import(actor=administrator, reference=checked.uuid)
    assert not list(media.iterdir())
    with pytest.raises(ValidationError, match="inzwischen verworfen"):
        confirm(administrator, checked)
    with pytest.raises(ValidationError, match="nicht \\(mehr\\) fehlgeschlagen"):
        retry_import(actor=administrator, reference=checked.uuid)
    checked.refresh_from_db()
    assert (checked.stage, checked.state) == (ImportStage.CANCELLED, JobState.WITHDRAWN)


def test_an_import_is_discarded_until_a_worker_writes_it(confirmed: ImportJob, administrator: User) -> None:
    jobs.claim(ImportJob, confirmed.pk)
    with pytest.raises(ValidationError, match="gerade übernommen"):
        discard_import(actor=administrator, reference=confirmed.uuid)
    ImportJob.objects.update(state=JobState.QUEUED)
    assert discard_import(actor=administrator, reference=confirmed.uuid).stage == ImportStage.CANCELLED


def test_an_applied_import_stays(confirmed: ImportJob, administrator: User, work: Work) -> None:
    work(confirmed)
    with pytest.raises(ValidationError, match="bereits übernommen"):
        discard_import(actor=administrator, reference=confirmed.uuid)
    with pytest.raises(ValidationError, match="bereits übernommen"):
        confirm(administrator, confirmed)


def test_a_doubtful_import_is_forced_only_on_purpose(
    confirmed: ImportJob, administrator: User, upload: Upload, work: Work
) -> None:
    work(confirmed)
    cut = work(upload(gazetteer({"07336001": "Adenbach"})))
    assert cut.stage == ImportStage.REFUSED
    assert cut.report
    assert cut.report["forceable"]
    with pytest.raises(ValidationError, match="kann nicht übernommen werden"):
        confirm(administrator, cut)
    with pytest.raises(ValidationError, match="mit dem Häkchen"):
        force_import(actor=administrator, reference=cut.uuid, sure=False)
    force_import(actor=administrator, reference=cut.uuid, sure=True)
    cut.refresh_from_db()
    assert work(cut).stage == ImportStage.READY
    work(confirm(administrator, cut))
    assert not Municipality.objects.get(ags="07336001").is_dissolved
    assert Municipality.objects.get(ags="07336002").is_dissolved


def test_what_is_plainly_wrong_cannot_be_forced(upload: Upload, work: Work, administrator: User) -> None:
    broken = work(upload(b"60 kurz\n"))
    assert (broken.stage, broken.main_file.name) == (ImportStage.REFUSED, "")
    with pytest.raises(ValidationError, match="lässt sich nicht erzwingen"):
        force_import(actor=administrator, reference=broken.uuid, sure=True)

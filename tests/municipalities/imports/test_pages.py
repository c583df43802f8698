"""Imports in the browser, without JavaScript and with HTMX."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ikz.accounts.models import User
from ikz.jobs import services as jobs
from municipalities.imports import outcome, presentation
from municipalities.models import ImportJob, ImportKind, ImportStage, Municipality
from municipalities.reports import Change, ImportReport
from tests.municipalities.imports.conftest import Upload, Work
from tests.municipalities.imports.gazetteer import gazetteer
from tests.ui.markup import parse

SignIn = Callable[[User], Client]
LIST = "/verwaltung/importe/"
NEW = f"{LIST}neu/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def admin(sign_in: SignIn, administrator: User) -> Client:
    return sign_in(administrator)


def page_of(client: Client, job: ImportJob) -> str:
    answer = client.get(f"{LIST}{job.uuid}/")
    assert answer.status_code == 200
    text = answer.content.decode()
    parse(text)
    return text


def post(client: Client, job: ImportJob, **data: str) -> str:
    answer = client.post(f"{LIST}{job.uuid}/", data, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_whole_way_from_upload_to_result(admin: Client, work: Work) -> None:
    assert "Noch kein Import" in admin.get(LIST).content.decode()
    file = SimpleUploadedFile("GV100AD_301123.txt", gazetteer())
    answer = admin.post(NEW, {"kind": "register", "main": file})
    job = ImportJob.objects.get()
    assert answer.headers["Location"] == f"{LIST}{job.uuid}/"
    waiting = page_of(admin, job)
    assert "Die Dateien werden geprüft." in waiting
    assert "GV100AD_301123.txt" in waiting

    preview = page_of(admin, work(job))
    assert "Noch ist nichts geschrieben." in preview
    assert "30.11.2023" in preview
    assert "Adenbach" in preview
    assert not Municipality.objects.exists()

    assert "Der Import wird übernommen." in post(
        admin, job, action="confirm", preview=outcome.fingerprint(job.report)
    )
    assert "Der Import ist übernommen" in page_of(admin, work(job))
    assert "übernommen" in admin.get(LIST).content.decode()
    assert Municipality.objects.filter(ags="07336003").exists()


def test_the_same_file_again_has_nothing_to_change(
    admin: Client, confirmed: ImportJob, upload: Upload, work: Work
) -> None:
    work(confirmed)
    assert "Es gibt nichts zu ändern" in page_of(admin, work(upload()))


@pytest.mark.parametrize(
    ("kind", "labels"),
    [
        ("register", ["Gemeindeverzeichnis (GV100AD)", "Koordinaten"]),
        ("school-register", ["Schulverzeichnis", "Schlüssel der Schulträger", "Schülerzahlen"]),
        ("school-list", ["Liste von Schulen", "Amtlicher Schlüssel der Kommune"]),
        ("unbekannt", ["Gemeindeverzeichnis (GV100AD)"]),
    ],
)
def test_each_kind_asks_for_its_files(admin: Client, kind: str, labels: list[str]) -> None:
    page = admin.get(NEW, {"art": kind}).content.decode()
    for label in labels:
        assert label in page
    assert "höchstens 9 MB" in page


def test_what_is_wrong_with_an_upload_stands_beside_its_field(admin: Client, kusel: Municipality) -> None:
    answers = [
        (admin.post(NEW, {"kind": "register"}), "Bitte wählen Sie eine Datei."),
        (
            admin.post(NEW, {"kind": "register", "main": SimpleUploadedFile("a.txt", b"")}),
            "Die Datei ist leer.",
        ),
        (
            admin.post(NEW, {"kind": "register", "main": SimpleUploadedFile("a.pdf", b"%PDF")}),
            "Bitte wählen Sie eine Datei mit der Endung .txt oder .asc oder .gz.",
        ),
        (
            admin.post(
                NEW,
                {"kind": "school-list", "municipality": "999", "main": SimpleUploadedFile("a.csv", b"x")},
            ),
            "Eine Kommune mit diesem Schlüssel gibt es nicht.",
        ),
    ]
    for answer, message in answers:
        assert answer.status_code == 200
        assert message in answer.content.decode()
    assert not ImportJob.objects.exists()
    admin.post(
        NEW, {"kind": "school-list", "municipality": "07336", "main": SimpleUploadedFile("a.csv", b"x")}
    )
    assert ImportJob.objects.get().municipality == kusel


def test_problems_are_shown_with_their_lines_and_exported(admin: Client, upload: Upload, work: Work) -> None:
    job = work(upload(gazetteer() + b"60 kurz\n"))
    page = page_of(admin, job)
    assert "Die Dateien werden so nicht übernommen" in page
    assert "Der Satz ist 7 statt 220 Zeichen lang" in page
    assert 'value="confirm"' not in page
    assert "Trotzdem" not in page
    export = admin.get(f"{LIST}{job.uuid}/?format=csv&liste=probleme").content.decode("utf-8-sig")
    assert export.splitlines()[0] == "Datei;Zeile;Problem"
    assert export.splitlines()[1].startswith('Gemeindeverzeichnis;7;"Der Satz ist 7 statt 220')


def test_changes_are_shown_before_and_after_and_exported(
    admin: Client, confirmed: ImportJob, upload: Upload, work: Work
) -> None:
    work(confirmed)
    places = {"07336001": "Adenbach am Bach", "07336003": "Altenglan"}
    job = work(upload(gazetteer(places)))
    page = page_of(admin, job)
    assert "Nicht mehr geführt (1)" in page
    assert "Albersbach" in page
    assert "Trotzdem übernehmen" in page
    export = admin.get(f"{LIST}{job.uuid}/?format=csv&liste=aenderungen").content.decode("utf-8-sig")
    assert "Geändert;07336001;Adenbach am Bach;amtlicher Name;Adenbach;Adenbach am Bach" in export
    assert admin.get(f"{LIST}{job.uuid}/?format=xlsx").status_code == 200
    assert admin.get(f"{LIST}?format=csv&stage=applied").content.decode("utf-8-sig").count("\r\n") == 2


@pytest.mark.parametrize(
    ("kind", "word"),
    [
        (ImportKind.REGISTER, "Nicht mehr geführt"),
        (ImportKind.SCHOOL_REGISTER, "Geschlossen"),
        (ImportKind.SCHOOL_LIST, "Geschlossen"),
    ],
)
def test_schools_close_and_municipalities_are_no_longer_listed(kind: ImportKind, word: str) -> None:
    gone = Change(
        "100001", "Waldschule", "dissolved", {"geschlossen am": ""}, {"geschlossen am": "31.07.2026"}
    )
    report = ImportReport(dissolved=1, changes=(gone,))
    job = ImportJob(kind=kind, stage=ImportStage.READY, report=outcome.storable(report))
    assert [group.title for group in presentation.page_context(job)["groups"]] == [word]
    assert next(presentation.change_lines(report, presentation.actions_of(job)))[0] == word


def test_forcing_asks_for_the_tick(admin: Client, confirmed: ImportJob, upload: Upload, work: Work) -> None:
    work(confirmed)
    job = work(upload(gazetteer({"07336001": "Adenbach"})))
    assert "mit dem Häkchen" in post(admin, job, action="force")
    assert "Die Dateien werden geprüft." in post(admin, job, action="force", sure="on")
    assert "Die Schutzgrenze ist für diesen Import aufgehoben" in page_of(admin, work(job))


def test_whoever_comes_second_is_told_so(admin: Client, checked: ImportJob) -> None:
    seen = outcome.fingerprint(checked.report)
    assert "neue Vorschau" in post(admin, checked, action="confirm", preview="")
    assert "Der Import wird übernommen." in post(admin, checked, action="confirm", preview=seen)
    assert "wird bereits übernommen" in post(admin, checked, action="confirm", preview=seen)
    assert "ist verworfen" in post(admin, checked, action="discard")
    assert "inzwischen verworfen" in post(admin, checked, action="confirm", preview=seen)
    assert "lässt sich nicht erzwingen" in post(admin, checked, action="force", sure="on")
    assert "Bitte wählen Sie" in post(admin, checked, action="sonstwas")


def test_discarding_while_it_is_applied_is_answered(admin: Client, confirmed: ImportJob) -> None:
    jobs.claim(ImportJob, confirmed.pk)
    assert "lässt sich nicht mehr verwerfen" in post(admin, confirmed, action="discard")
    assert 'value="discard"' not in page_of(admin, confirmed)


def test_a_failed_import_says_why_and_is_tried_again(admin: Client, upload: Upload) -> None:
    job = upload()
    held = jobs.claim(ImportJob, job.pk)
    assert held is not None
    jobs.give_up(held, error="Der Import hat zu lange gedauert.")
    page = page_of(admin, job)
    assert "Der Import hat zu lange gedauert. Am Bestand hat sich nichts geändert." in page
    assert "Der Import hat zu lange gedauert." in admin.get("/verwaltung/auftraege/").content.decode()
    answer = admin.post(f"/verwaltung/auftraege/importe/{job.pk}/erneut/", follow=True).content.decode()
    assert "Der Auftrag wird erneut versucht." in answer
    again = admin.post(f"/verwaltung/auftraege/importe/{job.pk}/erneut/", follow=True).content.decode()
    assert "nicht (mehr) fehlgeschlagen" in again


def test_htmx_gets_the_part_that_changes(admin: Client, upload: Upload, work: Work) -> None:
    job = upload()
    held = jobs.claim(ImportJob, job.pk)
    assert held is not None
    ImportJob.objects.update(progress=40, progress_note="Gemeinden werden gelesen")
    part = admin.get(f"{LIST}{job.uuid}/", headers=HTMX).content.decode()
    assert part.lstrip().startswith('<section id="import"')
    assert "Gemeinden werden gelesen" in part
    assert "40 %" in part
    assert "data-announce" not in part
    ImportJob.objects.update(state="queued", lease_token=None, lease_until=None)
    work(job)
    done = admin.get(f"{LIST}{job.uuid}/", headers=HTMX).content.decode()
    assert 'data-announce="Der Import ist jetzt: geprüft, wartet auf Bestätigung."' in done


def test_the_overview_tells_what_waits(admin: Client, checked: ImportJob) -> None:
    assert "1 Import wartet auf Bestätigung" in admin.get("/verwaltung/").content.decode()


def test_a_long_list_costs_as_many_queries_as_a_short_one(
    admin: Client, administrator: User, kusel: Municipality
) -> None:
    used = []
    for numbers in (range(2), range(2, 20)):
        for number in numbers:
            ImportJob.objects.create(
                kind=ImportKind.SCHOOL_LIST,
                stage=ImportStage.APPLIED,
                main_name=f"liste-{number}.csv",
                municipality=kusel,
                requested_by=administrator,
            )
        with CaptureQueriesContext(connection) as queries:
            page = admin.get(LIST).content.decode()
        assert page.count("liste-") == numbers.stop
        used.append(len(queries))
    assert used[0] == used[1]

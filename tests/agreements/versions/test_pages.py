"""Pages of versions: fixing, reading, comparing and downloading, by partners and by supervision."""

import hashlib
import io
import zipfile
from collections.abc import Callable

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from page import validate_pdf_bytes
from pypdf import PdfReader

from agreements import documents
from agreements.models import (
    Agreement,
    AgreementVersion,
    DocumentAccess,
    Proposal,
    ReturnedDocument,
    VersionDocument,
)
from agreements.path import State
from agreements.services.versions import fix_version
from agreements.sheet import sheet_of
from cooperations.models import Cooperation
from ikz.accounts.models import User
from ikz.jobs.models import JobState
from municipalities.models import Authority
from tests.agreements.world import agreement_of, proceeding_of, version_of

SignIn = Callable[[User], Client]
COSTS = "Die Kosten werden nach der Zahl der Geräte verteilt."
PARAGRAPHS = "(1) Gekündigt wird schriftlich.\n(2) Es gilt:\na) zum Jahresende\nb) mit zwölf Monaten Frist\n(3) Sonst nie.\x01"


@pytest.fixture
def agreement(cooperation: Cooperation) -> Agreement:
    """Fixed once, then the costs were changed and a clause was put in front."""
    row = agreement_of(cooperation)
    version_of(row, occasion="Vorabstimmung")
    row.clauses.filter(key="kostenbeteiligung").update(text=COSTS)
    row.clauses.filter(key="kuendigung").update(text=PARAGRAPHS)
    return row


def page(client: Client, agreement: Agreement, rest: str) -> str:
    answer = client.get(f"/vereinbarungen/{agreement.pk}/{rest}")
    assert answer.status_code == 200, (rest, answer.status_code)
    return answer.content.decode()


def test_the_coordination_fixes_with_an_occasion_after_seeing_what_speaks_against_it(
    agreement: Agreement, coordinator: User, kusel_staff: User, sign_in: SignIn
) -> None:
    Proposal.objects.create(agreement=agreement, heading="Haftung", text="Niemand haftet.")
    client = sign_in(coordinator)
    text = page(client, agreement, "fassungen/neu/")
    assert "1 Formulierungsvorschlag ist noch offen" in text
    assert "Fassung 1 wird überholt" in text
    address = f"/vereinbarungen/{agreement.pk}/fassungen/neu/"
    assert "Bitte nennen Sie den Anlass" in client.post(address, {"occasion": ""}).content.decode()
    answer = client.post(address, {"occasion": "Beschlussfassung"}, follow=True)
    assert "Fassung 2 ist festgeschrieben" in answer.content.decode()
    version = AgreementVersion.objects.get(agreement=agreement, number=2)
    assert version.content["check"]["findings"]
    assert "Seit Fassung 2 hat sich am Entwurf nichts geändert" in page(client, agreement, "fassungen/neu/")
    assert "nichts geändert" in client.post(address, {"occasion": "Noch einmal"}).content.decode()

    listed = page(sign_in(kusel_staff), agreement, "fassungen/")
    assert "Beschlussfassung" in listed
    assert "überholt" in listed
    assert "Fassung festschreiben" not in listed


def test_a_version_shows_what_was_frozen_and_how_to_verify_it(
    agreement: Agreement, coordinator: User, kusel_staff: User, sign_in: SignIn
) -> None:
    version = fix_version(actor=coordinator, agreement=agreement, occasion="Beschlussfassung")
    Agreement.objects.filter(pk=agreement.pk).update(title="Später umbenannt")
    client = sign_in(kusel_staff)
    text = page(client, agreement, "fassungen/2/")
    for words in (
        COSTS,
        version.sha256,
        "Der gespeicherte Inhalt passt zum Fingerabdruck",
        "b)",
        "§ 3 Kündigung",
    ):
        assert words in text
    assert "Dokument ablegen" not in text
    assert "überholt" in page(client, agreement, "fassungen/1/")
    assert "Zweckvereinbarung Schul-IT" in page(client, agreement, "fassungen/2/druck/")
    content = client.get(f"/vereinbarungen/{agreement.pk}/fassungen/2.json")
    assert hashlib.sha256(content.content).hexdigest() == version.sha256
    for missing in ("fassungen/3/", "fassungen/3.pdf", "vergleich/?von=1&bis=3", "vergleich/?von=x&bis=1"):
        assert client.get(f"/vereinbarungen/{agreement.pk}/{missing}").status_code == 404


def test_a_comparison_says_what_changed_and_folds_the_rest(
    agreement: Agreement, coordinator: User, sign_in: SignIn
) -> None:
    client = sign_in(coordinator)
    with_draft = page(client, agreement, "vergleich/")
    assert "2 Klauseln geändert, 1 unverändert" in with_draft
    fix_version(actor=coordinator, agreement=agreement, occasion="Beschlussfassung")
    Agreement.objects.filter(pk=agreement.pk).update(title="Zweckvereinbarung Schul-IT und Medien")
    text = page(client, agreement, "vergleich/?von=1&bis=2")
    assert "hinzugekommen: </span>Geräte" in text
    assert "gestrichen: </span>Schülerinnen und Schüler" in text
    assert "§ 1 Handlungsfelder: unverändert" in text
    draft = page(client, agreement, "vergleich/?von=2&bis=entwurf")
    assert "3 Klauseln unverändert" in draft
    assert "1 Angabe geändert" in draft
    assert "Beide sagen dasselbe" in page(client, agreement, "vergleich/?von=2&bis=2")


def test_supervision_reads_what_was_submitted_and_every_access_is_kept(
    agreement: Agreement,
    coordinator: User,
    supervisor: User,
    authority: Authority,
    sign_in: SignIn,
) -> None:
    second = fix_version(actor=coordinator, agreement=agreement, occasion="Beschlussfassung")
    agreement.clauses.filter(position=1).update(text="Nur im Entwurf.")
    third = fix_version(actor=coordinator, agreement=agreement, occasion="Noch einmal")
    client = sign_in(supervisor)
    assert client.get(f"/vereinbarungen/{agreement.pk}/fassungen/").status_code == 404
    for version in (AgreementVersion.objects.get(agreement=agreement, number=1), second):
        proceeding_of(version, authority)
    for row in second.documents.all():
        assert documents.produce(row.pk)

    listed = page(client, agreement, "fassungen/")
    assert "Fassung 2" in listed
    assert f"Fassung {third.number}" not in listed
    text = page(client, agreement, "fassungen/2/")
    for hidden in (
        "Zurückgekommene",
        "Entwurf",
        f"/kooperationen/{agreement.cooperation.slug}",
        "Bereiche der Vereinbarung",
        str(coordinator),
    ):
        assert hidden not in text
    assert "Entwurf" not in page(client, agreement, "vergleich/?von=1&bis=2")
    page(client, agreement, "fassungen/2/druck/")
    for ending in ("pdf", "docx", "json"):
        assert client.get(f"/vereinbarungen/{agreement.pk}/fassungen/2.{ending}").status_code == 200
    for closed in (
        "fassungen/3/",
        "fassungen/3.docx",
        "vergleich/?von=2&bis=3",
        "vergleich/?von=2&bis=entwurf",
    ):
        assert client.get(f"/vereinbarungen/{agreement.pk}/{closed}").status_code == 404
    kept = DocumentAccess.objects.order_by("pk").values_list("part", "version__number", "detail")
    assert list(kept) == [
        ("agreement", None, "Liste der Fassungen"),
        ("version", 2, ""),
        ("comparison", 2, "Fassung 1 und 2"),
        ("print", 2, ""),
        ("pdf", 2, ""),
        ("docx", 2, ""),
        ("file", 2, "Inhalt als JSON"),
    ]
    assert set(DocumentAccess.objects.values_list("authority", flat=True)) == {authority.pk}


def test_documents_are_set_once_accessible_and_again_when_the_file_is_gone(
    agreement: Agreement, coordinator: User, sign_in: SignIn
) -> None:
    version = fix_version(actor=coordinator, agreement=agreement, occasion="Beschlussfassung")
    client = sign_in(coordinator)
    address = f"/vereinbarungen/{agreement.pk}/fassungen/2"
    waiting = client.get(f"{address}.docx")
    assert (waiting.status_code, waiting["Retry-After"]) == (202, "3")
    rows = {row.kind: row for row in version.documents.all()}
    assert all(documents.produce(row.pk) for row in rows.values())
    assert not documents.produce(rows["pdf"].pk)

    pdf = client.get(f"{address}.pdf")
    assert [failure.message for failure in validate_pdf_bytes(pdf.content, profile="ua1").failures] == []
    words = " ".join(
        " ".join(part.extract_text() for part in PdfReader(io.BytesIO(pdf.content)).pages).split()
    )
    for said in ("§ 3 Kündigung", "(3) Sonst nie.", "Unterschrift", version.sha256, "Seite 1 von"):
        assert said in words
    again = client.get(f"{address}.pdf", headers={"If-None-Match": pdf["ETag"]})
    assert again.status_code == 304

    stored = VersionDocument.objects.get(pk=rows["docx"].pk)
    stored.file.storage.delete(str(stored.file))
    assert client.get(f"{address}.docx").status_code == 202
    assert documents.produce(stored.pk)
    # Set otherwise than today: made again.
    VersionDocument.objects.filter(pk=stored.pk).update(fingerprint="0" * 64)
    assert client.get(f"{address}.docx").status_code == 202
    VersionDocument.objects.filter(pk=stored.pk).update(state=JobState.FAILED, last_error="Kein Platz.")
    assert client.get(f"{address}.docx").status_code in (202, 503)


def test_the_word_document_has_headings_and_numbers_that_go_on_by_themselves(
    agreement: Agreement, coordinator: User
) -> None:
    agreement.clauses.filter(position=1).update(heading="Aufgaben & <Ziele>", text="Alle \x02 zusammen.")
    version = fix_version(actor=coordinator, agreement=agreement, occasion="Beschlussfassung")
    rows = version.documents.filter(kind="docx")
    assert documents.produce(rows.get().pk)
    with rows.get().file.open() as stored:
        content = stored.read()
    assert content == documents._word(sheet_of(version))
    file = docx.Document(io.BytesIO(content))
    styled = [(row.style.name, row.text) for row in file.paragraphs if row.style]
    assert styled[0] == ("Title", "Zweckvereinbarung Schul-IT")
    assert [text for name, text in styled if name == "Heading 1"] == [
        "Aufgaben & <Ziele>",
        "Kosten",
        "Kündigung",
    ]
    assert ("Absatz", "Alle zusammen.") in styled
    assert [text for name, text in styled if name == "Absatz mit Nummer"] == [
        "Gekündigt wird schriftlich.",
        "Es gilt:",
        "Sonst nie.",
    ]
    assert next(text for name, text in styled if name == "Punkt mit Buchstabe") == "zum Jahresende"
    numbering = file.part.numbering_part.element
    ids = {}
    for name in ("Heading 1", "Absatz mit Nummer", "Punkt mit Buchstabe"):
        style = file.styles[name].element
        number = style.pPr.numPr.numId.val
        abstract = numbering.num_having_numId(number).abstractNumId.val
        level = style.pPr.numPr.ilvl.val
        found = numbering.xpath(
            f'w:abstractNum[@w:abstractNumId="{abstract}"]/w:lvl[@w:ilvl="{level}"]/w:lvlText/@w:val'
        )
        ids[name] = (abstract, level, found)
    assert ids == {
        "Heading 1": (90, 0, ["§ %1"]),
        "Absatz mit Nummer": (90, 1, ["(%2)"]),
        "Punkt mit Buchstabe": (90, 2, ["%3)"]),
    }
    assert file.styles.element.xpath("w:docDefaults//w:lang/@w:val") == ["de-DE"]
    core = file.core_properties
    assert (core.title, core.version, core.identifier) == ("Zweckvereinbarung Schul-IT", "2", version.sha256)
    assert file.tables[0].rows[0]._tr.xpath("w:trPr/w:tblHeader")
    assert [row.cells[1].text for row in file.tables[0].rows[1:]] == ["07333", "07335", "07336"]
    footer = file.sections[0].footer.paragraphs[0]
    assert footer.text.startswith("Fassung 2 vom")
    assert "NUMPAGES" in footer._p.xml
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
        assert b"Kommentar" not in archive.read("word/document.xml")


def test_what_came_back_is_attached_with_the_note_kept_and_removed_after_asking(
    agreement: Agreement, coordinator: User, supervisor: User, authority: Authority, sign_in: SignIn
) -> None:
    proceeding_of(AgreementVersion.objects.get(agreement=agreement), authority)
    client = sign_in(coordinator)
    address = f"/vereinbarungen/{agreement.pk}/fassungen/1/dokumente/neu/"
    wrong = SimpleUploadedFile("rueckmeldung.docx", b"%PDF-1.7")
    answer = client.post(address, {"note": "Rechtsamt: Haftung", "file": wrong}).content.decode()
    assert "Der Inhalt passt nicht zur Endung" in answer
    assert "Rechtsamt: Haftung" in answer
    right = SimpleUploadedFile("rueckmeldung.pdf", b"%PDF-1.7")
    client.post(address, {"note": "Rechtsamt: Haftung", "file": right})
    row = ReturnedDocument.objects.get()
    assert "rueckmeldung.pdf" in page(client, agreement, "fassungen/1/")
    download = client.get(f"/dateien/{row.file_id}/")
    assert (download.status_code, b"".join(download)) == (200, b"%PDF-1.7")
    reader = sign_in(supervisor)
    assert "rueckmeldung" not in page(reader, agreement, "fassungen/1/")
    assert reader.get(f"/dateien/{row.file_id}/").status_code == 404
    removing = f"/vereinbarungen/{agreement.pk}/fassungen/1/dokumente/{row.pk}/entfernen/"
    assert "entfernen?" in client.get(removing).content.decode()
    client.post(removing)
    assert not ReturnedDocument.objects.exists()


def test_a_decided_version_shows_its_way_and_a_wrong_content_is_called_so(
    cooperation: Cooperation, coordinator: User, sign_in: SignIn
) -> None:
    agreement = agreement_of(cooperation, forms=("delegating",))
    version_of(agreement, state=State.APPROVED)
    client = sign_in(coordinator)
    text = page(client, agreement, "fassungen/1/")
    assert "Der Weg in Kraft" in text
    assert "lag noch keiner Behörde vor" in text
    assert "kein Ergebnis gespeichert" in text
    assert "Mit Fassung" not in text


def test_the_list_asks_as_often_for_many_versions_as_for_few(
    cooperation: Cooperation,
    coordinator: User,
    sign_in: SignIn,
) -> None:
    agreement = agreement_of(cooperation)
    client = sign_in(coordinator)
    counts = []
    for more in (2, 18):
        for _ in range(more):
            version_of(agreement)
        with CaptureQueriesContext(connection) as asked:
            page(client, agreement, "fassungen/")
        counts.append(len(asked))
    assert counts[0] == counts[1]

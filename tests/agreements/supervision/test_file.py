"""Supervision reads what was submitted, all of it and nothing else; each opening is kept and shown to the partners."""

import csv
import hashlib
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agreements.models import DocumentAccess, DocumentPart, VersionDocument
from agreements.services.accesses import record_access
from ikz.accounts.models import User
from ikz.jobs.models import JobState
from municipalities.models import Mandate
from tests.agreements.supervision.world import HIDDEN, Case, addresses_of
from tests.ui.markup import parse

SignIn = Callable[[User], Client]


def body_of(client: Client, address: str) -> bytes:
    response = client.get(address)
    assert response.status_code == 200, address
    return read(response)


def read(response: Any) -> bytes:
    """The whole content: a file is closed when it has been read."""
    content: bytes = b"".join(response.streaming_content) if response.streaming else response.content
    return content


def test_the_way_follows_what_the_authority_answered_since(
    sign_in: SignIn, supervisor: User, case: Case
) -> None:
    address = f"/aufsicht/vereinbarungen/{case.agreement.pk}/"
    client = sign_in(supervisor)
    assert "angezeigt, ohne Beanstandung" not in body_of(client, address).decode()
    case.agreement.clarified_requirement = "notification"
    case.agreement.clarified_on = timezone.localdate()
    case.agreement.clarification = "Eine Anzeige genügt."
    case.agreement.save()
    assert "angezeigt, ohne Beanstandung" in body_of(client, address).decode()


def test_the_overview_holds_everything_that_belongs_to_it(
    sign_in: SignIn, supervisor: User, case: Case
) -> None:
    client, pk = sign_in(supervisor), case.agreement.pk
    assert client.get(f"/vereinbarungen/{pk}/").headers["Location"] == f"/aufsicht/vereinbarungen/{pk}/"
    page = body_of(client, f"/aufsicht/vereinbarungen/{pk}/").decode()
    for word in (
        "Zweckvereinbarung Schul-IT",
        "Landkreis Kusel",
        "Mandatierende öffentlich-rechtliche Vereinbarung",
        "Änderung der Kostenregel",
        "der Aufsicht vorgelegt",
        "05.10.2026",
        "17-4/0815",
        "genehmigt am 20.03.2026",
        "Bitte die Kostenregel erläutern.",
        "auszug.txt",
        "bescheid.txt",
        "rueckfrage.txt",
        "zugestimmt",
        f"/vereinbarungen/{pk}/vergleich/?von=1&amp;bis=3",
        "zuletzt entschiedene Fassung",
        f"/vereinbarungen/{pk}/fassungen/3.pdf",
        f"/aufsicht/vereinbarungen/{pk}/unterlagen.zip",
    ):
        assert word in page, word
    printed = body_of(client, f"/aufsicht/vereinbarungen/{pk}/druck/").decode()
    assert "Je Gerät ein Anteil." in printed
    assert case.last.sha256 in printed


def test_nothing_that_is_the_partners_own_reaches_supervision(
    sign_in: SignIn, supervisor: User, case: Case
) -> None:
    client, pk = sign_in(supervisor), case.agreement.pk
    links: dict[str, str] = {}
    for address, _ in addresses_of(case):
        response = client.get(address)
        content = read(response)
        told = f"{response.headers} {content.decode(errors='replace')}"
        if address.endswith(".zip"):
            told = unpacked(content)
        for word in HIDDEN:
            assert word.lower() not in told.lower(), f"{word} at {address}"
        assert 'method="post"' not in told[told.find("<main") :], address
        assert "/kooperationen/" not in told, address
        if response.headers["Content-Type"].startswith("text/html"):
            hrefs = (link.get("href") or "" for link in parse(content.decode()).iter("a"))
            links |= {href.partition("#")[0]: address for href in hrefs if href.startswith("/")}
    assert len(links) > 20
    read_already = {address for address, _ in addresses_of(case)}
    for link in links.keys() - read_already:
        response = client.get(link)
        read(response)
        assert response.status_code < 400, f"{link} at {links[link]}"
    for part in (
        "entwurf/",
        "pruefung/",
        "angaben/",
        "fristen/",
        "zugriffe/",
        "fassungen/2/",
        "fassungen/2.pdf",
        "fassungen/2.json",
        "vergleich/?von=1&bis=2",
        "vergleich/?von=1&bis=entwurf",
    ):
        assert client.get(f"/vereinbarungen/{pk}/{part}").status_code == 404, part
    for file in case.unseen:
        assert client.get(f"/dateien/{file.pk}/").status_code == 404
    assert client.get("/kooperationen/donnersberg/vereinbarungen/").status_code == 404


def unpacked(content: bytes) -> str:
    with ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return " ".join(
            f"{name} {archive.read(name).decode(errors='replace')}" for name in archive.namelist()
        )


def test_each_opening_is_kept_once_and_the_partners_see_it(
    sign_in: SignIn, supervisor: User, kusel_staff: User, coordinator: User, case: Case
) -> None:
    client = sign_in(supervisor)
    assert client.get("/aufsicht/").status_code == 200
    assert client.get("/api/v1/agreements/").status_code == 200
    assert not DocumentAccess.objects.exists()
    for address, part in addresses_of(case):
        read(client.head(address))
        before = DocumentAccess.objects.count()
        body_of(client, address)
        [entry] = DocumentAccess.objects.order_by("-pk")[: DocumentAccess.objects.count() - before]
        assert entry.part == part, address
        assert (entry.user, str(entry.authority)) == (supervisor, "ADD Trier"), address
    total = DocumentAccess.objects.count()
    assert total == len(list(addresses_of(case)))

    reader = sign_in(kusel_staff)
    for address, _ in addresses_of(case):
        if not address.startswith("/aufsicht/"):
            body_of(reader, address)
    assert DocumentAccess.objects.count() == total

    log = f"/vereinbarungen/{case.agreement.pk}/zugriffe/"
    page = body_of(reader, log).decode()
    for word in (
        f"{total} Zugriffe",
        "ADD Trier",
        "Kommunalaufsicht",
        "alle Unterlagen (ZIP)",
        "bescheid.txt",
    ):
        assert word in page, word
    assert supervisor.email not in page
    narrowed = body_of(reader, f"{log}?part=pdf&version=3&format=csv").decode("utf-8-sig").splitlines()
    assert len(narrowed) == 2
    assert narrowed[1].endswith("ADD Trier;Kommunalaufsicht;PDF;3;")
    tomorrow = timezone.localdate() + timedelta(days=1)
    nothing = body_of(sign_in(coordinator), f"{log}?since={tomorrow:%d.%m.%Y}").decode()
    assert "Kein Zugriff gefunden" in nothing
    assert body_of(reader, f"{log}?format=xlsx").startswith(b"PK")


def test_the_log_costs_the_same_for_many_rows_and_is_the_partners_own(
    sign_in: SignIn, supervisor: User, stranger: User, coordinator: User, case: Case
) -> None:
    log = f"/vereinbarungen/{case.agreement.pk}/zugriffe/"
    client = sign_in(coordinator)
    assert "Noch keine Zugriffe" in body_of(client, log).decode()
    used = []
    for count in (2, 18):
        for _ in range(count):
            record_access(user=supervisor, agreement=case.agreement, part=DocumentPart.PDF, version=case.last)
        with CaptureQueriesContext(connection) as queries:
            body_of(client, log)
        used.append(len(queries))
    assert used[0] == used[1]
    for user in (supervisor, stranger):
        assert sign_in(user).get(log).status_code == 404


def test_the_archive_holds_all_documents_under_safe_names_with_an_index(
    sign_in: SignIn, supervisor: User, case: Case
) -> None:
    address = f"/aufsicht/vereinbarungen/{case.agreement.pk}/unterlagen.zip"
    client = sign_in(supervisor)
    response: Any = client.get(address)
    assert response.headers["Content-Disposition"] == (
        'attachment; filename="zweckvereinbarung-schul-it-unterlagen.zip"'
    )
    with ZipFile(io.BytesIO(read(response))) as archive:
        names = archive.namelist()
        assert len(names) == len({name.lower() for name in names})
        assert all(name.isascii() and ".." not in name and not name.startswith("/") for name in names)
        for expected in (
            "fassung-1/fassung-1.pdf",
            "fassung-1/fassung-1.docx",
            "fassung-3/fassung-3.pdf",
            "fassung-1/beschluesse/2026-02-10-landkreis-kusel-kreistag.txt",
            "fassung-1/bekanntmachung.txt",
            "fassung-1/verfahren-2026-03-02-genehmigung/entscheidung.txt",
            "fassung-1/verfahren-2026-03-02-genehmigung/2026-03-09-request.txt",
            "00-Verzeichnis.csv",
            "00-Verzeichnis.html",
        ):
            assert expected in names, expected
        assert archive.read("fassung-1/fassung-1.pdf") == b"%pdf"
        index = list(
            csv.DictReader(io.StringIO(archive.read("00-Verzeichnis.csv").decode("utf-8-sig")), delimiter=";")
        )
        assert {row["Datei"] for row in index} | {"00-Verzeichnis.csv", "00-Verzeichnis.html"} == set(names)
        for row in index:
            assert row["SHA-256"] == hashlib.sha256(archive.read(row["Datei"])).hexdigest()
        shas = {row["Datei"]: row["SHA-256"] for row in index}
        assert shas["fassung-3/fassung-3.json"] == case.last.sha256
        assert "Zweckvereinbarung Schul-IT" in archive.read("00-Verzeichnis.html").decode()


def test_the_archive_waits_for_documents_and_names_what_is_gone(
    sign_in: SignIn, supervisor: User, case: Case
) -> None:
    address = f"/aufsicht/vereinbarungen/{case.agreement.pk}/unterlagen.zip"
    client = sign_in(supervisor)
    lost = case.seen[0]
    lost.content.storage.delete(str(lost.content.name))
    with ZipFile(io.BytesIO(body_of(client, address))) as archive:
        told = archive.read("00-Verzeichnis.csv").decode("utf-8-sig")
    assert "auszug.txt" in told
    assert "nicht im Archiv" in told
    VersionDocument.objects.filter(version=case.last, kind="pdf").update(
        state=JobState.QUEUED, file="", fingerprint=""
    )
    before = DocumentAccess.objects.count()
    response = client.get(address)
    assert response.status_code == 202
    assert response.headers["Retry-After"]
    assert "Unterlagen werden zusammengestellt" in response.content.decode()
    assert DocumentAccess.objects.count() == before


@pytest.mark.parametrize("change", ["mandate", "account", "area"])
def test_an_open_session_sees_nothing_once_the_scope_is_over(
    change: str, sign_in: SignIn, supervisor: User, case: Case
) -> None:
    client = sign_in(supervisor)
    addresses = [address for address, _ in addresses_of(case)]
    assert client.get(addresses[0]).status_code == 200
    yesterday = timezone.localdate() - timedelta(days=1)
    if change == "mandate":
        Mandate.objects.update(valid_until=yesterday)
    elif change == "area":
        Mandate.objects.update(area=["07339"])
    else:
        User.objects.filter(pk=supervisor.pk).update(expires_on=yesterday)
    before = DocumentAccess.objects.count()
    refused = {302, 401, 403} if change == "account" else {404}
    for address in addresses:
        assert client.get(address).status_code in refused, address
    assert DocumentAccess.objects.count() == before

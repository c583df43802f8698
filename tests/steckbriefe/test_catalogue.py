"""What everybody sees: published editions, from their snapshots alone."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from cooperations.models import Cooperation
from cooperations.services import create_cooperation
from cooperations.services.cooperations import CooperationData
from ikz.accounts.models import User
from municipalities.models import Municipality
from steckbriefe import services
from steckbriefe.models import Edition

SignIn = Callable[[User], Client]
MakeEdition = Callable[[Cooperation], Edition]
ADDRESS = "/steckbriefe/"
API = "/api/v1/steckbriefe/"


@pytest.fixture
def publish_case(stranger: User, halberstadt: Municipality) -> Callable[[str], Edition]:
    """Publish a small case of Halberstadt; rendering is another test's matter."""

    def make(title: str) -> Edition:
        data = CooperationData(
            title=title, goals=["Austausch"], model_keys=["informal"], task_areas=["training"]
        )
        row = create_cooperation(actor=stranger, data=data, lead=halberstadt, partners=[halberstadt])
        edition = services.request_edition(actor=stranger, cooperation=row)
        Edition.objects.filter(pk=edition.pk).update(state="done", pdf=edition.file_name, pdf_sha256="0" * 64)
        services.publish(actor=stranger, edition=edition)
        return edition

    return make


def listed(client: Client, query: str = "") -> str:
    response = client.get(f"{ADDRESS}{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_drafts_are_not_public(edition: Edition, client: Client) -> None:
    assert "Noch keine Steckbriefe veröffentlicht" in listed(client)
    for address in (f"{ADDRESS}donnersberg/", f"{ADDRESS}donnersberg.pdf", f"{API}donnersberg/"):
        assert client.get(address).status_code == 404
    assert client.get("/kooperationen/donnersberg/steckbrief/1.pdf").status_code == 302


def test_even_partners_find_only_published_ones_in_the_catalogue(
    edition: Edition, coordinator: User, sign_in: SignIn
) -> None:
    client = sign_in(coordinator)
    assert client.get(f"{ADDRESS}donnersberg/").status_code == 404
    assert client.get("/kooperationen/donnersberg/steckbrief/1.pdf").status_code == 200


def test_publishing_opens_no_door_to_the_cooperation(
    published: Edition, stranger: User, sign_in: SignIn
) -> None:
    client = sign_in(stranger)
    assert client.get(f"{ADDRESS}donnersberg/").status_code == 200
    for address in ("", "steckbrief/", "steckbrief/1.pdf"):
        assert client.get(f"/kooperationen/donnersberg/{address}").status_code == 404


def test_the_page_shows_the_snapshot_and_not_the_present(
    published: Edition, written: Cooperation, client: Client
) -> None:
    Cooperation.objects.filter(pk=written.pk).update(title="Geheimer neuer Titel")
    page = client.get(f"{ADDRESS}donnersberg/").content.decode()
    assert "Geheimer neuer Titel" not in page + listed(client)
    for expected in (
        "Gemeinsamer Schul-IT-Support und Wissensmanagement",
        "12.857",
        "Landkreis Kusel",
        "09/2022–03/2023",
        "Drei Kreise, ein Service Desk.",
        "schul-it@kreis.example",
        "Werte als Tabelle",
    ):
        assert expected in page
    assert "Vertraulicher Vermerk" not in page


def test_filters_narrow_by_land_model_and_words(
    published: Edition, publish_case: Callable[[str], Edition], client: Client
) -> None:
    publish_case("Austausch im Harz für Müllverwaltungen")
    assert "2 Steckbriefe" in listed(client)
    for query in ("?land=15", "?model=informal", "?search=Halberstadt", "?search=muellverw+HARZ"):
        page = listed(client, query)
        assert "1 Steckbrief" in page
        assert "Austausch im Harz" in page
    for query in ("?land=07", "?model=mandating", "?search=kusel", "?land=07&model=mandating"):
        assert "Gemeinsamer Schul-IT-Support" in listed(client, query)
    assert "Kein Steckbrief gefunden" in listed(client, "?land=09")
    assert "keine gültige Auswahl" in listed(client, "?land=99")


def test_sorting(published: Edition, publish_case: Callable[[str], Edition], client: Client) -> None:
    publish_case("Austausch im Harz")

    def first(query: str) -> str:
        page = listed(client, query)
        return min(("Austausch im Harz", "Gemeinsamer Schul-IT-Support"), key=page.index)

    assert first("") == first("?sort=neu") == first("?sort=titel") == "Austausch im Harz"
    assert first("?sort=schueler") == "Gemeinsamer Schul-IT-Support"


def test_htmx_gets_the_list_alone(published: Edition, client: Client) -> None:
    part = client.get(ADDRESS, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert 'data-announce="1 Steckbrief gefunden."' in part


@pytest.mark.parametrize("rows", [2, 20])
def test_lists_ask_the_same_questions_for_few_and_for_many(
    rows: int,
    publish_case: Callable[[str], Edition],
    client: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(rows):
        publish_case(f"Fall {number}")
    # The page: count and rows. The API: the same.
    for address in (ADDRESS, API):
        with django_assert_num_queries(2):
            assert client.get(address).status_code == 200


def test_pages(publish_case: Callable[[str], Edition], client: Client) -> None:
    for number in range(21):
        publish_case(f"Fall {number:02}")
    assert "Fall 00" not in listed(client)
    assert "Fall 00" in listed(client, "?page=2")


def test_exports_hold_the_filtered_rows(
    published: Edition, publish_case: Callable[[str], Edition], client: Client
) -> None:
    publish_case("=1+1")
    response = client.get(f"{ADDRESS}?format=csv")
    assert response["Content-Disposition"] == 'attachment; filename="steckbriefe.csv"'
    assert response.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert [row["Titel"] for row in rows] == ["'=1+1", "Gemeinsamer Schul-IT-Support und Wissensmanagement"]
    assert rows[1]["Schülerinnen und Schüler"] == "12857"
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{ADDRESS}?format=xlsx&land=07").content))
    table = list(book.active.iter_rows(values_only=True))
    assert len(table) == 2
    assert table[1][:4] == (
        "Gemeinsamer Schul-IT-Support und Wissensmanagement",
        None,
        "Donnersbergkreis, Landkreis Kaiserslautern, Landkreis Kusel",
        21,
    )


def test_the_pdf_is_the_stored_one(published: Edition, client: Client, media: Path) -> None:
    for address in (f"{ADDRESS}donnersberg.pdf", f"{API}donnersberg/pdf/"):
        response = client.get(address)
        assert response.status_code == 200
        assert response.content == (media / published.file_name).read_bytes()
        assert response["Content-Type"] == "application/pdf"
        assert response["Content-Disposition"] == 'inline; filename="steckbrief-donnersberg.pdf"'
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["ETag"] == f'"{published.pdf_sha256}"'
        again = client.get(address, headers={"If-None-Match": response["ETag"]})
        assert again.status_code == 304
        assert client.head(address).status_code == 200


def test_a_lost_pdf_is_ordered_again_and_asks_for_patience(
    published: Edition, client: Client, media: Path
) -> None:
    (media / published.file_name).unlink()
    response = client.get(f"{ADDRESS}donnersberg.pdf")
    assert (response.status_code, response["Retry-After"]) == (202, "3")
    assert "Das PDF wird erstellt" in response.content.decode()
    api = client.get(f"{API}donnersberg/pdf/")
    assert (api.status_code, api["Retry-After"]) == (202, "3")
    published.refresh_from_db()
    assert published.state == "queued"


@pytest.mark.parametrize("address", [ADDRESS, f"{ADDRESS}donnersberg/", f"{ADDRESS}donnersberg.pdf", API])
def test_nobody_writes_here(
    address: str, published: Edition, coordinator: User, supervisor: User, sign_in: SignIn, client: Client
) -> None:
    assert client.post(address).status_code in (401, 405)
    assert sign_in(coordinator).post(address).status_code in (403, 405)
    assert sign_in(supervisor).post(address).status_code == 403


def test_the_api_tells_what_is_public(
    published: Edition, publish_case: Callable[[str], Edition], client: Client
) -> None:
    publish_case("Austausch im Harz")
    answer = client.get(f"{API}?land=07").json()
    assert answer["count"] == 1
    row = answer["results"][0]
    assert row["slug"] == "donnersberg"
    assert row["laender"] == [{"key": "07", "label": "Rheinland-Pfalz"}]
    assert row["pdf"] == "http://testserver/steckbriefe/donnersberg.pdf"
    assert row["partners"][0] == {"name": "Donnersbergkreis", "lead": True, "schools": 11, "pupils": 6865}
    detail = client.get(f"{API}donnersberg/").json()
    assert detail["texts"]["measures"][0] == "Gemeinsamer Service Desk"
    assert detail["build_up_from"] == "2022-09-01"
    assert "evidence" not in str(detail)

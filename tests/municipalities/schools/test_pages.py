"""Schools as pages: read by everybody, kept by staff of the Schulträger."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from ikz.accounts.models import User
from municipalities.models import AuthorityForm, ImportJob, ImportKind, Municipality, School, SchoolAuthority
from municipalities.school_selectors import school_totals, school_totals_of
from municipalities.schools.importing import apply_list
from municipalities.services import add_school, change_school
from municipalities.services.schools import SchoolData

SignIn = Callable[[User], Client]
LIST = "/kommunen/07336/schulen/"
TYPED = {"name": "Schule am Bach", "school_form": "Grundschule", "pupils": "1.220", "pupils_as_of": "2026/27"}


@pytest.fixture
def school(kusel: Municipality, kusel_staff: User) -> School:
    data = SchoolData("Grundschule Nord", "Grundschule", register_number="100", pupils=120)
    return add_school(actor=kusel_staff, municipality=kusel, data=data)


def test_typing_in_makes_the_municipality_a_schultraeger(
    sign_in: SignIn, kusel_staff: User, kusel: Municipality
) -> None:
    client = sign_in(kusel_staff)
    page = client.post(f"{LIST}neu/", TYPED, follow=True).content.decode()
    assert "Schule am Bach ist eingetragen." in page
    assert school_totals(kusel) == (1, 1220)
    assert school_totals_of() == {kusel.pk: (1, 1220)}
    assert SchoolAuthority.objects.get().municipality == kusel


def test_what_is_wrong_stands_beside_its_field_and_stays_typed(
    sign_in: SignIn, kusel_staff: User, school: School
) -> None:
    entered = TYPED | {"register_number": "100", "pupils": "viele"}
    page = sign_in(kusel_staff).post(f"{LIST}neu/", entered).content.decode()
    assert "Bitte geben Sie eine ganze Zahl ein" in page
    page = sign_in(kusel_staff).post(f"{LIST}neu/", entered | {"pupils": "5"}).content.decode()
    assert "Diese Schulnummer gibt es in diesem Land schon." in page
    assert 'value="Schule am Bach"' in page
    twice = sign_in(kusel_staff).post(f"{LIST}neu/", TYPED | {"name": "grundschule  nord"}).content.decode()
    assert "Eine Schule mit diesem Namen haben Sie schon." in twice


def test_everybody_reads_a_school_and_only_staff_get_a_form(
    sign_in: SignIn, stranger: User, kusel_staff: User, school: School
) -> None:
    address = f"{LIST}{school.pk}/"
    assert "<form" in sign_in(kusel_staff).get(address).content.decode().split("<main")[1]
    page = sign_in(stranger).get(address).content.decode().split("<main")[1]
    assert "Grundschule Nord" in page
    assert "<form" not in page
    assert sign_in(stranger).post(address, TYPED).status_code == 403
    # Another municipality's page does not list it.
    assert sign_in(stranger).get(f"/kommunen/07335/schulen/{school.pk}/").status_code == 404


def test_the_second_of_two_people_chooses(sign_in: SignIn, kusel_staff: User, school: School) -> None:
    change_school(
        actor=kusel_staff,
        school_id=school.pk,
        data=SchoolData("Nordschule", "Grundschule", pupils=120),
        expected_version=1,
    )
    client = sign_in(kusel_staff)
    mine = {"name": "Schule Nord", "school_form": "Grundschule", "pupils": "130", "version": "1"}
    page = client.post(f"{LIST}{school.pk}/", mine).content.decode()
    assert "Nordschule" in page
    assert "Schule Nord" in page
    assert School.objects.get().name == "Nordschule"
    client.post(
        f"{LIST}{school.pk}/", mine | {"version": "2", "choice_name": "stored", "choice_pupils": "mine"}
    )
    assert (School.objects.get().name, School.objects.get().pupils) == ("Nordschule", 130)


def test_closing_asks_once_and_can_be_undone(
    sign_in: SignIn, kusel_staff: User, kusel: Municipality, school: School
) -> None:
    client = sign_in(kusel_staff)
    address = f"{LIST}{school.pk}/schliessen/"
    assert "Schule schließen?" in client.get(address).content.decode()
    client.post(address, follow=True)
    assert school_totals(kusel) == (0, 0)
    assert "Grundschule Nord" not in client.get(LIST).content.decode()
    assert "geschlossen ab" in client.get(f"{LIST}?state=closed").content.decode()
    changed = client.post(f"{LIST}{school.pk}/", TYPED | {"version": "2"}, follow=True).content.decode()
    assert "Öffnen Sie sie wieder" in changed
    client.post(address, {"reopen": "1"})
    assert school_totals(kusel) == (1, 120)


def test_schools_of_others_are_listed_apart_and_count_in_no_total(
    sign_in: SignIn, stranger: User, kusel: Municipality, school: School
) -> None:
    body = SchoolAuthority.objects.create(
        name="Schulverband Glan", form=AuthorityForm.SPECIAL_PURPOSE, land="07", seat=kusel
    )
    School.objects.create(
        authority=body, land="07", name="Verbandsschule", school_form="Realschule", pupils=400
    )
    page = sign_in(stranger).get(LIST).content.decode()
    own, others = page.split("Schulen anderer Träger", 1)
    assert "Verbandsschule" not in own
    assert "Schulverband Glan" in others
    assert school_totals(kusel) == (1, 120)
    exported = sign_in(stranger).get(f"{LIST}?liste=andere&format=csv").content.decode("utf-8-sig")
    assert "Verbandsschule;Realschule" in exported


def test_filters_narrow_the_list_and_its_export(
    sign_in: SignIn, kusel: Municipality, kusel_staff: User, school: School
) -> None:
    add_school(actor=kusel_staff, municipality=kusel, data=SchoolData("Münsterschule", "Realschule"))
    client = sign_in(kusel_staff)
    for query in ("search=muenster", "school_form=Realschule"):
        exported = client.get(f"{LIST}?{query}&format=csv").content.decode("utf-8-sig")
        assert ("Münsterschule" in exported, "Nord" in exported) == (True, False)


def test_the_template_can_be_read_in_again(
    sign_in: SignIn, kusel: Municipality, kusel_staff: User, tmp_path: Path, school: School
) -> None:
    add_school(actor=kusel_staff, municipality=kusel, data=SchoolData("=HYPERLINK", "- Grundschule -"))
    for fmt in ("csv", "xlsx"):
        content = sign_in(kusel_staff).get(f"{LIST}einlesen/?vorlage={fmt}").content
        path = tmp_path / f"vorlage.{fmt}"
        path.write_bytes(content)
        report = apply_list(path, municipality=kusel)
        assert (report.unchanged, report.rejected) == (2, 0)
    names = [row[1].value for row in load_workbook(BytesIO(content)).active.iter_rows(min_row=2)]
    assert "'=HYPERLINK" in names


def test_a_list_is_uploaded_for_the_own_municipality_only(
    sign_in: SignIn, kusel_staff: User, kaiserslautern_staff: User, kusel: Municipality
) -> None:
    upload = SimpleUploadedFile("schulen.csv", b"Name;Schulform\r\nA;Grundschule")
    answer = sign_in(kusel_staff).post(f"{LIST}einlesen/", {"kind": "school-list", "main": upload})
    job = ImportJob.objects.get()
    assert (job.kind, job.municipality) == (ImportKind.SCHOOL_LIST, kusel)
    assert answer["Location"] == f"{LIST}einlesen/{job.uuid}/"
    assert sign_in(kusel_staff).get(answer["Location"]).status_code == 200
    assert sign_in(kaiserslautern_staff).get(answer["Location"]).status_code == 403
    assert (
        sign_in(kaiserslautern_staff).get(f"/kommunen/07335/schulen/einlesen/{job.uuid}/").status_code == 404
    )


def test_the_list_takes_as_many_queries_for_twenty_schools_as_for_two(
    sign_in: SignIn, kusel: Municipality, kusel_staff: User
) -> None:
    client = sign_in(kusel_staff)
    body = SchoolAuthority.objects.create(name="Verband", form=AuthorityForm.PRIVATE, land="07", seat=kusel)
    used = []
    for numbers in (range(2), range(2, 20)):
        for number in numbers:
            data = SchoolData(f"Eigene {number:02d}", "Grundschule")
            add_school(actor=kusel_staff, municipality=kusel, data=data)
            School.objects.create(
                authority=body, land="07", name=f"Andere {number:02d}", school_form="Gymnasium"
            )
        with CaptureQueriesContext(connection) as queries:
            page = client.get(LIST).content.decode()
        assert page.count("Eigene ") >= numbers.stop
        used.append(len(queries))
    assert used[0] == used[1]


def test_the_api_reads_filters_enters_and_changes(
    sign_in: SignIn, kusel_staff: User, stranger: User, school: School
) -> None:
    client = sign_in(kusel_staff)
    listed = client.get("/api/v1/schools/?municipality=07336&school_form=Grundschule&search=nord").json()
    assert [(row["name"], row["municipality"], row["authority_form"]) for row in listed["results"]] == [
        ("Grundschule Nord", "07336", "municipality")
    ]
    new = {"municipality": "07336", "name": "Südschule", "school_form": "Grundschule"}
    created = client.post("/api/v1/schools/", new, content_type="application/json")
    assert (created.status_code, created.json()["source"]) == (201, "typed")
    refused = sign_in(stranger).post("/api/v1/schools/", new, content_type="application/json")
    assert refused.status_code == 403
    address = f"/api/v1/schools/{school.pk}/"
    changed = client.patch(address, {"pupils": 99, "version": 1}, content_type="application/json")
    assert (changed.status_code, changed.json()["pupils"]) == (200, 99)
    late = client.patch(address, {"pupils": 1, "version": 1}, content_type="application/json")
    assert (late.status_code, late.json()["current"]["pupils"]) == (409, 99)

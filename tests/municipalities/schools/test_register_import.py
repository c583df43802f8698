"""The school register of Nordrhein-Westfalen: a whole file or nothing, twice as good as once."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from ikz.accounts.models import User
from municipalities.models import AuthorityForm, Municipality, School, SchoolAuthority, SchoolSource
from municipalities.schools.importing import apply_register, check_register
from municipalities.services import add_membership, change_school, close_school
from municipalities.services.schools import SchoolData
from tests.cast import SINCE
from tests.municipalities.schools.files import Line, authorities, pupils, register

CITY = ("10001", "Stadt Musterstadt", "Stadt Musterstadt", "Musterstadt")
DISTRICT = ("10002", "Kreis Muster", "Kreis Muster", "Musterstadt")
ASSOCIATION = ("50001", "Schulverband|Muster-Nord", "Musterstadt, Schulverband", "Musterstadt")
CLUB = ("70001", "Schulverein Muster e.V.|c/o Frau Muster", "Musterstadt, Schulverein", "Musterstadt")
pytestmark = pytest.mark.usefixtures("musterstadt")


def lines(number: int = 3) -> list[Line]:
    return [Line(f"10000{index}", (f"Grundschule {index}", "", "")) for index in range(number)]


def whole(folder: Path) -> tuple[Path, Path, Path]:
    return (
        register(
            folder,
            Line("100001"),
            Line("100002", ("Berufs-", "kolleg Muster", ""), form="30", body="10002"),
            Line("100003", body="50001", form="15"),
            Line("100004", body="70001", law="2", form="17"),
            Line("100005", body="79999", law="2"),
            Line("100006", ("Schulamt", "", ""), form="0A", body="0"),
        ),
        authorities(folder, CITY, DISTRICT, ASSOCIATION, CLUB),
        pupils(folder, n100001=220, n100003=700, n999999=5),
    )


def test_schools_come_with_their_schultraeger_and_pupils(tmp_path: Path, musterstadt: Municipality) -> None:
    report = apply_register(*whole(tmp_path))

    assert (report.created, report.rejected, report.refused) == (5, 0, False)
    school = School.objects.get(register_number="100001")
    assert (school.authority.municipality, school.location) == (musterstadt, musterstadt)
    assert (school.pupils, school.pupils_as_of, school.source) == (220, "2024/25", SchoolSource.REGISTER)
    assert School.objects.get(register_number="100002").name == "Berufskolleg Muster"
    association = School.objects.get(register_number="100003").authority
    assert (association.form, association.name) == (AuthorityForm.SPECIAL_PURPOSE, "Schulverband Muster-Nord")
    assert association.seat == musterstadt
    assert report.levels["Schul- und Zweckverbände"] == 1
    assert any("1 Zeilen der Schülerzahlen" in note for note in report.notes)


def test_no_person_is_kept_with_a_private_body(tmp_path: Path) -> None:
    apply_register(*whole(tmp_path))
    private = SchoolAuthority.objects.filter(form=AuthorityForm.PRIVATE).values_list("name", flat=True)
    assert set(private) == {"Schulverein Muster e.V.", "Freier Träger 79999"}


def test_checking_writes_nothing_and_promises_what_applying_does(tmp_path: Path) -> None:
    files = whole(tmp_path)
    promised = check_register(*files)
    assert not School.objects.exists()
    assert not SchoolAuthority.objects.exists()
    assert apply_register(*files) == promised


def test_a_second_import_changes_nothing(tmp_path: Path) -> None:
    files = whole(tmp_path)
    apply_register(*files)
    before = list(School.objects.order_by("pk").values())
    report = apply_register(*files)
    assert (report.created, report.updated, report.unchanged, report.dissolved) == (0, 0, 5, 0)
    assert list(School.objects.order_by("pk").values()) == before


def test_a_later_file_without_schultraeger_knows_them_from_before(tmp_path: Path) -> None:
    main, told, _ = whole(tmp_path)
    apply_register(main, told)
    assert apply_register(main).unchanged == 5


def test_a_public_school_whose_traeger_is_unknown_is_left_out_with_its_line(tmp_path: Path) -> None:
    main = register(tmp_path, Line("100001"), Line("100002", body="83197"))
    report = apply_register(main, authorities(tmp_path, CITY))
    assert (report.created, report.rejected) == (1, 1)
    assert (report.problems[0].line, report.problems[0].message) == (
        4,
        "Der Träger 83197 der Schule 100002 ist nicht bekannt.",
    )


def test_a_municipality_that_cannot_be_found_is_named_and_not_guessed(tmp_path: Path) -> None:
    main = register(tmp_path, Line("100001", body="10003"))
    told = authorities(tmp_path, ("10003", "Stadt Anderswo", "Stadt Anderswo", "Anderswo"))
    report = apply_register(main, told)
    assert (report.created, report.rejected) == (0, 1)
    assert any("Stadt Anderswo (10003)" in note for note in report.notes)


@pytest.mark.parametrize(
    ("operation", "counted", "closed"),
    [
        (("1", "01.08.1990"), False, None),
        (("9", "31.07.2021"), False, date(2021, 8, 1)),
        (("2", "31.07.2022"), False, date(2022, 8, 1)),
        # Pupils of a later school year show that it went on.
        (("2", "31.07.2022"), True, None),
        (("0", "31.07.2199"), False, None),
    ],
)
def test_the_key_of_operation_closes_schools(
    tmp_path: Path, operation: tuple[str, str], counted: bool, closed: date | None
) -> None:
    main = register(tmp_path, Line("100001", operation=operation))
    counts = pupils(tmp_path, n100001=10) if counted else None
    apply_register(main, authorities(tmp_path, CITY), counts)
    assert School.objects.get().closed_on == closed


def test_a_file_in_which_many_schools_are_missing_is_refused_unless_forced(tmp_path: Path) -> None:
    told = authorities(tmp_path, CITY)
    apply_register(register(tmp_path, *lines(4)), told)
    shorter = register(tmp_path, *lines(3))

    refused = apply_register(shorter, told)
    assert (refused.refused, refused.forceable) == (True, True)
    assert "1 von 4 Schulen fehlen" in refused.problems[0].message
    assert School.objects.running().count() == 4

    forced = apply_register(shorter, told, forced=True)
    assert forced.dissolved == 1
    assert School.objects.get(register_number="100003").closed_on == timezone.localdate()


def test_a_school_that_returns_runs_again(tmp_path: Path) -> None:
    told = authorities(tmp_path, CITY)
    apply_register(register(tmp_path, *lines(4)), told)
    apply_register(register(tmp_path, *lines(3)), told, forced=True)
    report = apply_register(register(tmp_path, *lines(4)), told)
    assert (report.updated, School.objects.running().count()) == (1, 4)


def test_what_staff_keep_stays_but_newer_pupils_come_in(
    tmp_path: Path, musterstadt: Municipality, administrator: User, kusel_staff: User
) -> None:
    add_membership(actor=administrator, user=kusel_staff, municipality=musterstadt, valid_from=SINCE)
    told = authorities(tmp_path, CITY)
    main = register(tmp_path, Line("100001"), Line("100002"))
    apply_register(main, told, pupils(tmp_path, "2023/24", n100001=200, n100002=90))
    school, other = School.objects.order_by("register_number")
    change_school(
        actor=kusel_staff,
        school_id=school.pk,
        data=SchoolData("Bachschule", "Grundschule", "100001", 205, "2023/24"),
        expected_version=school.version,
    )
    close_school(actor=kusel_staff, school_id=other.pk)

    apply_register(main, told, pupils(tmp_path, "2024/25", n100001=230, n100002=80))
    school.refresh_from_db()
    other.refresh_from_db()
    assert (school.name, school.pupils, school.pupils_as_of) == ("Bachschule", 230, "2024/25")
    assert other.closed_on is not None

    apply_register(main, told, pupils(tmp_path, "2022/23", n100001=1, n100002=1))
    school.refresh_from_db()
    assert school.pupils == 230


def test_a_municipality_found_later_takes_over_its_schools(tmp_path: Path, musterstadt: Municipality) -> None:
    body = SchoolAuthority.objects.create(
        name="Freier Träger 10001", form=AuthorityForm.PRIVATE, land="05", register_numbers=["10001"]
    )
    School.objects.create(
        authority=body, land="05", register_number="100001", name="A", school_form="B", source="register"
    )
    apply_register(register(tmp_path, Line("100001")), authorities(tmp_path, CITY))
    assert School.objects.get().authority.municipality == musterstadt
    body.refresh_from_db()
    assert body.register_numbers == []


def broken(content: str, old: str, new: str) -> str:
    assert old in content
    return content.replace(old, new)


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('"100002"', '"100001"', 5, "Die Schulnummer 100001 steht schon in Zeile 4."),
        ('"100002";"02"', '"100002"', 5, "Felder statt"),
        ('"100002"', '"100002', 5, "Anführungszeichen"),
        ("Traegernummer", "Nummer", 1, "fehlen die Spalten Traegernummer"),
    ],
)
def test_a_damaged_file_is_refused_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, words: str
) -> None:
    main = register(tmp_path, *lines(4))
    main.write_text(broken(main.read_text(), old, new))
    report = apply_register(main, authorities(tmp_path, CITY))
    assert report.refused
    assert (report.problems[0].line, report.problems[0].file) == (line, "Schulverzeichnis")
    assert words in report.problems[0].message
    assert not School.objects.exists()


def test_another_encoding_is_refused_with_the_line(tmp_path: Path) -> None:
    main = register(tmp_path, Line("100001"), Line("100002", ("Schule an der Mühle", "", "")))
    main.write_bytes(main.read_text().encode("cp1252"))
    problem = apply_register(main, authorities(tmp_path, CITY)).problems[0]
    assert (problem.line, problem.message) == (4, "Die Datei ist nicht in UTF-8 gespeichert.")


@pytest.mark.parametrize(
    ("xml", "words"),
    [
        ('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "Dokumenttyp"),
        ("<Traegerdaten><Traeger>", "abgeschnitten"),
        ("<Traegerdaten/>", "keine Schulträger"),
    ],
)
def test_xml_that_is_hostile_or_cut_is_refused(tmp_path: Path, xml: str, words: str) -> None:
    told = tmp_path / "traeger.xml"
    told.write_text(xml)
    report = apply_register(register(tmp_path, Line("100001")), told)
    assert report.refused
    assert words in report.problems[0].message


def test_without_schultraeger_one_sentence_says_what_is_missing(tmp_path: Path) -> None:
    report = apply_register(register(tmp_path, Line("100001")))
    assert [problem.message for problem in report.problems] == [
        "Die Schulträger des Landes sind noch nicht bekannt. Bitte geben Sie auch die Datei der Schulträger an."
    ]


def test_a_school_counts_until_the_end_of_its_last_day(tmp_path: Path) -> None:
    day = timezone.localdate() - timedelta(days=1)
    main = register(tmp_path, Line("100001", operation=("0", f"{day:%d.%m.%Y}")))
    apply_register(main, authorities(tmp_path, CITY))
    assert School.objects.get().closed_on == timezone.localdate()

"""Finding municipalities: spellings, keys, order, and names that several have."""

from collections.abc import Callable
from datetime import date

import pytest

from ikz.accounts.models import User
from municipalities import selectors
from municipalities.folding import spellings
from municipalities.models import Kind, Municipality
from municipalities.picking import labels, pick, suggest
from municipalities.services import register_municipality
from municipalities.services.register import searchable

Enter = Callable[..., Municipality]


@pytest.fixture
def enter(db: None) -> Enter:
    """Enter a municipality by key and name."""

    def make(ags: str, name: str, former: list[str] | None = None, **facts: object) -> Municipality:
        kind = Kind.DISTRICT if len(ags) == 5 else Kind.MUNICIPALITY
        values: dict[str, object] = {"kind": kind, "display_name": name.partition(",")[0]} | facts
        row = register_municipality(ags=ags, name=name, **values)  # type: ignore[arg-type]
        if former:
            Municipality.objects.filter(pk=row.pk).update(
                former_names=former, search_text=searchable(name, row.display_name, former)
            )
        return row

    return make


def found(user: User, text: str) -> list[str]:
    return [row.ags for row in selectors.search(selectors.register(user), text)]


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Münster, Stadt", "Muenster"),
        ("Weißenfels, Stadt", "weissenfels"),
        ("Neustadt/ Westerwald", "Neustadt Westerwald"),
        ("Bad Neuenahr-Ahrweiler, Stadt", "Bad Neuenahr Ahrweiler"),
        ("Rhein-Pfalz-Kreis", "Rheinpfalzkreis"),
        ("Falkenstein/Harz, Stadt", "falkenstein harz"),
        ("Falkenstein/Harz, Stadt", "Falkenstein (Harz)"),
        ("Oberharz am Brocken, Stadt", "Oberharz"),
        ("Sankt Augustin, Stadt", "St. Augustin"),
        ("St. Wendel, Kreisstadt", "Sankt Wendel"),
        ("St.Bernhard", "St Bernhard"),
        ("Neustadt a.d.Aisch, St", "Neustadt an der Aisch"),
        ("Weiden i.d.OPf., GKSt", "Weiden in der Opf"),
        ("Lindenberg i.Allgäu, St", "Lindenberg im Allgäu"),
        ("Cottbus/Chóśebuz, Stadt", "Chosebuz"),
        ("Quedlinburg, Welterbestadt", "Welterbestadt Quedlinburg"),
    ],
)
def test_a_name_is_found_however_it_is_spelled(enter: Enter, stranger: User, name: str, typed: str) -> None:
    enter("05515000", name)
    assert found(stranger, typed) == ["05515000"]


def test_an_old_name_finds_the_municipality_of_today(enter: Enter, stranger: User) -> None:
    enter("15085227", "Nordharz", former=["Veckenstedt"])
    assert found(stranger, "veckenst") == ["15085227"]
    assert pick(stranger, "Veckenstedt").ags == "15085227"


def test_keys_and_postal_codes_are_found_from_their_beginning(enter: Enter, stranger: User) -> None:
    enter("07336055", "Kusel, Stadt", ars="073365005055", postal_code="66869")
    enter("05515000", "Münster, Stadt", ars="055150000000", postal_code="48143")
    for typed in ("07336055", "07336", "073365005", "07 3 36 055", "66869", "668", "66869 Kusel"):
        assert found(stranger, typed) == ["07336055"], typed
    # Two digits of a postal code fit too much.
    assert found(stranger, "48") == []


def test_whole_names_come_first_then_beginnings_then_words_then_the_rest(
    enter: Enter, stranger: User
) -> None:
    enter("01000001", "Altneuhof", population=90_000)
    enter("01000002", "Bad Neuhof", population=80_000)
    enter("01000003", "Neuhofen", population=70_000)
    enter("01000004", "Neuhof", population=100)
    enter("01000005", "Neuhof", population=2_000)
    assert found(stranger, "neuhof") == ["01000005", "01000004", "01000003", "01000002", "01000001"]


def test_names_that_several_have_are_told_apart_by_their_kreis(enter: Enter, stranger: User) -> None:
    enter("09575", "Neustadt a.d.Aisch-Bad Windsheim", display_name="Landkreis Neustadt a.d.Aisch")
    enter("07338", "Rhein-Pfalz-Kreis")
    rows = [enter("09575001", "Neustadt, M"), enter("07338002", "Neustadt"), enter("07338003", "Otterstadt")]
    assert labels(stranger, rows) == [
        "Neustadt, Landkreis Neustadt a.d.Aisch (09575001)",
        "Neustadt, Rhein-Pfalz-Kreis (07338002)",
        "Otterstadt (07338003)",
    ]
    assert pick(stranger, labels(stranger, rows)[1]) == rows[1]


def test_a_stadtstaat_and_its_land_are_told_apart_by_what_they_are(enter: Enter, stranger: User) -> None:
    land = enter("11", "Berlin", kind=Kind.LAND, designation="Land")
    city = enter("11000000", "Berlin, Stadt", parent=land, designation="kreisfreie Stadt")
    assert labels(stranger, [land, city]) == ["Berlin, Land (11)", "Berlin, kreisfreie Stadt (11000000)"]


def test_two_of_one_name_in_one_kreis_are_told_apart_by_their_verband(enter: Enter, stranger: User) -> None:
    district = enter("13075", "Vorpommern-Greifswald")
    offices = [
        enter(f"13075555{number}", name, kind=Kind.ASSOCIATION, parent=district)
        for number, name in enumerate(("Amt Anklam-Land", "Amt Landhagen"))
    ]
    rows = [enter(f"1307510{number}", "Neuenkirchen", parent=office) for number, office in enumerate(offices)]
    assert labels(stranger, rows) == [
        "Neuenkirchen, Amt Anklam-Land, Vorpommern-Greifswald (13075100)",
        "Neuenkirchen, Amt Landhagen, Vorpommern-Greifswald (13075101)",
    ]


def test_dissolved_ones_are_never_suggested(enter: Enter, stranger: User) -> None:
    gone = enter("15085020", "Veckenstedt")
    Municipality.objects.filter(pk=gone.pk).update(dissolved_as_of=date(2023, 11, 30))
    assert suggest(stranger, "Veckenstedt") == []


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Bad Homburg v.d. Höhe", ["bad homburg v d hoehe", "bad homburg vor der hoehe"]),
        ("Haar b.München", ["haar b muenchen", "haar bei muenchen"]),
        ("Saale-Orla-Kreis", ["saale orla kreis", "saaleorlakreis"]),
        ("st", ["st"]),
        ("–", []),
    ],
)
def test_spellings(name: str, written: list[str]) -> None:
    assert spellings(name) == written

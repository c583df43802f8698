"""Who is behind a Schulträger: certain where name and place agree, open otherwise, never guessed."""

import pytest

from municipalities.models import AuthorityForm, Kind
from municipalities.schools.authorities import Gazetteer, Place, Schools
from municipalities.schools.facts import AuthorityFacts

TOWN = Place(1, "05999004", Kind.MUNICIPALITY, "Musterstadt, Hansestadt")
DISTRICT = Place(2, "05999", Kind.DISTRICT, "Musterstadt")
HILLS = Place(3, "05998", Kind.DISTRICT, "Hügellandkreis")
NORTH = Place(4, "05998008", Kind.MUNICIPALITY, "Neudorf (Nord)")
SOUTH = Place(5, "05999008", Kind.MUNICIPALITY, "Neudorf (Süd)")
GAZETTEER = Gazetteer([TOWN, DISTRICT, HILLS, NORTH, SOUTH])


def facts(name: str, short: str = "", city: str = "Musterstadt") -> AuthorityFacts:
    return AuthorityFacts("10001", name, short or name, "49999", city)


@pytest.mark.parametrize(
    ("name", "short", "place"),
    [
        ("Stadt Musterstadt", "", TOWN),
        ("Stadt Musterstadt Schulverwaltungsamt", "Stadt Musterstadt", TOWN),
        ("Musterstadt", "Musterstadt, Stadt", TOWN),
        ("Stadt Musterstadt/Fluss", "", TOWN),
        ("Kreis Musterstadt", "", DISTRICT),
        ("Hügellandkreis", "", HILLS),
    ],
)
def test_municipalities_are_found_by_what_they_are_called(name: str, short: str, place: Place) -> None:
    resolved = GAZETTEER.resolve(facts(name, short))
    assert (resolved.form, resolved.place) == (AuthorityForm.MUNICIPALITY, place)


def test_schools_decide_between_namesakes() -> None:
    resolved = GAZETTEER.resolve(facts("Gemeinde Neudorf"), Schools({"05998008": 2}, public=True))
    assert resolved.place == NORTH


@pytest.mark.parametrize(
    ("name", "schools"),
    [
        ("Gemeinde Neudorf", Schools({})),
        ("Stadt Anderswo", Schools({"05999004": 3}, public=True)),
        # The name fits, but its schools stand in another town.
        ("Stadt Musterstadt", Schools({"05998008": 3}, public=True)),
    ],
)
def test_what_is_not_clear_stays_open(name: str, schools: Schools) -> None:
    resolved = GAZETTEER.resolve(facts(name), schools)
    assert (resolved.form, resolved.place) == (None, None)


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("Förderschulzweckverband im Kreis Musterstadt", AuthorityForm.SPECIAL_PURPOSE),
        ("Volkshochschul-Zweckverband Musterstadt", AuthorityForm.SPECIAL_PURPOSE),
        ("Landschaftsverband Musterland", AuthorityForm.REGIONAL),
        ("Land Nordrhein-Westfalen", AuthorityForm.STATE),
        ("Caritasverband für die Stadt Musterstadt e.V.", AuthorityForm.PRIVATE),
        ("Kirchenkreis Musterstadt", AuthorityForm.PRIVATE),
    ],
)
def test_other_bodies_have_a_form_and_a_seat(name: str, form: AuthorityForm) -> None:
    resolved = GAZETTEER.resolve(facts(name, f"Musterstadt, {name}"))
    assert (resolved.form, resolved.place, resolved.seat) == (form, None, TOWN)


def test_who_runs_private_schools_is_private_whatever_the_name() -> None:
    resolved = GAZETTEER.resolve(facts("Stadt Musterstadt"), Schools({"05999004": 1}, public=False))
    assert (resolved.form, resolved.place) == (AuthorityForm.PRIVATE, None)

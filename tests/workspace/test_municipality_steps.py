"""What staff are told to do next for their municipality."""

import pytest

from workspace.municipality_steps import Own, municipality_steps, reminders_of

NOTHING = {"has_profile": False, "is_stale": False, "has_schools": False, "has_need": False}
ALL = {"has_profile": True, "is_stale": False, "has_schools": True, "has_need": True}


@pytest.mark.parametrize(
    ("own", "titles"),
    [
        (NOTHING, ["Profil ausfüllen", "Schulen eintragen", "Bedarf beschreiben"]),
        ({**ALL, "is_stale": True}, ["Profil prüfen", "Partner suchen"]),
        ({**ALL, "has_schools": False}, ["Schulen eintragen", "Partner suchen"]),
        ({**ALL, "has_need": False}, ["Bedarf beschreiben"]),
        (ALL, ["Partner suchen"]),
    ],
)
def test_what_is_missing_comes_first_and_then_the_search(own: dict[str, bool], titles: list[str]) -> None:
    steps = municipality_steps(Own(ags="07336", **own))
    assert [step.title for step in steps] == titles
    assert all(step.href.startswith("/kommunen/07336/") for step in steps)


def test_the_start_page_says_of_whom_it_speaks_and_reminds_of_nothing_else() -> None:
    own = Own(ags="07336", has_profile=True, is_stale=True, has_need=True)
    (step,) = reminders_of("Landkreis Kusel", own)
    assert step.note == "Landkreis Kusel: Die Angaben sind über ein Jahr alt."
    assert reminders_of("Landkreis Kusel", Own(ags="07336", **ALL)) == []

"""The clock of an agenda, wishes that meet a newer one, and what changed in words; no database."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.agenda_changes import changes_between
from governance.agenda_plan import balance, begins, moved, wish_now
from governance.reflection import questions

KEYS = st.lists(st.integers(1, 30), unique=True, max_size=12)


def test_the_clock_runs_through_the_minutes() -> None:
    start = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
    assert [moment.strftime("%H:%M") for moment in begins(start, [10, 35, 5])] == ["09:00", "09:10", "09:45"]
    assert begins(start, []) == []


@pytest.mark.parametrize(
    ("planned", "available", "words"),
    [
        (105, 90, "Der Plan ist 15 Minuten länger als die Sitzung."),
        (91, 90, "Der Plan ist 1 Minute länger als die Sitzung."),
        (90, 90, "Der Plan füllt die Sitzung genau."),
        (89, 90, "Es bleibt eine Minute frei."),
        (0, 90, "Es bleiben 90 Minuten frei."),
    ],
)
def test_the_balance_has_a_word(planned: int, available: int, words: str) -> None:
    assert balance(planned, available) == words


@given(KEYS, st.integers(1, 30), st.integers(-40, 40))
def test_moving_one_keeps_all_the_others_in_order(order: list[int], one: int, step: int) -> None:
    after = moved(order, one, step)
    assert sorted(after) == sorted(order)
    assert [other for other in after if other != one] == [other for other in order if other != one]


@given(st.lists(st.integers(1, 30), max_size=15), KEYS)
def test_a_wish_never_loses_or_doubles_an_item(wish: list[int], present: list[int]) -> None:
    after = wish_now(wish, present)
    assert sorted(after) == sorted(present)


def _item(pk: int, number: int, title: str, **more: Any) -> dict[str, Any]:
    return {
        "id": pk,
        "number": number,
        "title": title,
        "kind": "information",
        "orientation": "task",
        "minutes": 10,
        "presenter": "",
        "motion": "",
        "is_public": False,
        "papers": [],
        **more,
    }


def _content(*items: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "title": "Steuerkreis",
        "purpose": "Entscheiden",
        "starts_at": "2026-12-01T09:00:00+00:00",
        "minutes": 90,
        "place": "Kreishaus",
        "link": "",
        "items": list(items),
        **more,
    }


def test_what_changed_is_told_line_by_line() -> None:
    old = _content(_item(1, 1, "Bericht"), _item(2, 2, "Netze"), _item(3, 3, "Budget"))
    new = _content(
        _item(
            3,
            1,
            "Budget 2027",
            kind="resolution",
            minutes=20,
            motion="Wir beschließen.",
            presenter="Kämmerei",
        ),
        _item(1, 2, "Bericht", is_public=True, papers=[{"id": "u", "title": "Folien"}]),
        _item(4, 3, "Neues"),
        starts_at="2027-07-01T08:30:00+00:00",
        minutes=60,
        place="",
        link="https://treffen.example/x",
    )
    assert changes_between(old, new) == [
        "Beginn: 01.07.2027, 10:30 Uhr statt 01.12.2026, 10:00 Uhr",
        "Dauer: 60 statt 90 Minuten",
        "Ort: entfällt (bisher Kreishaus)",
        "Videokonferenz: https://treffen.example/x",
        "Entfällt: TOP 2 „Netze“",
        "TOP 1 „Budget 2027“ hieß bisher „Budget“",
        "TOP 1 „Budget 2027“: Beschluss statt Information",
        "TOP 1 „Budget 2027“: 20 statt 10 Minuten",
        "TOP 1 „Budget 2027“: Vortrag Kämmerei",
        "TOP 1 „Budget 2027“: Beschlussvorschlag liegt vor",
        "TOP 2 „Bericht“: jetzt öffentlich",
        "TOP 2 „Bericht“: neue Vorlage „Folien“",
        "Neu: TOP 3 „Neues“",
        "Neue Reihenfolge: TOP 1 „Budget 2027“, TOP 2 „Bericht“, TOP 3 „Neues“",
    ]
    assert changes_between(new, new) == []


def test_moving_up_behind_a_removed_item_is_no_new_order() -> None:
    old = _content(_item(1, 1, "Bericht"), _item(2, 2, "Netze"))
    assert changes_between(old, _content(_item(2, 1, "Netze"))) == ["Entfällt: TOP 1 „Bericht“"]


def test_the_look_back_has_the_four_questions_of_the_method() -> None:
    assert [one.key for one in questions()] == [
        "goals-reached",
        "changed-context",
        "delivery",
        "governance-fit",
    ]

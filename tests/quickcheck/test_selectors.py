"""Reads of the Quick Check: the same numbers everywhere, and no query per row."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cooperations.models import Cooperation, Partner
from cooperations.services import create_cooperation, remove_partner
from cooperations.services.cooperations import CooperationData
from ikz.accounts.models import User
from municipalities.models import Kind, Municipality
from municipalities.services import register_municipality
from quickcheck import catalog, selectors
from quickcheck.models import Rating
from quickcheck.sheets import unsaved_sheet
from tests.quickcheck.conftest import Rate


def test_views_are_apart(cooperation: Cooperation, kusel_partner: Partner, rate: Rate) -> None:
    rate("clear-goals", "fulfilled")
    rate("clear-goals", "started", partner=kusel_partner)
    board = selectors.board(cooperation)
    assert list(board.perspectives) == ["gesamt", "07333", "07335", "07336"]
    assert [board.sheets[key].score.fulfilled for key in board.perspectives] == [1, 0, 0, 0]
    factor, rows = board.comparison[0]
    assert factor.key == "clear-goals"
    assert [row.label for row in rows] == [
        "erfüllt",
        "noch nicht bewertet",
        "noch nicht bewertet",
        "begonnen",
    ]


def test_a_rating_taken_back_counts_as_unrated(cooperation: Cooperation, rate: Rate) -> None:
    rate("clear-goals", "fulfilled", "Beschluss")
    rate("clear-goals", "", "Beschluss")
    sheet = selectors.board(cooperation).sheets[selectors.WHOLE]
    assert (sheet.score.fulfilled, sheet.score.unrated) == (0, 12)
    assert sheet.rows[0].evidence == "Beschluss"


def test_who_left_has_no_view_any_more(
    cooperation: Cooperation, coordinator: User, kusel_partner: Partner, rate: Rate
) -> None:
    rate("clear-goals", "fulfilled", partner=kusel_partner)
    remove_partner(actor=coordinator, partner=kusel_partner)
    assert "07336" not in selectors.board(cooperation).perspectives
    assert Rating.objects.count() == 1


def test_next_steps_start_with_what_nothing_was_done_for() -> None:
    values = dict.fromkeys(catalog.factors(), "fulfilled")
    values |= {
        "clear-goals": "mostly",
        "topics-described": "started",
        "prerequisites": "open",
        "decision-makers": "na",
    }
    values["reflection-agenda"] = ""
    sheet = unsaved_sheet(values)
    assert [row.factor.number for row in sheet.to_do] == [8, 2, 1]
    assert [row.factor.number for row in sheet.unrated] == [12]


def test_fulfilled_without_evidence_is_pointed_out(cooperation: Cooperation, rate: Rate) -> None:
    rate("clear-goals", "fulfilled")
    rate("topics-described", "fulfilled", "Themenliste")
    assert [row.lacks_evidence for row in selectors.board(cooperation).sheets[selectors.WHOLE].rows[:2]] == [
        True,
        False,
    ]


@pytest.fixture
def more_cooperations(coordinator: User, donnersberg: Municipality) -> Callable[[int], list[Cooperation]]:
    def make(count: int) -> list[Cooperation]:
        rows = [
            create_cooperation(
                actor=coordinator,
                data=CooperationData(title=f"Kooperation {number}"),
                lead=donnersberg,
                partners=[donnersberg],
            )
            for number in range(count)
        ]
        for row in rows:
            Rating.objects.create(cooperation=row, factor_key="clear-goals", value="fulfilled")
        return rows

    return make


@pytest.mark.parametrize("count", [2, 20])
def test_headlines_of_a_list_cost_one_query(
    count: int, more_cooperations: Callable[[int], list[Cooperation]]
) -> None:
    rows = more_cooperations(count)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        scores = selectors.headlines(rows)
    assert len(queries) == 1
    assert [scores[row.pk].headline for row in rows] == ["erfüllt 1 von 12"] * count


def test_the_board_costs_two_queries_however_many_partners(cooperation: Cooperation, rate: Rate) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            selectors.board(cooperation)
        return len(queries)

    before = cost()
    for number in range(20):
        municipality = register_municipality(
            ags=f"073370{number:02d}",
            kind=Kind.MUNICIPALITY,
            name=f"Ort {number}",
            display_name=f"Ort {number}",
        )
        partner = Partner.objects.create(
            cooperation=cooperation, municipality=municipality, status="confirmed"
        )
        rate("clear-goals", "started", partner=partner)
    assert before == cost() == 2

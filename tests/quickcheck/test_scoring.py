"""Numbers of the Quick Check: what counts, what does not, and that more is never less."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quickcheck import catalog, scoring
from quickcheck.scoring import Score, score

VALUES = ["", "open", "started", "mostly", "fulfilled", "na"]
RISING = ["", "open", "started", "mostly", "fulfilled"]
ratings = st.lists(st.sampled_from(VALUES), max_size=30)
sheets = st.dictionaries(st.sampled_from(list(catalog.factors())), st.sampled_from(VALUES))


def test_headline_and_share_of_a_mixed_sheet() -> None:
    whole = score(["fulfilled"] * 5 + ["mostly"] * 2 + ["started"] * 2 + ["open", "", "na"])
    assert (whole.fulfilled, whole.applicable, whole.not_applicable, whole.unrated) == (5, 11, 1, 1)
    assert (whole.points, whole.points_max) == (21, 33)
    assert whole.share == Decimal(21) / 33


def test_nothing_rated_is_nothing_reached() -> None:
    whole = scoring.result({}).whole
    assert (whole.fulfilled, whole.applicable, whole.unrated, whole.share) == (0, 12, 12, Decimal(0))


def test_where_nothing_applies_there_is_no_share() -> None:
    whole = scoring.result(dict.fromkeys(catalog.factors(), "na")).whole
    assert (whole.fulfilled, whole.applicable, whole.not_applicable, whole.share) == (0, 0, 12, None)


def test_an_unknown_value_is_refused() -> None:
    with pytest.raises(KeyError):
        score(["vielleicht"])


@given(ratings)
def test_bounds(values: list[str]) -> None:
    result = score(values)
    assert 0 <= result.fulfilled <= result.applicable <= result.total == len(values)
    assert 0 <= result.points <= result.points_max
    assert result.share is None or 0 <= result.share <= 1


@given(ratings.filter(lambda values: any(value != "na" for value in values)), st.data())
def test_a_better_rating_never_lowers_anything(values: list[str], data: st.DataObject) -> None:
    place = data.draw(st.sampled_from([i for i, value in enumerate(values) if value != "na"]))
    better = data.draw(st.sampled_from(RISING[RISING.index(values[place]) :]))
    before, after = score(values), score([*values[:place], better, *values[place + 1 :]])
    assert after.applicable == before.applicable
    assert after.fulfilled >= before.fulfilled
    assert after.points >= before.points


@given(ratings, st.integers(min_value=0, max_value=9))
def test_what_does_not_apply_is_in_neither_number(values: list[str], more: int) -> None:
    before, after = score(values), score([*values, *["na"] * more])
    assert (after.fulfilled, after.applicable, after.points, after.points_max, after.share) == (
        before.fulfilled,
        before.applicable,
        before.points,
        before.points_max,
        before.share,
    )


@given(ratings.flatmap(lambda values: st.tuples(st.just(values), st.permutations(values))))
def test_order_does_not_matter(both: tuple[list[str], list[str]]) -> None:
    assert score(both[0]) == score(both[1])


@given(ratings)
def test_unrated_counts_like_open(values: list[str]) -> None:
    assert score(values).share == score(["open" if value == "" else value for value in values]).share


@given(sheets)
def test_the_whole_is_the_sum_of_its_phases(sheet: dict[str, str]) -> None:
    result = scoring.result(sheet)
    assert sum(result.phases.values(), Score()) == result.whole
    assert [phase.total for phase in result.phases.values()] == [6, 4, 2]

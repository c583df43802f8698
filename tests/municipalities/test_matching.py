"""The rule of the partner search: what holds for every pair of municipalities, and the words it gives."""

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from municipalities.matching import (
    CRITERIA,
    MAX_WEIGHT,
    Facts,
    Place,
    Search,
    Tie,
    Weights,
    Wish,
    criteria_of,
    distance_km,
    proximity_asked,
    rank,
    reasons,
)

WISH = Wish("onsite-support", "relief", "service")
AREAS = ("onsite-support", "remote-support", "procurement")
AIMS = ("relief", "synergy", "change")
PHASES = ("service", "procurement")

wishes = st.builds(Wish, st.sampled_from(AREAS), st.sampled_from(AIMS), st.sampled_from(PHASES))
facts = st.builds(
    Facts,
    pupils=st.none() | st.integers(0, 200_000),
    it_staff=st.none() | st.floats(0, 200),
    devices=st.none() | st.integers(0, 100_000),
    wishes=st.frozensets(wishes, max_size=3),
    tie=st.sampled_from(Tie),
)
keys = st.integers(1, 16).flatmap(lambda land: st.integers(0, 999).map(lambda rest: f"{land:02d}{rest:03d}"))
latitudes = st.floats(-90, 90)
longitudes = st.floats(-180, 180)
somewhere = st.builds(Place, keys, st.text("abc", max_size=4), st.none(), latitudes, longitudes)
population = st.none() | st.integers(0, 4_000_000)
unplaced = st.builds(Place, keys, st.text("abc", max_size=4), population, st.none(), st.none(), facts)
placed = st.builds(Place, keys, st.text("abc", max_size=4), population, latitudes, longitudes, facts)
places = placed | unplaced
weight = st.integers(0, MAX_WEIGHT)
weights = st.builds(
    Weights, need=weight, distance=weight, size=weight, capacity=weight, tie=weight, land=weight
)
searches = st.builds(Search, places, wishes, st.sampled_from(("none", "low", "medium", "high")), weights)


def _place(key: str = "07336", name: str = "kusel", *, north: float | None = 49.5, **known: object) -> Place:
    east = None if north is None else 7.5
    return Place(key, name, 70_000, north, east, Facts(**known))  # type: ignore[arg-type]


def _search(proximity: str = "high", **given_weights: float) -> Search:
    return Search(_place("07333", "donnersbergkreis"), WISH, proximity, Weights(**given_weights))


@given(somewhere, somewhere)
def test_distance_is_the_same_both_ways_and_never_negative(one: Place, other: Place) -> None:
    there = distance_km(one, other)
    assert there == distance_km(other, one)
    assert there is not None
    assert 0 <= there <= 20_016


@given(somewhere)
def test_no_way_to_oneself(place: Place) -> None:
    assert distance_km(place, place) == 0


@given(somewhere, somewhere, somewhere)
def test_no_detour_is_shorter(one: Place, two: Place, three: Place) -> None:
    direct, first, second = distance_km(one, three), distance_km(one, two), distance_km(two, three)
    assert direct is not None
    assert first is not None
    assert second is not None
    assert direct <= first + second + 1e-3


def test_a_known_distance() -> None:
    berlin = Place("11000000", "berlin", None, 52.52, 13.405)
    munich = Place("09162000", "muenchen", None, 48.137, 11.575)
    assert distance_km(berlin, munich) == pytest.approx(504.2, abs=0.5)


@given(searches, st.lists(places, max_size=8))
def test_scores_stay_between_nought_and_one(search: Search, candidates: list[Place]) -> None:
    for match in rank(search, candidates):
        assert 0 <= match.score <= 1
        for value in criteria_of(search, match).values():
            assert value is None or 0 <= value <= 1


@given(searches, st.lists(places, max_size=8, unique_by=lambda place: place.key), st.randoms())
def test_the_order_does_not_depend_on_the_order_of_asking(
    search: Search, candidates: list[Place], chance: random.Random
) -> None:
    mixed = list(candidates)
    chance.shuffle(mixed)
    assert rank(search, candidates) == rank(search, mixed)


def _changed(place: Place, name: str, other: Place) -> Place:
    """``place`` with the facts that only the criterion ``name`` reads taken from ``other``."""
    taken = other.facts
    known = {
        "need": replace(place.facts, wishes=taken.wishes),
        "capacity": replace(place.facts, it_staff=taken.it_staff, devices=taken.devices),
        "tie": replace(place.facts, tie=taken.tie),
    }
    if name in known:
        return place._replace(facts=known[name])
    if name == "distance":
        return place._replace(latitude=other.latitude, longitude=other.longitude)
    if name == "land":
        return place._replace(key=other.key)
    return place._replace(population=other.population)


@given(searches, places, places, st.sampled_from(sorted(CRITERIA)))
def test_a_weight_of_nought_drops_a_criterion(search: Search, place: Place, other: Place, name: str) -> None:
    without = replace(search, weights=replace(search.weights, **{name: 0}))
    [before] = rank(without, [place])
    [after] = rank(without, [_changed(place, name, other)])
    assert before.score == after.score
    assert name not in criteria_of(without, before)


@given(searches, placed, latitudes, longitudes)
def test_being_farther_away_is_never_better(
    search: Search, place: Place, latitude: float, longitude: float
) -> None:
    other = place._replace(latitude=latitude, longitude=longitude)
    near, far = sorted(
        rank(search, [place]) + rank(search, [other]), key=lambda match: match.distance_km or 0
    )
    assert near.score >= far.score


@given(searches, places)
def test_a_real_need_beats_the_same_structure_without_one(search: Search, place: Place) -> None:
    silent = place._replace(facts=replace(place.facts, wishes=frozenset()))
    wanting = place._replace(facts=replace(place.facts, wishes=frozenset({search.wish})))
    [with_need], [without] = rank(search, [wanting]), rank(search, [silent])
    if search.weights.need:
        assert with_need.score > without.score
    else:
        assert with_need.score == without.score


def test_needs_count_in_steps() -> None:
    told = {
        "same": Wish("onsite-support", "relief", "service"),
        "aim": Wish("onsite-support", "change", "procurement"),
        "phase": Wish("remote-support", "relief", "service"),
        "other": Wish("procurement", "relief", "procurement"),
    }
    search = _search(distance=0, size=0, capacity=0, tie=0, land=0)
    ranked = rank(search, [_place(key, wishes=frozenset({wish})) for key, wish in told.items()])
    assert [(match.place.key, match.score) for match in ranked] == [
        ("same", 1.0),
        ("aim", 0.8),
        ("phase", 0.5),
        ("other", 0.2),
    ]
    assert rank(search, [_place()])[0].score == 0.2


def test_what_is_unknown_is_left_out_of_the_mean() -> None:
    search = _search(need=0, tie=0)
    nowhere = Place("07340", "ort", None, None, None)
    [match] = rank(search, [nowhere])
    assert criteria_of(search, match) == {"distance": None, "size": None, "capacity": None, "land": 1.0}
    assert match.score == 1.0


def test_the_half_distance_depends_on_what_the_task_asks() -> None:
    there = _place(north=49.5 + 25 / 111.195)
    for proximity, expected in (("high", 0.5), ("medium", 0.5**0.5), ("low", 0.5**0.25)):
        search = _search(proximity)
        [match] = rank(search, [there])
        assert criteria_of(search, match)["distance"] == pytest.approx(expected, abs=1e-3)
    assert "distance" not in _search("none").effective_weights()
    assert _search("low").effective_weights()["distance"] == pytest.approx(1)


@pytest.mark.parametrize(
    ("proximity", "remote", "asked"),
    [
        ("high", None, "high"),
        ("high", True, "low"),
        ("none", True, "none"),
        ("none", False, "medium"),
        ("high", False, "high"),
        ("low", None, "low"),
    ],
)
def test_the_need_itself_has_a_say_in_nearness(proximity: str, remote: bool | None, asked: str) -> None:
    assert proximity_asked(proximity, remote_suffices=remote) == asked


def test_pupils_tell_size_where_both_know_them() -> None:
    own = _place("07333", pupils=6000)
    search = Search(own, WISH, "none", Weights(need=0, tie=0, land=0, capacity=0))
    known, unknown = _place(pupils=3000), _place("07335")
    assert [match.score for match in rank(search, [known])] == [0.5]
    assert [match.score for match in rank(search, [unknown])] == [1.0]
    [match] = rank(search, [known._replace(population=1_000_000)])
    assert reasons(search, match) == ["kleiner nach Schülerzahl"]


def test_staff_is_compared_by_devices_else_by_pupils() -> None:
    own = _place("07333", it_staff=2.0, devices=1000, pupils=5000)
    search = Search(own, WISH, "none", Weights(need=0, tie=0, land=0, size=0))
    for known, expected in (
        ({"it_staff": 1.0, "devices": 1000, "pupils": 1}, 0.5),
        ({"it_staff": 9.0, "devices": 1000}, 1.0),
        ({"it_staff": 1.0, "pupils": 10_000}, 0.25),
        ({"it_staff": 1.0}, None),
    ):
        [match] = rank(search, [_place(**known)])  # type: ignore[arg-type]
        assert criteria_of(search, match)["capacity"] == expected


def test_equal_ones_stand_by_distance_name_and_key() -> None:
    search = _search("none", land=0, size=0)
    ranked = rank(
        search,
        [
            _place("3", "b", north=49.6),
            _place("2", "b", north=49.6),
            _place("9", "z", north=49.5),
            _place("1", "a", north=None),
            _place("4", "a", north=49.6),
        ],
    )
    assert [match.place.key for match in ranked] == ["9", "4", "2", "3", "1"]


def test_a_radius_leaves_out_the_far_and_the_unknown() -> None:
    near, far, unknown = _place(), _place("2", north=51.0), _place("3", north=None)
    assert [match.place.key for match in rank(_search(), [near, far, unknown], within_km=50)] == ["07336"]


def test_the_reason_reads_like_a_sentence() -> None:
    search = _search()
    [match] = rank(search, [_place(north=49.5 + 23 / 111.195, wishes=frozenset({WISH}), tie=Tie.PARTNER)])
    assert ", ".join(reasons(search, match)) == (
        "gleicher Bedarf, 23 km, ähnlich groß, bereits Partner, gleiches Land"
    )
    [match] = rank(search, [_place("15085", north=None)._replace(population=10_000)])
    assert reasons(search, match) == ["deutlich kleiner"]


@pytest.mark.parametrize("value", [-1, 5.1, float("nan"), float("inf")])
def test_weights_outside_the_scale_are_refused(value: float) -> None:
    with pytest.raises(ValueError, match="must be 0 to 5"):
        Weights(need=value)

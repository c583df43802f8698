"""Measures never wait in a circle: a pure rule, and held by the services even when two people plan at once."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cooperations.dependencies import circle, in_words

Graph = dict[int, frozenset[int]]


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Up to seven measures with any dependencies whatever."""
    keys = list(range(draw(st.integers(1, 7))))
    return {key: frozenset(draw(st.sets(st.sampled_from(keys)))) for key in keys}


@st.composite
def orders(draw: st.DrawFn) -> Graph:
    """Measures that only wait for earlier ones: no circle by construction."""
    count = draw(st.integers(1, 8))
    return {
        key: frozenset(draw(st.sets(st.integers(0, key - 1)))) if key else frozenset() for key in range(count)
    }


def _reaches(graph: Graph, start: int, goal: int) -> bool:
    """By hand, another way: all that ``start`` waits for, until nothing new turns up."""
    found: set[int] = set(graph[start])
    while True:
        more = found.union(*(graph[key] for key in found)) if found else found
        if more == found:
            return goal in found
        found = more


@given(graphs(), st.integers(0, 6))
def test_a_circle_is_named_just_where_there_is_one(graph: Graph, start: int) -> None:
    start %= len(graph)
    chain = circle(graph, start)
    assert bool(chain) == _reaches(graph, start, start)
    if chain:
        assert chain[0] == chain[-1] == start
        # Every step of the chain is a dependency, and nothing is named twice on the way.
        assert all(other in graph[one] for one, other in pairwise(chain))
        assert len(set(chain[1:])) == len(chain) - 1


@given(orders())
def test_an_order_has_no_circle(graph: Graph) -> None:
    assert not any(circle(graph, key) for key in graph)


@given(orders(), st.data())
def test_turning_a_way_round_closes_a_circle(graph: Graph, data: st.DataObject) -> None:
    start = data.draw(st.sampled_from(list(graph)))
    goal = data.draw(st.sampled_from(list(graph)))
    closed = graph | {goal: graph[goal] | {start}}
    assert bool(circle(closed, goal)) == (start == goal or _reaches(graph, start, goal))


@pytest.mark.parametrize(
    ("graph", "words"),
    [
        ({1: [2], 2: [1]}, "„A“ → „B“ → „A“"),
        ({1: [1]}, "„A“ → „A“"),
        ({1: [2], 2: [3], 3: [1]}, "„A“ → „B“ → „C“ → „A“"),
        # The shorter way of two explains more.
        ({1: [2, 3], 2: [3], 3: [1]}, "„A“ → „C“ → „A“"),
    ],
)
def test_the_chain_reads_from_the_measure_back_to_it(graph: dict[int, list[int]], words: str) -> None:
    assert in_words(circle(graph, 1), {1: "A", 2: "B", 3: "C"}) == words

"""What waits for what, never in a circle; pure, no Django.

A circle would let everything in it wait for ever: nobody could begin.
"""

from collections.abc import Collection, Hashable, Mapping, Sequence
from typing import TypeVar

K = TypeVar("K", bound=Hashable)


def circle(waits_for: Mapping[K, Collection[K]], start: K) -> list[K]:
    """A shortest chain from ``start`` back to ``start``, both named: ``[A, B, A]``; empty where there is none.

    ``waits_for`` maps each to what it waits for; keys that nothing waits for may be left out.
    """
    came_from: dict[K, K] = {}
    # Breadth first: a short chain explains more than a long one.
    level = [start]
    while level:
        following: list[K] = []
        for one in level:
            for other in waits_for.get(one, ()):
                if other == start:
                    return _chain(came_from, start, one)
                if other not in came_from:
                    came_from[other] = one
                    following.append(other)
        level = following
    return []


def _chain(came_from: Mapping[K, K], start: K, last: K) -> list[K]:
    chain = [start]
    while last != start:
        chain.append(last)
        last = came_from[last]
    return [start, *reversed(chain)]


def in_words(chain: Sequence[K], titles: Mapping[K, str]) -> str:
    """The chain for readers: „A“ → „B“ → „A“."""
    return " → ".join(f"„{titles[key]}“" for key in chain)

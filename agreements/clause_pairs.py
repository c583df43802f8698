"""Which clause of one text became which of another. Pure; the same pairs whichever text comes first.

By key, then by heading, then by the words they share: what has no partner was added or removed.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import product
from typing import Final, NamedTuple

from agreements.content import FrozenClause

# Below this share of common words two clauses are different ones.
SIMILAR: Final = 0.5
_WORD = re.compile(r"\w+")
Words = Counter[str]


class Pair(NamedTuple):
    """A clause of each text, by its place in it."""

    old: int
    new: int


def pairs(old: Sequence[FrozenClause], new: Sequence[FrozenClause]) -> list[Pair]:
    """The clauses that belong together, in the order of ``old``; each clause at most once."""
    words_old, words_new = [_words(row) for row in old], [_words(row) for row in new]
    found: list[Pair] = []
    for belongs, least in ((_same_key, 0.0), (_same_heading, 0.0), (_may_pair, SIMILAR)):
        taken_old, taken_new = {pair.old for pair in found}, {pair.new for pair in found}
        rest = [
            Pair(one, two)
            for one, two in product(range(len(old)), range(len(new)))
            if one not in taken_old and two not in taken_new and belongs(old[one], new[two])
        ]
        shares = [(pair, _share(words_old[pair.old], words_new[pair.new])) for pair in rest]
        found += _best([row for row in shares if row[1] >= least])
    return sorted(found)


def _same_key(one: FrozenClause, two: FrozenClause) -> bool:
    return bool(one.key) and one.key == two.key


def _same_heading(one: FrozenClause, two: FrozenClause) -> bool:
    headings = [" ".join(row.heading.casefold().split()) for row in (one, two)]
    return headings[0] == headings[1] and _may_pair(one, two)


def _may_pair(one: FrozenClause, two: FrozenClause) -> bool:
    """Two contents of different kind are never one clause, however alike they read."""
    return not (one.key and two.key) or one.key == two.key


def _best(candidates: list[tuple[Pair, float]]) -> list[Pair]:
    """Take the most alike first, then the nearest; no order of two that compete depends on which text is old."""
    ranked = sorted(
        candidates, key=lambda row: (-row[1], abs(row[0].old - row[0].new), row[0].old + row[0].new)
    )
    taken: list[Pair] = []
    seen_old: set[int] = set()
    seen_new: set[int] = set()
    for pair, _share_of_words in ranked:
        if pair.old not in seen_old and pair.new not in seen_new:
            taken.append(pair)
            seen_old.add(pair.old)
            seen_new.add(pair.new)
    return taken


def _words(row: FrozenClause) -> Words:
    return Counter(_WORD.findall(f"{row.heading} {row.text}".casefold()))


def _share(one: Words, two: Words) -> float:
    total = one.total() + two.total()
    if not total:
        return 1.0
    small, large = (one, two) if len(one) <= len(two) else (two, one)
    return 2 * sum(min(count, large[word]) for word, count in small.items()) / total


def in_place(found: Sequence[Pair], weight: Callable[[Pair], int]) -> set[Pair]:
    """The pairs that kept their order; the others were moved.

    The heaviest run of pairs that come in the same order in both texts: so the long clause stays and the short moves.
    """
    rows = sorted(found)
    best: list[tuple[int, int]] = []
    for index, pair in enumerate(rows):
        before = [(best[other][0], other) for other in range(index) if rows[other].new < pair.new]
        length, previous = max(before, default=(0, -1))
        best.append((length + weight(pair), previous))
    kept: set[Pair] = set()
    at = max(range(len(rows)), key=lambda index: best[index][0], default=-1)
    while at >= 0:
        kept.add(rows[at])
        at = best[at][1]
    return kept

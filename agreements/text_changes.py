"""What changed in a text, sentence by sentence and within sentences word by word; the work has an end. Pure.

Comparing words takes time that grows with the square of their number. Unchanged sentences are set aside first; what is
left is compared by words while the budget lasts, and shown as a whole where it does not, or where so little is common
that single words would only confuse.
"""

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby, pairwise
from typing import Final

from ikz.ui.textdiff import ADDED, REMOVED, SAME, Piece, compare

_ENDS = re.compile(r"[.;:!?]\s+|\n\s*")
# Steps that one pair of passages may take, and all passages of a comparison together.
PASSAGE: Final = 60_000
WHOLE: Final = 600_000
# Below this share of common words a passage was written anew.
_ALIKE: Final = 0.3


@dataclass
class Budget:
    """How much may still be compared word by word."""

    left: int = WHOLE

    def takes(self, steps: int) -> bool:
        """Whether so many steps may be taken; they are counted then."""
        if steps > min(self.left, PASSAGE):
            return False
        self.left -= steps
        return True


def changes(old: str, new: str, budget: Budget | None = None) -> list[Piece]:
    """The pieces that lead from ``old`` to ``new``; backwards it gives the same pieces with their kinds exchanged."""
    budget = budget or Budget()
    if old == new:
        return [Piece(SAME, old)] if old else []
    # One direction is computed and the other mirrored, or two readers of the same versions would see two changes.
    if old > new:
        return _mirrored(_pieces(new, old, budget))
    return _pieces(old, new, budget)


def _mirrored(pieces: list[Piece]) -> list[Piece]:
    turned = {ADDED: REMOVED, REMOVED: ADDED, SAME: SAME}
    return _tidy([Piece(turned[piece.kind], piece.text) for piece in pieces])


def _tidy(pieces: list[Piece]) -> list[Piece]:
    """Between two unchanged pieces first what went, then what came, each in one piece."""
    found: list[Piece] = []
    for unchanged, group in groupby(pieces, key=lambda piece: piece.kind == SAME):
        run = list(group)
        kinds = (SAME,) if unchanged else (REMOVED, ADDED)
        joined = [(kind, "".join(piece.text for piece in run if piece.kind == kind)) for kind in kinds]
        found += [Piece(kind, text) for kind, text in joined if text]
    return found


def _pieces(old: str, new: str, budget: Budget) -> list[Piece]:
    before, after = _sentences(old), _sentences(new)
    if not budget.takes(_steps(before, after)):
        return _tidy(_spaced(old, new, _passage(old.rstrip(), new.rstrip(), budget)))
    matcher = SequenceMatcher(
        None, [row.rstrip() for row in before], [row.rstrip() for row in after], autojunk=False
    )
    found: list[Piece] = []
    for step, a, b, c, d in matcher.get_opcodes():
        if step == "equal":
            for one, two in zip(before[a:b], after[c:d], strict=True):
                found += _spaced(one, two, [Piece(SAME, one.rstrip())])
        else:
            for one, two in _passages(before[a:b], after[c:d]):
                found += _spaced(one, two, _passage(one.rstrip(), two.rstrip(), budget))
    return _tidy(found)


def _passages(before: list[str], after: list[str]) -> list[tuple[str, str]]:
    """As many changed sentences as before, each like its counterpart, are compared one by one: that is quick."""
    pairs = list(zip(before, after, strict=False))
    if len(before) == len(after) and all(_alike(one.split(), two.split()) for one, two in pairs):
        return pairs
    return [("".join(before), "".join(after))]


def _alike(one: list[str], two: list[str]) -> bool:
    common = (Counter(one) & Counter(two)).total()
    return 2 * common >= _ALIKE * (len(one) + len(two))


def _sentences(text: str) -> list[str]:
    """Sentences with the white space that follows them, so that nothing is lost when they are joined."""
    cuts = [0, *(match.end() for match in _ENDS.finditer(text)), len(text)]
    return [text[start:end] for start, end in pairwise(cuts) if end > start]


def _spaced(one: str, two: str, pieces: list[Piece]) -> list[Piece]:
    """The pieces with the white space after both: a sentence before another is still the same sentence."""
    space_one, space_two = one[len(one.rstrip()) :], two[len(two.rstrip()) :]
    if space_one == space_two:
        return [*pieces, Piece(SAME, space_one)]
    return [*pieces, Piece(REMOVED, space_one), Piece(ADDED, space_two)]


def _passage(one: str, two: str, budget: Budget) -> list[Piece]:
    words_one, words_two = one.split(), two.split()
    if _alike(words_one, words_two) and budget.takes(_steps(words_one, words_two)):
        return compare(one, two)
    return [Piece(REMOVED, one), Piece(ADDED, two)]


def _steps(one: list[str], two: list[str]) -> int:
    """How long comparing takes: each part is held against each equal one of the other text."""
    counts = Counter(part.rstrip() for part in two)
    return len(one) + len(two) + sum(counts[part.rstrip()] for part in one)

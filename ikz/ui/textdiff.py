"""Two texts word by word: what stayed, what came, what went."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME = "same"
ADDED = "added"
REMOVED = "removed"


@dataclass(frozen=True)
class Piece:
    """A run of words; ``kind`` is ``same``, ``added`` or ``removed``."""

    kind: str
    text: str


def compare(old: str, new: str) -> list[Piece]:
    """The pieces that lead from ``old`` to ``new``, in order.

    Joining the texts that are not ``added`` gives ``old``, joining those that are not ``removed`` gives ``new``.
    """
    before, after = _words(old), _words(new)
    return list(_pieces(before, after))


def _words(text: str) -> list[str]:
    """Words with the white space that follows them, so that nothing is lost when they are joined."""
    return re.findall(r"\S+\s*|\s+", text)


def _pieces(before: list[str], after: list[str]) -> Iterator[Piece]:
    for step, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if step == "equal":
            yield Piece(SAME, "".join(before[a:b]))
            continue
        if b > a:
            yield Piece(REMOVED, "".join(before[a:b]))
        if d > c:
            yield Piece(ADDED, "".join(after[c:d]))

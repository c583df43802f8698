"""Two versions clause by clause: what came, what went, what reads differently, what only stands elsewhere. Pure."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from agreements.clause_pairs import Pair, in_place, pairs
from agreements.content import FrozenClause
from agreements.text_changes import Budget, changes
from ikz.ui.textdiff import ADDED, REMOVED, SAME, Piece


class Change(StrEnum):
    """What happened to a clause; wording outweighs place."""

    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    RENUMBERED = "renumbered"
    SAME = "same"


@dataclass(frozen=True)
class ClauseChange:
    """One clause in both versions; ``moved`` also where its wording changed."""

    change: Change
    old: FrozenClause | None
    new: FrozenClause | None
    heading: list[Piece]
    text: list[Piece]
    moved: bool = False

    @property
    def shown(self) -> FrozenClause:
        """The newer clause, or the one that went."""
        found = self.new or self.old
        assert found is not None  # noqa: S101 - one of both is always there
        return found

    @property
    def is_folded(self) -> bool:
        """Whether its wording stayed, so that nobody has to read it."""
        return self.change in {Change.SAME, Change.RENUMBERED, Change.MOVED}

    @property
    def title(self) -> str:
        """Number, heading and what happened, in one line."""
        words = [word for change, word in _SUMMED if change is self.change]
        if self.moved and self.change is not Change.MOVED:
            words.append("verschoben")
        return f"{self.number_line} {self.shown.heading}: {', '.join(words)}"

    @property
    def number_line(self) -> str:
        """Its number, where it has changed also the former one."""
        number = f"§ {self.shown.number}"
        return f"§ {self.old.number} → {number}" if self.renumbered and self.old else number

    @property
    def renumbered(self) -> bool:
        """Whether it has another number than before."""
        return self.old is not None and self.new is not None and self.old.number != self.new.number


def compare_clauses(old: Sequence[FrozenClause], new: Sequence[FrozenClause]) -> list[ClauseChange]:
    """Every clause of both versions, in the order of ``new``; what went stands after what it stood behind."""
    budget = Budget()
    found = pairs(old, new)
    stayed = _stayed(found, old, new)
    by_new = {pair.new: pair for pair in found}
    rows: list[tuple[int, ClauseChange]] = []
    for index, clause in enumerate(new):
        pair = by_new.get(index)
        if pair is None:
            rows.append((-1, _alone(None, clause)))
        else:
            rows.append((pair.old, _both(old[pair.old], clause, moved=pair not in stayed, budget=budget)))
    paired = {pair.old for pair in found}
    for index, clause in enumerate(old):
        if index not in paired:
            rows.insert(_place(rows, index), (index, _alone(clause, None)))
    return [row for _, row in rows]


def _place(rows: list[tuple[int, ClauseChange]], index: int) -> int:
    """Behind the clause that stood before it, or at the beginning."""
    return next((place + 1 for place, (old, _) in enumerate(rows) if old == index - 1), 0) if index else 0


def _stayed(found: list[Pair], old: Sequence[FrozenClause], new: Sequence[FrozenClause]) -> set[Pair]:
    """The pairs that were not moved; the same whichever version comes first."""
    turned = [(row.heading, row.text) for row in old] > [(row.heading, row.text) for row in new]

    def weight(pair: Pair) -> int:
        one, two = (pair.new, pair.old) if turned else pair
        return len(old[one].text) + len(new[two].text) + 1

    if turned:
        return {Pair(two, one) for one, two in in_place([Pair(two, one) for one, two in found], weight)}
    return in_place(found, weight)


def _alone(old: FrozenClause | None, new: FrozenClause | None) -> ClauseChange:
    clause, kind, change = (new, ADDED, Change.ADDED) if new else (old, REMOVED, Change.REMOVED)
    assert clause is not None  # noqa: S101 - one of both is always there
    return ClauseChange(
        change=change,
        old=old,
        new=new,
        heading=[Piece(kind, clause.heading)],
        text=[Piece(kind, clause.text)] if clause.text else [],
    )


def _both(old: FrozenClause, new: FrozenClause, *, moved: bool, budget: Budget) -> ClauseChange:
    heading, text = changes(old.heading, new.heading, budget), changes(old.text, new.text, budget)
    if any(piece.kind != SAME for piece in (*heading, *text)):
        change = Change.CHANGED
    elif moved:
        change = Change.MOVED
    else:
        change = Change.RENUMBERED if old.number != new.number else Change.SAME
    return ClauseChange(change, old, new, heading, text, moved)


# How the summary counts them: one clause, several clauses.
_SUMMED = (
    (Change.CHANGED, "geändert"),
    (Change.ADDED, "neu"),
    (Change.REMOVED, "entfallen"),
    (Change.MOVED, "verschoben"),
    (Change.RENUMBERED, "neu nummeriert"),
    (Change.SAME, "unverändert"),
)


@dataclass(frozen=True)
class Fold:
    """Clauses that stand together and that nobody has to read again."""

    rows: list[ClauseChange]

    @property
    def title(self) -> str:
        """Which clauses, and what happened to them, in one line."""
        first, last = self.rows[0], self.rows[-1]
        if first is last:
            return first.title
        word = "unverändert" if first.change is Change.SAME else "Wortlaut unverändert, neu nummeriert"
        return f"§ {first.shown.number} bis § {last.shown.number}: {word}"


def folded(rows: Sequence[ClauseChange]) -> list[ClauseChange | Fold]:
    """The rows with unchanged clauses that follow each other put together; what was moved stands alone."""
    found: list[ClauseChange | Fold] = []
    for _, group in groupby(enumerate(rows), key=lambda row: _fold_key(*row)):
        run = [row for _, row in group]
        found += [Fold(run)] if run[0].is_folded else run
    return found


def _fold_key(index: int, row: ClauseChange) -> tuple[Change, int]:
    alone = row.change not in {Change.SAME, Change.RENUMBERED}
    return row.change, index if alone else -1


def summary(rows: Sequence[ClauseChange]) -> str:
    """What happened in one line: "3 Klauseln geändert, 1 neu, 8 unverändert"."""
    counts = Counter(row.change for row in rows)
    told = [(counts[change], word) for change, word in _SUMMED if counts[change]]
    if not told:
        return "Keine Klauseln"
    (count, word), *rest = told
    first = f"{count} {'Klausel' if count == 1 else 'Klauseln'} {word}"
    return ", ".join([first, *(f"{number} {what}" for number, what in rest)])

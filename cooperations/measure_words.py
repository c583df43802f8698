"""Measures in words: when they are due, where they stand; pure, no Django."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

SOON_DAYS = 30
CLOSED = frozenset({"done", "dropped"})
# Kinds of the state's badge: an icon and a word, never colour alone.
KINDS: Mapping[str, str] = {"planned": "open", "running": "active", "done": "done", "dropped": "draft"}


@dataclass(frozen=True)
class Due:
    """How near the day is: ``kind`` of the badge (empty for plain words), and the words."""

    kind: str
    word: str


def _days(count: int) -> str:
    return "einem Tag" if count == 1 else f"{count} Tagen"


def due(state: str, due_on: date, today: date) -> Due:
    """What a measure's day means today; nothing for one that is done or dropped."""
    if state in CLOSED:
        return Due("", "")
    left = (due_on - today).days
    if left < 0:
        return Due("danger", f"seit {_days(-left)} überfällig")
    if left == 0:
        return Due("warning", "heute fällig")
    if left <= SOON_DAYS:
        return Due("warning", f"in {_days(left)} fällig")
    return Due("", "")


@dataclass(frozen=True)
class Move:
    """A step on the board: the state it leads to, and the word on the button."""

    state: str
    word: str
    icon: str


_START = Move("running", "Beginnen", "arrow-forward")
_FINISH = Move("done", "Erledigt", "check")
_DROP = Move("dropped", "Aufgeben", "close")


def moves(state: str, progress: int) -> tuple[Move, ...]:
    """The steps a measure may take from its state; a dropped one goes back to where it stood."""
    if state == "planned":
        return (_START, _DROP)
    if state == "running":
        return (_FINISH, _DROP, Move("planned", "Zurückstellen", "arrow-back"))
    if state == "done":
        return (Move("running", "Wieder öffnen", "autorenew"),)
    return (Move("running" if progress else "planned", "Wieder aufnehmen", "autorenew"),)

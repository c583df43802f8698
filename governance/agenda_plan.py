"""The clock of an agenda: when each item begins, and whether the plan fits into the meeting. Pure, no Django."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import accumulate

from ikz.ui.formatting import plural_de


def begins(starts_at: datetime, minutes: Sequence[int]) -> list[datetime]:
    """When each item begins if all before it keep to their minutes; as long as ``minutes``."""
    passed = accumulate(minutes, initial=0)
    return [starts_at + timedelta(minutes=total) for _, total in zip(minutes, passed, strict=False)]


def balance(planned: int, available: int) -> str:
    """How the minutes of the items stand to those of the meeting, in a sentence."""
    if planned > available:
        return f"Der Plan ist {_minutes(planned - available)} länger als die Sitzung."
    if planned == available:
        return "Der Plan füllt die Sitzung genau."
    return (
        f"Es bleiben {_minutes(available - planned)} frei."
        if available - planned > 1
        else ("Es bleibt eine Minute frei.")
    )


def _minutes(count: int) -> str:
    return plural_de(count, "Minute", "Minuten")


def moved(order: Sequence[int], one: int, step: int) -> list[int]:
    """The order with ``one`` moved by ``step`` places, within its ends; unchanged where it is not in it."""
    if one not in order:
        return list(order)
    rest = [other for other in order if other != one]
    place = min(max(order.index(one) + step, 0), len(rest))
    return [*rest[:place], one, *rest[place:]]


def wish_now(wish: Sequence[int], present: Sequence[int]) -> list[int]:
    """A wished order, carried over to the items that there are now: gone ones drop out, new ones come at the end."""
    kept = [one for one in dict.fromkeys(wish) if one in present]
    return kept + [one for one in present if one not in kept]

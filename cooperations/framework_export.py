"""The frame of a cooperation as rows of a file: what it gains, how it differs, who is involved, needs and barriers."""

from collections.abc import Iterable, Iterator

from cooperations.models import Barrier, ExternalActor, Partner, Prerequisite
from ikz.ui.exports import Cell

COLUMNS = ("Bereich", "Kommune", "Eintrag", "Stand", "Dazu", "Wann")
BETWEEN = "zwischen den Kommunen"


def rows(
    *,
    partners: Iterable[Partner],
    criteria: Iterable[tuple[str, str]],
    actors: Iterable[ExternalActor],
    prerequisites: Iterable[tuple[str, Prerequisite]],
    barriers: Iterable[Barrier],
) -> Iterator[tuple[Cell, ...]]:
    """One row for each entry, in the order of the page; prerequisites with the name of their partner, if any."""
    for partner in partners:
        state = "beschrieben" if partner.benefit else "fehlt"
        yield ("Nutzen", str(partner), partner.benefit, state, None, None)
    for label, value in criteria:
        yield ("Merkmal", None, label, value or "keine Angabe", None, None)
    for actor in actors:
        yield ("Beteiligte", None, actor.name, actor.get_kind_display(), actor.how, actor.when)
    for name, row in prerequisites:
        yield ("Voraussetzung", name or BETWEEN, row.text, row.get_state_display(), None, None)
    for barrier in barriers:
        yield ("Hemmnis", None, barrier.text, barrier.state_word, barrier.counter_measure, None)

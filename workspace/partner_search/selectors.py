"""Run a partner search and tell its lines; pages, files, evidence and API read the same."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Q

from ikz.accounts.models import User
from municipalities import matching
from municipalities.catalog import task_areas
from municipalities.matching import Match, Search, Weights, Wish
from municipalities.models import Municipality, Need
from workspace.partner_search.candidates import Candidates
from workspace.partner_search.levels import Level, rows_of


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a search is narrowed to and how it weighs; ``radius`` in kilometres, ``land`` a two-digit key."""

    levels: tuple[Level, ...]
    land: str = ""
    radius: int | None = None
    weights: Weights = field(default_factory=Weights)

    def rows(self) -> Q:
        """The rows of the register that come into question."""
        chosen = rows_of(self.levels)
        return chosen & Q(ags__startswith=self.land) if self.land else chosen


@dataclass(frozen=True)
class Found:
    """All matches in order, with the search that explains them."""

    search: Search
    matches: list[Match]


@dataclass(frozen=True, kw_only=True)
class Line:
    """A match as it is shown: rank from 1, score 0 to 1, reason as a sentence."""

    rank: int
    municipality: Municipality
    score: float
    distance_km: float | None
    reason: str
    criteria: dict[str, float | None]

    @property
    def distance(self) -> str:
        """The distance in words."""
        return matching.distance_words(self.distance_km)

    @property
    def percent(self) -> int:
        """The score out of a hundred."""
        return round(self.score * 100)


def proximity_of(need: Need) -> str:
    """How much nearness a need asks for."""
    area = task_areas()[need.task_area]
    return matching.proximity_asked(area.proximity, remote_suffices=need.remote_suffices)


def find(user: User, need: Need, wanted: Wanted, *, public: bool = False) -> Found:
    """Rank everybody in question for a need of the municipality; see :class:`Candidates` for ``public``."""
    candidates = Candidates(user, need.municipality, public=public)
    search = Search(
        place=candidates.own_place(),
        wish=Wish(need.task_area, need.aim, need.mep_phase),
        proximity=proximity_of(need),
        weights=wanted.weights,
    )
    matches = matching.rank(search, candidates.places(wanted.rows()), within_km=wanted.radius)
    return Found(search, matches)


def lines(user: User, found: Found, matches: Sequence[Match], *, first_rank: int = 1) -> list[Line]:
    """What is shown of some matches, one statement for their names."""
    keys = [match.place.key for match in matches]
    rows = Municipality.objects.visible_to(user).filter(ags__in=keys).select_related("parent")
    named = {row.ags: row for row in rows}
    return [
        Line(
            rank=first_rank + index,
            municipality=named[match.place.key],
            score=match.score,
            distance_km=match.distance_km,
            reason=", ".join(matching.reasons(found.search, match)) or "keine Gemeinsamkeit bekannt",
            criteria=matching.criteria_of(found.search, match),
        )
        for index, match in enumerate(matches)
        # A row that an import dissolved between the two statements is still there; a deleted one would not be.
        if match.place.key in named
    ]

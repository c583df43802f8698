"""Partner search: how well municipalities fit a need, by six criteria (Handreichung, Kapitel 4.1.2).

Pure rule. Each criterion is worth 0 to 1, the total is the mean weighted by 0 to 5; a weight of zero drops a
criterion. Missing facts drop it for that one municipality instead of counting as zero. Only for needs "unknown" is
worth something of its own: who has told of no fitting need may well have one, but a need somebody told of is better.
docs/decisions/partner-search.md gives the reasons for the numbers.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields
from enum import Enum
from math import asin, cos, inf, isfinite, radians, sin, sqrt
from operator import attrgetter
from typing import NamedTuple

EARTH_RADIUS_KM = 6371.0088
MAX_WEIGHT = 5

SAME_AREA = 0.8
SAME_PHASE = 0.5
NO_FITTING_NEED_KNOWN = 0.2

# Kilometres at which a place is worth half as much, and how much of the weight of distance counts at all.
HALF_DISTANCE_KM = {"low": 100.0, "medium": 50.0, "high": 25.0}
DISTANCE_SHARE = {"none": 0.0, "low": 1 / 3, "medium": 2 / 3, "high": 1.0}

ALIKE = 2 / 3
FAR_APART = 1 / 3


class Tie(Enum):
    """How a municipality stands to the one that searches, with what that is worth."""

    NONE = 0.0
    EXPERIENCED = 0.4
    ASKED = 0.6
    PARTNER = 1.0


class Wish(NamedTuple):
    """A need as far as it matters here: keys of task area, aim and MEP phase."""

    task_area: str
    aim: str
    mep_phase: str


@dataclass(frozen=True)
class Facts:
    """What is known beyond the register; empty where nobody told."""

    pupils: int | None = None
    it_staff: float | None = None
    devices: int | None = None
    wishes: frozenset[Wish] = frozenset()
    tie: Tie = Tie.NONE


UNKNOWN = Facts()


class Place(NamedTuple):
    """A municipality; a tuple because ten thousand are made for one answer. ``key`` begins with its Land's key."""

    key: str
    folded_name: str
    population: int | None
    latitude: float | None
    longitude: float | None
    facts: Facts = UNKNOWN


@dataclass(frozen=True)
class Weights:
    """How much each criterion counts, 0 to 5; raises ValueError for anything else."""

    need: float = 5
    distance: float = 3
    size: float = 2
    capacity: float = 1
    tie: float = 2
    land: float = 1

    def __post_init__(self) -> None:
        for item in fields(self):
            value = getattr(self, item.name)
            if not (isfinite(value) and 0 <= value <= MAX_WEIGHT):
                raise ValueError(f"{item.name} must be 0 to {MAX_WEIGHT}")


def proximity_asked(proximity: str, *, remote_suffices: bool | None) -> str:
    """How much nearness a need asks for: what its task area does, unless the need itself says more.

    Where help from afar is enough, at most ``low``; where somebody has to come, at least ``medium``.
    """
    levels = list(DISTANCE_SHARE)
    index = levels.index(proximity)
    if remote_suffices is True:
        index = min(index, levels.index("low"))
    elif remote_suffices is False:
        index = max(index, levels.index("medium"))
    return levels[index]


@dataclass(frozen=True)
class Search:
    """Who searches for which need; ``proximity`` as :func:`proximity_asked` tells it."""

    place: Place
    wish: Wish
    proximity: str
    weights: Weights = field(default_factory=Weights)

    def effective_weights(self) -> dict[str, float]:
        """The weight of each criterion that counts; distance only as far as the task area asks for nearness."""
        given = {item.name: float(getattr(self.weights, item.name)) for item in fields(self.weights)}
        given["distance"] *= DISTANCE_SHARE[self.proximity]
        return {name: weight for name, weight in given.items() if weight}


class Match(NamedTuple):
    """A candidate with its total (0 to 1) and distance; ``distance_km`` is None where a position is missing."""

    place: Place
    score: float
    distance_km: float | None


def distance_km(one: Place, other: Place) -> float | None:
    """Great-circle distance in kilometres (haversine), None where a position is missing."""
    return _ways_from(one)(other)


def _ways_from(one: Place) -> Callable[[Place], float | None]:
    """The distance to any other place, with what belongs to this one worked out once."""
    if one.latitude is None or one.longitude is None:
        return lambda other: None
    north, east = radians(one.latitude), one.longitude
    shrink = cos(north)

    def way(other: Place) -> float | None:
        if other.latitude is None or other.longitude is None:
            return None
        there = radians(other.latitude)
        along = sin(radians(other.longitude - east) / 2) ** 2
        chord = sin((there - north) / 2) ** 2 + shrink * cos(there) * along
        return 2 * EARTH_RADIUS_KM * asin(sqrt(chord if chord < 1 else 1.0))

    return way


def need_score(search: Search, place: Place, km: float | None) -> float:
    """The best of what the candidate told: same need, same task area, same MEP phase."""
    wishes = place.facts.wishes
    if not wishes:
        return NO_FITTING_NEED_KNOWN
    own = search.wish
    best = NO_FITTING_NEED_KNOWN
    for wish in wishes:
        if wish.task_area == own.task_area:
            if wish.aim == own.aim:
                return 1.0
            best = max(best, SAME_AREA)
        elif wish.mep_phase == own.mep_phase:
            best = max(best, SAME_PHASE)
    return best


def distance_score(search: Search, place: Place, km: float | None) -> float | None:
    """Halves with every :data:`HALF_DISTANCE_KM`."""
    half = HALF_DISTANCE_KM.get(search.proximity)
    return None if km is None or half is None else float(0.5 ** (km / half))


def _by_pupils(one: Place, other: Place) -> bool:
    """Whether pupils of both are known; else people tell the size."""
    return bool(one.facts.pupils and other.facts.pupils)


def _sizes(one: Place, other: Place) -> tuple[int, int] | None:
    """Pupils of both, else people of both."""
    if _by_pupils(one, other):
        own, theirs = one.facts.pupils, other.facts.pupils
    else:
        own, theirs = one.population, other.population
    if own and theirs:
        return own, theirs
    return None


def size_score(search: Search, place: Place, km: float | None) -> float | None:
    """The smaller as a part of the larger."""
    sizes = _sizes(search.place, place)
    if sizes is None:
        return None
    own, theirs = sizes
    return own / theirs if own < theirs else theirs / own


def capacity_score(search: Search, place: Place, km: float | None) -> float | None:
    """Whether the candidate has as much IT staff for its devices (else pupils) as the one that searches; more is as good."""
    own, other = search.place.facts, place.facts
    if own.it_staff is None or other.it_staff is None:
        return None
    if own.devices and other.devices:
        mine, theirs = own.it_staff / own.devices, other.it_staff / other.devices
    elif own.pupils and other.pupils:
        mine, theirs = own.it_staff / own.pupils, other.it_staff / other.pupils
    else:
        return None
    return 1.0 if theirs >= mine else theirs / mine


def tie_score(search: Search, place: Place, km: float | None) -> float:
    """Whether both know each other from a cooperation."""
    return place.facts.tie.value


def land_score(search: Search, place: Place, km: float | None) -> float:
    """Within one Land the same law holds for both."""
    return 1.0 if place.key[:2] == search.place.key[:2] else 0.0


Criterion = Callable[[Search, Place, float | None], float | None]
CRITERIA: dict[str, Criterion] = {
    "need": need_score,
    "distance": distance_score,
    "size": size_score,
    "capacity": capacity_score,
    "tie": tie_score,
    "land": land_score,
}


# What these read is told by a municipality itself; most have told nothing and are worth the same.
_TOLD = ("need", "capacity", "tie")


def rank(search: Search, candidates: Iterable[Place], *, within_km: float | None = None) -> list[Match]:
    """Candidates from the best to the least fitting; equal ones by distance, name and key, so the order is fixed.

    With ``within_km`` those farther away, or of unknown position, are left out. Where nothing counts, all have 0.
    """
    weights = search.effective_weights()
    told = [(CRITERIA[name], weight) for name, weight in weights.items() if name in _TOLD]
    seen = [(CRITERIA[name], weight) for name, weight in weights.items() if name not in _TOLD]
    own = search.place
    of_the_silent = _sums(told, search, own._replace(facts=UNKNOWN))
    way = _ways_from(own)
    found = []
    for place in candidates:
        km = way(place)
        if within_km is not None and (km is None or km > within_km):
            continue
        total, parts = of_the_silent if place.facts is UNKNOWN else _sums(told, search, place)
        for criterion, weight in seen:
            value = criterion(search, place, km)
            if value is not None:
                total += weight * value
                parts += weight
        # Nine places: what differs by rounding only is equal.
        found.append(Match(place, round(total / parts, 9) if parts else 0.0, km))
    # Four stable sorts, the last one rules: ten thousand tuples as keys would cost more, in garbage collection too.
    found.sort(key=attrgetter("place.key"))
    found.sort(key=attrgetter("place.folded_name"))
    found.sort(key=lambda match: inf if match.distance_km is None else match.distance_km)
    found.sort(key=attrgetter("score"), reverse=True)
    return found


def _sums(counted: Iterable[tuple[Criterion, float]], search: Search, place: Place) -> tuple[float, float]:
    """Weighted sum of what is known, and the sum of its weights, for criteria that do not read the distance."""
    values = [(criterion(search, place, None), weight) for criterion, weight in counted]
    known = [(value, weight) for value, weight in values if value is not None]
    return sum(value * weight for value, weight in known), sum(weight for _, weight in known)


def criteria_of(search: Search, match: Match) -> dict[str, float | None]:
    """What each criterion that counts is worth for a candidate; None where facts are missing."""
    return {
        name: CRITERIA[name](search, match.place, match.distance_km) for name in search.effective_weights()
    }


def reasons(search: Search, match: Match) -> list[str]:
    """German parts of a sentence that tell why a candidate stands where it does, of the criteria that count."""
    values = criteria_of(search, match)
    texts = [_WORDS[name](search, match, value) for name, value in values.items() if value is not None]
    return [text for text in texts if text]


def _need_words(search: Search, match: Match, value: float) -> str:
    words = {1.0: "gleicher Bedarf", SAME_AREA: "gleiche Aufgabe mit anderem Ziel"}
    words |= {SAME_PHASE: "Bedarf in derselben Planungsphase"}
    return words.get(value, "")


def _distance_words(search: Search, match: Match, value: float) -> str:
    return distance_words(match.distance_km)


def distance_words(km: float | None) -> str:
    """Kilometres as people say them."""
    if km is None:
        return "Entfernung unbekannt"
    return "unter 1 km" if km < 1 else f"{round(km)} km"


def _size_words(search: Search, match: Match, value: float) -> str:
    # The population stands beside the reason, and may say the contrary.
    measure = " nach Schülerzahl" if _by_pupils(search.place, match.place) else ""
    if value >= ALIKE:
        return f"ähnlich groß{measure}"
    sizes = _sizes(search.place, match.place)
    larger = sizes is not None and sizes[1] > sizes[0]
    return f"{'deutlich ' if value < FAR_APART else ''}{'größer' if larger else 'kleiner'}{measure}"


def _capacity_words(search: Search, match: Match, value: float) -> str:
    return (
        "mindestens so gut mit Personal ausgestattet" if value >= 1 else "weniger Personal für die Schul-IT"
    )


def _tie_words(search: Search, match: Match, value: float) -> str:
    words = {
        Tie.PARTNER: "bereits Partner",
        Tie.ASKED: "bereits eingeladen",
        Tie.EXPERIENCED: "erfahren in Zusammenarbeit",
    }
    return words.get(match.place.facts.tie, "")


def _land_words(search: Search, match: Match, value: float) -> str:
    return "gleiches Land" if value else ""


_WORDS: dict[str, Callable[[Search, Match, float], str]] = {
    "need": _need_words,
    "distance": _distance_words,
    "size": _size_words,
    "capacity": _capacity_words,
    "tie": _tie_words,
    "land": _land_words,
}

"""Who is behind the number of a Schulträger: a municipality of the register, an association, or somebody else.

Pure: takes what the files and the register say, looks nothing up. A municipality is named only where name and
place agree; whatever stays open is told instead of guessed.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from municipalities.folding import fold
from municipalities.models import AuthorityForm, Kind
from municipalities.schools.facts import AuthorityFacts

_ASSOCIATION = re.compile(r"(?:schul|zweck)-?verband")
_REGIONAL = re.compile(r"landschaftsverband\b")
_STATE = re.compile(r"(?:land nordrhein-westfalen|bundesrepublik)\b")
_TOWN = re.compile(r"(?:(?:landeshaupt|bundes|hanse|universitaets|kreis)?stadt|gemeinde)\s+")
_DISTRICT = re.compile(r"^(?:land)?kreis\s+")
_SAYS_DISTRICT = re.compile(r"kreis|region")
# A short name that says the same behind the name: "Bad Wünnenberg, Stadt".
_TOWN_BEHIND = re.compile(r",\s*(?:stadt|gemeinde)$")
_BRACKETS = re.compile(r"\s*\([^)]*\)")


@dataclass(frozen=True)
class Place:
    """A row of the register of municipalities; ``name`` is the official name, ``key`` its primary key."""

    key: int
    ags: str
    kind: str
    name: str
    former_names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Schools:
    """What the schools of a Schulträger tell about it: how many there are in which municipality, and their law."""

    by_place: Mapping[str, int]
    public: bool = False

    @property
    def number(self) -> int:
        """How many schools it runs."""
        return sum(self.by_place.values())

    def within(self, place: Place) -> int:
        """How many of its schools stand in the town, or in the Kreis."""
        return sum(number for ags, number in self.by_place.items() if ags.startswith(place.ags))


NO_SCHOOLS = Schools({})


@dataclass(frozen=True)
class Resolved:
    """What a Schulträger is; ``place`` is the municipality itself, ``seat`` where another body sits.

    ``form`` is None for a municipality that the register does not have or not clearly: its schools stay out.
    """

    facts: AuthorityFacts
    form: AuthorityForm | None
    place: Place | None = None
    seat: Place | None = None


class Gazetteer:
    """Municipalities of one Land, found by what files call them."""

    def __init__(self, places: Iterable[Place]) -> None:
        self._towns: dict[str, list[Place]] = {}
        self._districts: dict[str, list[Place]] = {}
        for place in places:
            is_district = place.kind == Kind.DISTRICT
            index = self._districts if is_district else self._towns
            for name in {_core(name) for name in (place.name, *place.former_names)}:
                index.setdefault(_DISTRICT.sub("", name) if is_district else name, []).append(place)

    def resolve(self, facts: AuthorityFacts, schools: Schools = NO_SCHOOLS) -> Resolved:
        """Tell what a Schulträger is, by its names and by where its schools are."""
        name = fold(facts.name)
        if schools.number and not schools.public:
            return Resolved(facts, AuthorityForm.PRIVATE, seat=self._seat(facts, schools))
        for pattern, form in (
            (_ASSOCIATION, AuthorityForm.SPECIAL_PURPOSE),
            (_REGIONAL, AuthorityForm.REGIONAL),
            (_STATE, AuthorityForm.STATE),
        ):
            if pattern.search(name):
                return Resolved(facts, form, seat=self._seat(facts, schools))
        named = self._named(facts)
        if named is None:
            return Resolved(facts, AuthorityForm.PRIVATE, seat=self._seat(facts, schools))
        place = _confirmed(named, schools)
        return Resolved(facts, AuthorityForm.MUNICIPALITY if place else None, place=place)

    def _named(self, facts: AuthorityFacts) -> list[Place] | None:
        """Municipalities that the names may mean; None where they do not sound like one.

        The long name may go on with an office ("Stadt Essen Schulverwaltungsamt"), the short one never does.
        """
        readings = [self._read(name) for name in (facts.name, facts.short_name)]
        return next((found for found in readings if found), None if readings == [None, None] else [])

    def _read(self, text: str) -> list[Place] | None:
        name = _core(text)
        if _TOWN.match(name):
            return self._town(_TOWN.sub("", name, count=1))
        if _TOWN_BEHIND.search(fold(text)):
            return self._town(name)
        if _DISTRICT.match(name):
            return self._districts.get(_DISTRICT.sub("", name), [])
        # "Hochsauerlandkreis", "Städteregion Aachen": the whole name, not the town in front of another body's.
        if "," in text or not _SAYS_DISTRICT.search(name):
            return None
        return self._districts.get(name)

    def _town(self, name: str) -> list[Place]:
        return self._towns.get(name) or self._towns.get(name.partition("/")[0], [])

    def _seat(self, facts: AuthorityFacts, schools: Schools) -> Place | None:
        found = self._towns.get(_core(facts.city), [])
        near = [place for place in found if schools.within(place)] if len(found) > 1 else found
        return near[0] if len(near) == 1 else None


def _confirmed(named: list[Place], schools: Schools) -> Place | None:
    """The one of them where most of the schools stand; the only one where there are no schools to ask."""
    if schools.number:
        named = [place for place in named if schools.within(place) * 2 > schools.number]
    return named[0] if len(named) == 1 else None


def _core(name: str) -> str:
    """A name without what follows it in brackets or behind a comma, folded."""
    return fold(_BRACKETS.sub("", name).partition(",")[0])

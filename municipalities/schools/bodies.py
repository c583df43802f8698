"""Schulträger of the register beside those that are stored."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from municipalities.models import AuthorityForm, Municipality, SchoolAuthority
from municipalities.schools.authorities import Gazetteer, Place, Resolved, Schools
from municipalities.schools.facts import AuthorityFacts, SchoolFacts
from municipalities.schools.nrw import LAND
from municipalities.schools.plan import Plan


@dataclass
class Bodies:
    """Schulträger by their number in the register; ``open`` are municipalities that could not be found for certain."""

    by_number: dict[str, SchoolAuthority] = field(default_factory=dict)
    open: list[AuthorityFacts] = field(default_factory=list)
    nameless: int = 0
    forms: Counter[AuthorityForm] = field(default_factory=Counter)


def match_bodies(
    plan: Plan,
    facts: Iterable[AuthorityFacts],
    *,
    schools: Iterable[SchoolFacts],
    stored: Iterable[SchoolAuthority],
    places: Mapping[int, Municipality],
) -> Bodies:
    """Find or enter the Schulträger of the file and of its schools; changes go into ``plan``.

    ``stored`` are the Schulträger of the Land, ``places`` its municipalities that exist, by primary key.
    """
    matcher = _Matcher(plan, list(stored), places)
    told = _schools_of(schools)
    gazetteer = Gazetteer(
        Place(row.pk, row.ags, row.kind, row.name, tuple(row.former_names)) for row in places.values()
    )
    for item in facts:
        matcher.take(
            gazetteer.resolve(item, told.get(item.number, Schools({}))), has_schools=item.number in told
        )
    for number, its_schools in told.items():
        if number not in matcher.seen and not its_schools.public:
            matcher.take_nameless(number)
    matcher.finish()
    return matcher.bodies


def _schools_of(schools: Iterable[SchoolFacts]) -> dict[str, Schools]:
    located: defaultdict[str, Counter[str]] = defaultdict(Counter)
    public: set[str] = set()
    for school in schools:
        located[school.authority][school.location] += 1
        if school.public:
            public.add(school.authority)
    return {number: Schools(by_place, number in public) for number, by_place in located.items()}


class _Matcher:
    def __init__(self, plan: Plan, stored: list[SchoolAuthority], places: Mapping[int, Municipality]) -> None:
        self._plan = plan
        self._places = places
        self._municipal = {row.municipality_id: row for row in stored if row.municipality_id}
        self._before = {
            row.pk: (row.name, row.form, row.seat_id, list(row.register_numbers)) for row in stored
        }
        self._stored = stored
        self.seen: set[str] = set()
        self.bodies = Bodies({number: row for row in stored for number in row.register_numbers})

    def take(self, resolved: Resolved, *, has_schools: bool) -> None:
        """Enter or refresh one Schulträger of the file."""
        self.seen.add(resolved.facts.number)
        if resolved.form is None:
            self.bodies.open.append(resolved.facts)
            self.bodies.by_number.pop(resolved.facts.number, None)
        elif has_schools or resolved.form != AuthorityForm.PRIVATE:
            # Of private bodies only those are kept that run a school.
            self.bodies.forms[resolved.form] += 1
            self._assign(resolved.facts.number, self._row(resolved, resolved.form))

    def take_nameless(self, number: str) -> None:
        """A private body that the file of Schulträger does not name; the number stands for it."""
        if number in self.bodies.by_number:
            return
        self.bodies.nameless += 1
        row = SchoolAuthority(name=f"Freier Träger {number}", form=AuthorityForm.PRIVATE, land=LAND)
        self._plan.new_authorities.append(row)
        self._assign(number, row)

    def _row(self, resolved: Resolved, form: AuthorityForm) -> SchoolAuthority:
        if resolved.place:
            municipality = self._places[resolved.place.key]
            row = self._municipal.get(municipality.pk)
            if row is None:
                row = self._new(SchoolAuthority(municipality=municipality, form=form, land=LAND))
                self._municipal[municipality.pk] = row
            row.name = municipality.display_name
            return row
        known = self.bodies.by_number.get(resolved.facts.number)
        row = known if known and not known.municipality_id else self._new(SchoolAuthority(land=LAND))
        row.name, row.form = resolved.facts.name[:200], form
        row.seat = self._places[resolved.seat.key] if resolved.seat else None
        return row

    def _new(self, row: SchoolAuthority) -> SchoolAuthority:
        self._plan.new_authorities.append(row)
        return row

    def _assign(self, number: str, row: SchoolAuthority) -> None:
        before = self.bodies.by_number.get(number)
        if before is not None and before is not row:
            before.register_numbers = [other for other in before.register_numbers if other != number]
        self.bodies.by_number[number] = row
        if number not in row.register_numbers:
            row.register_numbers = [*row.register_numbers, number]

    def finish(self) -> None:
        """Tell the plan which stored Schulträger are different now."""
        self._plan.changed_authorities = [
            row
            for row in self._stored
            if self._before[row.pk] != (row.name, row.form, row.seat_id, list(row.register_numbers))
        ]

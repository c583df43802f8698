"""What the register of Nordrhein-Westfalen changes among the schools that are stored."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from municipalities.models import Municipality, School, SchoolAuthority, SchoolSource
from municipalities.schools.facts import Pupils, SchoolFacts
from municipalities.schools.nrw import LAND
from municipalities.schools.plan import Plan, too_long

# The part of the running schools that may be missing before the file itself is in doubt.
USUAL_LOSS = 0.02
_SCHOOL_YEAR = re.compile(r"(\d{4})/\d{2}(?:\d{2})?")


@dataclass
class RegisterPlan(Plan):
    """A plan with what only the register knows; ``kept`` counts schools that their Schulträger keep themselves."""

    source: SchoolSource = SchoolSource.REGISTER
    with_pupils: int = 0
    kept: int = 0
    missing: int = 0
    running: int = 0
    unknown_places: set[str] = field(default_factory=set)

    @property
    def loses_unusually_much(self) -> bool:
        """Whether so many schools are missing that the file may be cut off."""
        return self.missing > USUAL_LOSS * self.running


@dataclass(frozen=True)
class Stored:
    """The schools of the Land by their number, and its municipalities by official key."""

    schools: Mapping[str, School]
    places: Mapping[str, Municipality]


def plan_schools(
    plan: RegisterPlan,
    schools: Collection[SchoolFacts],
    *,
    stored: Stored,
    run_by: Mapping[str, SchoolAuthority],
    pupils: Pupils,
    today: date,
) -> None:
    """Compare the file's schools with the stored ones; ``run_by`` names the Schulträger by its number."""
    for facts in schools:
        row = stored.schools.get(facts.register_number)
        plan.with_pupils += facts.register_number in pupils.by_number
        authority = run_by.get(facts.authority)
        if authority is None:
            plan.reject(
                facts.line,
                f"Der Träger {facts.authority} der Schule {facts.register_number} ist nicht bekannt.",
            )
            continue
        values = _values(facts, stored) | _pupils(facts, row, pupils)
        if problem := too_long(values):
            plan.reject(facts.line, problem)
            continue
        if values["location"] is None:
            plan.unknown_places.add(facts.location)
        values |= {"authority": authority, "closed_on": _closed_on(facts, row, pupils, today)}
        if row is None:
            plan.create(values)
        elif row.source == SchoolSource.REGISTER:
            plan.change(row, values)
        else:
            # Its own Schulträger knows better; who runs it, and newer numbers, the register still tells.
            plan.kept += 1
            told = {name: values[name] for name in ("authority", "pupils", "pupils_as_of")}
            plan.change(row, told, source=SchoolSource(row.source))


def close_missing(plan: RegisterPlan, stored: Stored, *, in_file: Collection[str], today: date) -> None:
    """Close the schools that the register had and has no longer."""
    known = [
        row for row in stored.schools.values() if row.source == SchoolSource.REGISTER and not row.closed_on
    ]
    gone = [row for row in known if row.register_number not in in_file]
    plan.running, plan.missing = len(known), len(gone)
    for row in gone:
        plan.change(row, {"closed_on": today})


def _values(facts: SchoolFacts, stored: Stored) -> dict[str, Any]:
    return {
        "land": LAND,
        "register_number": facts.register_number,
        "name": facts.name,
        "school_form": facts.school_form,
        "street": facts.street,
        "postal_code": facts.postal_code,
        "city": facts.city,
        "location": stored.places.get(facts.location),
    }


def _pupils(facts: SchoolFacts, row: School | None, pupils: Pupils) -> dict[str, Any]:
    known = (
        {"pupils": row.pupils, "pupils_as_of": row.pupils_as_of}
        if row
        else {"pupils": None, "pupils_as_of": ""}
    )
    count = pupils.by_number.get(facts.register_number)
    if count is None or (row and row.pupils is not None and _begin(row.pupils_as_of) > _begin(pupils.year)):
        return known
    return {"pupils": count, "pupils_as_of": pupils.year}


def _begin(school_year: str) -> date:
    """First day of "2024/25"; anything else counts as long ago."""
    match = _SCHOOL_YEAR.fullmatch(school_year.strip())
    return date(int(match[1]), 8, 1) if match and int(match[1]) else date.min


def _closed_on(facts: SchoolFacts, row: School | None, pupils: Pupils, today: date) -> date | None:
    """The day after its last one, once that has passed; pupils counted later show that it goes on."""
    if facts.ends_on is None or not (facts.gone or facts.ends_on < today):
        return None
    counted = pupils.year if facts.register_number in pupils.by_number else (row.pupils_as_of if row else "")
    return None if _begin(counted) > facts.ends_on else facts.ends_on + timedelta(days=1)

"""Single rows of the register; whole directories come in by imports."""

from collections.abc import Iterable
from decimal import Decimal

from django.contrib.auth.models import Group
from django.db import transaction

from municipalities.folding import fold, spellings
from municipalities.models import Kind, Municipality


def searchable(name: str, display_name: str, former_names: Iterable[str] = ()) -> str:
    """What search reads of a row: its name, official name and former names, in every spelling, between bars.

    A bar and a space stand before every name, so that a whole name, the beginning of a name and the beginning of a
    word are told apart by one LIKE each: ``| kusel | landkreis kusel |``. What follows the comma of an official
    name ("Münster, Stadt") is found too, but is no part of the name.
    """
    names = [display_name, name.partition(",")[0], *(old.partition(",")[0] for old in former_names)]
    additions = [part for text in (name, *former_names) if (part := text.partition(",")[2])]
    entries = dict.fromkeys(entry for text in (*names, *additions) for entry in spellings(text))
    return "".join(f"| {entry} " for entry in entries) + "|"


@transaction.atomic
def register_municipality(
    *,
    ags: str,
    kind: Kind,
    name: str,
    display_name: str,
    designation: str = "",
    parent: Municipality | None = None,
    population: int | None = None,
    area_km2: Decimal | None = None,
    ars: str = "",
    postal_code: str = "",
    latitude: float | None = None,
    longitude: float | None = None,
) -> Municipality:
    """Enter or refresh one row of the register by its key; called by example data and tests, never by a request."""
    facts = {
        "kind": kind,
        "name": name,
        "display_name": display_name,
        "folded_name": fold(display_name),
        "designation": designation,
        "parent": parent,
        "population": population,
        "area_km2": area_km2,
        "ars": ars,
        "postal_code": postal_code,
        "latitude": latitude,
        "longitude": longitude,
    }
    known = Municipality.objects.filter(ags=ags).first()
    row = known or Municipality(ags=ags, group=Group.objects.create(name=f"Kommune {ags}"))
    if known and all(getattr(row, field) == value for field, value in facts.items()):
        return row
    for field, value in facts.items():
        setattr(row, field, value)
    row.search_text = searchable(name, display_name, row.former_names)
    row.full_clean(exclude=["group"])
    row.save()
    return row

"""Public holidays of the Länder, as hints beside dates. Pure: no Django, no clock."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Final, NamedTuple

import holidays

from municipalities.catalog import LAENDER

# The library names Länder by their letters in ISO 3166-2, the register by their official keys.
LETTERS: Final[dict[str, str]] = {
    "01": "SH",
    "02": "HH",
    "03": "NI",
    "04": "HB",
    "05": "NW",
    "06": "HE",
    "07": "RP",
    "08": "BW",
    "09": "BY",
    "10": "SL",
    "11": "BE",
    "12": "BB",
    "13": "MV",
    "14": "SN",
    "15": "ST",
    "16": "TH",
}


class Holiday(NamedTuple):
    """A public holiday and the Länder, of those asked for, in which it is one."""

    name: str
    laender: tuple[str, ...]


@cache
def _of(land: str, year: int) -> dict[date, str]:
    found = holidays.country_holidays("DE", subdiv=LETTERS[land], years=year, language="de")
    return dict(found.items())


def holidays_on(day: date, laender: Iterable[str]) -> list[Holiday]:
    """The public holidays on that day in Länder given by official key; empty on a working day."""
    found: dict[str, list[str]] = {}
    for land in sorted(set(laender) & LETTERS.keys()):
        name = _of(land, day.year).get(day)
        if name:
            found.setdefault(name, []).append(LAENDER[land])
    return [Holiday(name, tuple(where)) for name, where in found.items()]


def hint(day: date, laender: Iterable[str]) -> str:
    """``Fronleichnam (Rheinland-Pfalz)`` where that day is a public holiday, else empty.

    The Länder are named only where not all of those asked for have the day off.
    """
    asked = set(laender)
    return ", ".join(
        one.name if len(one.laender) == len(asked) > 1 else f"{one.name} ({', '.join(one.laender)})"
        for one in holidays_on(day, asked)
    )

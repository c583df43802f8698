"""Records of the official directory (GV100AD): lines of 220 characters, each checked by itself.

The layout is that of the Statistisches Bundesamt; positions below count from 0.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from municipalities.catalog import LAENDER
from municipalities.reports import Problem

FILE = "Gemeindeverzeichnis"
LENGTH = 220

LAND, GOVERNMENT_DISTRICT, REGION, DISTRICT, ASSOCIATION, MUNICIPALITY = "10", "20", "30", "40", "50", "60"
# Which positions the key of a record type fills; the others are blank or belong to no key.
KEYS = {
    LAND: (slice(10, 12),),
    GOVERNMENT_DISTRICT: (slice(10, 13),),
    REGION: (slice(10, 14),),
    DISTRICT: (slice(10, 15),),
    ASSOCIATION: (slice(10, 15), slice(18, 22)),
    MUNICIPALITY: (slice(10, 18),),
}
MARKERS = {
    LAND: {""},
    GOVERNMENT_DISTRICT: {""},
    REGION: {""},
    DISTRICT: {"41", "42", "43", "44", "45"},
    ASSOCIATION: {"50", "51", "52", "53", "54", "55", "56", "57", "58"},
    MUNICIPALITY: {"60", "61", "62", "63", "64", "65", "66", "67"},
}
CITY_DISTRICTS = {"41", "42"}
NO_ASSOCIATION = "50"
UNINCORPORATED = {"65", "66"}
# Far above what exists; keeps absurd numbers away from the columns of the database.
LARGEST = 99_999_999

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Record:
    """One line: ``key`` is that of its own level, ``association`` the nine digits above a Gemeinde."""

    line: int
    type: str
    key: str
    name: str
    marker: str = ""
    association: str = ""
    area_ha: int = 0
    population: int = 0
    postal_code: str = ""

    @property
    def ars(self) -> str:
        """The full Regionalschlüssel: of a Gemeinde twelve digits, the association in the middle."""
        return self.association + self.key[5:] if self.type == MUNICIPALITY else self.key

    @property
    def counts(self) -> bool:
        """Whether it is a municipality of its own and not a gemeindefreies Gebiet."""
        return self.marker not in UNINCORPORATED


class LineError(Exception):
    """What is wrong with a line, in German."""


def read_lines(data: bytes) -> tuple[list[str], list[Problem]]:
    """The lines of the file without their ends; problems name lines that are not UTF-8."""
    raw = data.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    while raw and not raw[-1].strip(b"\r"):
        raw.pop()
    lines: list[str] = []
    problems: list[Problem] = []
    for number, line in enumerate(raw, start=1):
        try:
            lines.append(line.removesuffix(b"\r").decode())
        except UnicodeDecodeError:
            problems.append(Problem(number, "Die Zeile ist nicht in UTF-8 geschrieben.", FILE))
    if not raw:
        problems.append(Problem(0, "Die Datei ist leer.", FILE))
    return lines, problems


def read_records(lines: list[str]) -> Iterator[tuple[date, Record] | Problem]:
    """Each line as Gebietsstand and record, or why it is none."""
    for number, line in enumerate(lines, start=1):
        try:
            yield _as_of(line), _record(number, line, last=number == len(lines))
        except LineError as error:
            yield Problem(number, str(error), FILE)


def _record(number: int, line: str, *, last: bool) -> Record:
    if len(line) != LENGTH:
        reason = "; die Datei endet mitten im Satz" if last and len(line) < LENGTH else ""
        raise LineError(f"Der Satz ist {len(line)} statt {LENGTH} Zeichen lang{reason}.")
    kind = line[:2]
    if kind not in KEYS:
        raise LineError(f"Die Satzart „{kind}“ ist unbekannt.")
    if _CONTROL.search(line):
        raise LineError("Der Satz enthält Steuerzeichen.")
    key = "".join(line[part] for part in KEYS[kind])
    if not (key.isascii() and key.isdigit()):
        raise LineError(f"Der Schlüssel „{key}“ besteht nicht nur aus Ziffern.")
    if key[:2] not in LAENDER:
        raise LineError(f"Das Land „{key[:2]}“ ist unbekannt.")
    name = " ".join(line[22:72].split())
    if not name:
        raise LineError("Der Name fehlt.")
    marker = line[122:124].strip()
    if marker not in MARKERS[kind]:
        raise LineError(f"Das Textkennzeichen „{marker}“ ist für die Satzart {kind} unbekannt.")
    if kind != MUNICIPALITY:
        return Record(number, kind, key, name, marker)
    association = line[10:15] + line[18:22]
    if not (association.isascii() and association.isdigit()):
        raise LineError(f"Der Schlüssel des Gemeindeverbands „{association}“ besteht nicht nur aus Ziffern.")
    return Record(
        number,
        kind,
        key,
        name,
        marker,
        association,
        area_ha=_number("Fläche", line[128:139]),
        population=_number("Bevölkerung", line[139:150]),
        postal_code=_postal_code(line[165:170].strip()),
    )


def _as_of(line: str) -> date:
    text = line[2:10]
    try:
        if len(line) == LENGTH and text.isascii() and text.isdigit():
            return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        pass
    if len(line) != LENGTH:
        # The wrong length is told instead.
        return date.min
    raise LineError(f"Der Gebietsstand „{text}“ ist kein Datum.")


def _number(label: str, text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise LineError(f"{label}: „{text.strip()}“ ist keine Zahl.")
    if int(text) > LARGEST:
        raise LineError(f"{label}: {int(text)} ist unmöglich groß.")
    return int(text)


def _postal_code(text: str) -> str:
    if text and not (len(text) == 5 and text.isascii() and text.isdigit()):  # noqa: PLR2004 - as the name says
        raise LineError(f"Die Postleitzahl „{text}“ hat nicht fünf Ziffern.")
    return text

"""Coordinates of municipalities from the quarterly workbook of the Statistisches Bundesamt."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile, ZipFile

from municipalities.register import workbook
from municipalities.register.records import ASSOCIATION, MUNICIPALITY
from municipalities.reports import Problem

FILE = "Koordinaten"
# The workbook of 2021 unpacks to 13 MB and has 16,083 rows.
MAX_BYTES = 200 * 1024 * 1024
HEADER_ROWS = 12
# Degrees between which Germany lies; swapped columns fall outside.
LATITUDES = (47.0, 55.5)
LONGITUDES = (5.5, 15.5)

EXAMPLES = 5

_COLUMNS = {
    "satzart": "Satzart",
    "land": "Land",
    "rb": "RB",
    "kreis": "Kreis",
    "vb": "VB",
    "gem": "Gem",
    "gemeindename": "Gemeindename",
    "längengrad": "Längengrad",
    "breitengrad": "Breitengrad",
}
_PARTS = {"land": 2, "rb": 1, "kreis": 2, "vb": 4, "gem": 3}
# Whatever a damaged or foreign workbook makes of the reader.
_DAMAGED = (
    BadZipFile,
    ExpatError,
    IndexError,
    KeyError,
    NotImplementedError,
    OSError,
    EOFError,
    RuntimeError,
    ValueError,
    zlib.error,
)

Position = tuple[float, float]
Rows = Iterator[workbook.Row]
Cells = dict[str, str]


@dataclass
class Coordinates:
    """Latitude and longitude by ARS and by AGS, and full names of associations by their nine digits."""

    by_ars: dict[str, Position] = field(default_factory=dict)
    by_ags: dict[str, Position] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def find(self, ars: str, ags: str) -> Position | None:
        """Where a municipality lies; by its AGS where it has changed its Verband since."""
        return self.by_ars.get(ars) or self.by_ags.get(ags)


class RowError(Exception):
    """What is wrong with a row, in German."""


def read(path: Path) -> Coordinates:
    """The coordinates in a workbook."""
    try:
        with ZipFile(path) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
        if size > MAX_BYTES:
            return _refused("Die Datei ist viel größer als eine Tabelle der Gemeinden.")
        result = _read(path)
    except _DAMAGED:
        return _refused("Die Datei lässt sich nicht als Excel-Tabelle (.xlsx) lesen.")
    if result is None:
        return _refused(f"Kein Tabellenblatt hat die Spalten {', '.join(_COLUMNS.values())}.")
    if not result.by_ars and not result.problems:
        return _refused("Das Tabellenblatt enthält keine Gemeinde mit Koordinaten.")
    return result


def _refused(message: str) -> Coordinates:
    return Coordinates(problems=[Problem(0, message, FILE)])


def _read(path: Path) -> Coordinates | None:
    for rows in workbook.sheets(path):
        if columns := _columns(rows):
            return _collect(columns, rows)
    return None


def _columns(rows: Rows) -> dict[str, int] | None:
    """Place of each column; the heading stretches over several rows and hyphenates its words."""
    found: dict[str, int] = {}
    for number, row in rows:
        for place, text in row.items():
            label = re.sub(r"[\W\d_]", "", text).lower()
            if label in _COLUMNS:
                found.setdefault(label, place)
        if len(found) == len(_COLUMNS):
            return found
        if number >= HEADER_ROWS:
            break
    return None


def _collect(columns: dict[str, int], rows: Rows) -> Coordinates:
    result = Coordinates()
    without: list[str] = []
    for number, row in rows:
        cells = {label: " ".join(row.get(place, "").split()) for label, place in columns.items()}
        try:
            if not _take(result, cells):
                without.append(f"{cells['gemeindename']}, Zeile {number}")
        except RowError as error:
            result.problems.append(Problem(number, str(error), FILE))
    if without:
        more = " …" if len(without) > EXAMPLES else ""
        result.notes.append(
            f"In der Tabelle ohne Koordinaten: {len(without)} ({'; '.join(without[:EXAMPLES])}{more})."
        )
    return result


def _take(result: Coordinates, cells: Cells) -> bool:
    """Add what a row tells; false for a municipality without a position."""
    kind = cells["satzart"]
    if kind == ASSOCIATION:
        result.names[_digits(cells, "land", "rb", "kreis", "vb")] = cells["gemeindename"]
    if kind != MUNICIPALITY:
        return True
    ars = _digits(cells, "land", "rb", "kreis", "vb", "gem")
    position = _position(cells["breitengrad"], cells["längengrad"])
    if position is None:
        return False
    if ars in result.by_ars:
        raise RowError(f"Den Schlüssel {ars} hat schon eine Zeile davor.")
    result.by_ars[ars] = result.by_ags[ars[:5] + ars[9:]] = position
    return True


def _digits(cells: Cells, *labels: str) -> str:
    """The parts of a key as one; a cell that Excel has made a number lost its leading zeros."""
    parts = []
    for label in labels:
        part = cells[label].zfill(_PARTS[label])
        if not (part.isascii() and part.isdigit() and len(part) == _PARTS[label]):
            raise RowError(f"{_COLUMNS[label]}: „{cells[label]}“ ist kein Teil eines Schlüssels.")
        parts.append(part)
    return "".join(parts)


def _position(latitude: str, longitude: str) -> Position | None:
    """The position, nothing where the row has none (both empty, or both zero)."""
    if not latitude and not longitude:
        return None
    position = _degrees("Breitengrad", latitude), _degrees("Längengrad", longitude)
    if position == (0.0, 0.0):
        return None
    for label, text, value, (low, high) in (
        ("Breitengrad", latitude, position[0], LATITUDES),
        ("Längengrad", longitude, position[1], LONGITUDES),
    ):
        if not low <= value <= high:
            raise RowError(f"{label}: {text} liegt nicht in Deutschland.")
    return position


def _degrees(label: str, text: str) -> float:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        raise RowError(f"{label}: „{text}“ ist keine Zahl.") from None

"""The official directory as a whole: one Gebietsstand, keys once, every parent present."""

import gzip
import zlib
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from municipalities.catalog import LAENDER
from municipalities.register import records
from municipalities.register.records import FILE, Record
from municipalities.reports import Problem

# The directory of 2023 has 4 MB.
MAX_BYTES = 64 * 1024 * 1024
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True)
class Directory:
    """The records of a file by key; where there are ``problems``, nothing else may be used."""

    as_of: date
    lands: dict[str, Record]
    districts: dict[str, Record]
    associations: dict[str, Record]
    municipalities: dict[str, Record]
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()


def read(path: Path) -> Directory:
    """The directory in a file, plain or packed with gzip."""
    try:
        data = _bytes(path)
    except (OSError, EOFError, zlib.error):
        return _refused([Problem(0, "Die Datei lässt sich nicht entpacken: Sie ist beschädigt.", FILE)])
    if data is None:
        return _refused([Problem(0, "Die Datei ist viel größer als ein Gemeindeverzeichnis.", FILE)])
    return parse(data)


def parse(data: bytes) -> Directory:
    """The directory in these bytes."""
    lines, problems = records.read_lines(data)
    if problems:
        return _refused(problems)
    found: list[tuple[date, Record]] = []
    for outcome in records.read_records(lines):
        if isinstance(outcome, Problem):
            problems.append(outcome)
        else:
            found.append(outcome)
    if problems:
        return _refused(problems)
    return _checked(found)


def _bytes(path: Path) -> bytes | None:
    """What is in the file, nothing where it is too large."""
    with path.open("rb") as file:
        packed = file.read(2) == _GZIP
    with gzip.open(path) if packed else path.open("rb") as source:
        data = source.read(MAX_BYTES + 1)
    return data if len(data) <= MAX_BYTES else None


def _refused(problems: list[Problem]) -> Directory:
    return Directory(date.min, {}, {}, {}, {}, tuple(problems))


def _checked(found: list[tuple[date, Record]]) -> Directory:
    problems = [*_one_date(found)]
    by_type: dict[str, dict[str, Record]] = {kind: {} for kind in records.KEYS}
    for _, record in found:
        first = by_type[record.type].setdefault(record.key, record)
        if first is not record:
            problems.append(
                Problem(
                    record.line, f"Den Schlüssel {record.key} hat schon der Satz in Zeile {first.line}.", FILE
                )
            )
    municipalities = {key: record for key, record in by_type[records.MUNICIPALITY].items() if record.counts}
    directory = Directory(
        found[0][0],
        by_type[records.LAND],
        by_type[records.DISTRICT],
        by_type[records.ASSOCIATION],
        municipalities,
    )
    problems += _missing_parents(directory)
    if not municipalities:
        problems.append(Problem(0, "Die Datei enthält keine Gemeinde.", FILE))
    if problems:
        return _refused(sorted(problems, key=lambda problem: problem.line))
    return Directory(
        directory.as_of,
        directory.lands,
        {key: row for key, row in directory.districts.items() if row.marker not in records.CITY_DISTRICTS},
        {key: row for key, row in directory.associations.items() if row.marker != records.NO_ASSOCIATION},
        municipalities,
        notes=_incomplete(directory),
    )


def _one_date(found: list[tuple[date, Record]]) -> list[Problem]:
    common, _ = Counter(as_of for as_of, _ in found).most_common(1)[0]
    return [
        Problem(
            record.line,
            f"Der Gebietsstand {as_of:%d.%m.%Y} weicht von den übrigen Sätzen ({common:%d.%m.%Y}) ab.",
            FILE,
        )
        for as_of, record in found
        if as_of != common
    ]


def _missing_parents(directory: Directory) -> list[Problem]:
    """Records whose Land, Kreis or Verband has no record; areas without a municipality need none."""
    associations = [row for row in directory.associations.values() if row.marker != records.NO_ASSOCIATION]
    wanted = [
        *((row, "Das Land", row.key[:2], directory.lands) for row in directory.districts.values()),
        *((row, "Den Kreis", row.key[:5], directory.districts) for row in associations),
    ]
    for row in directory.municipalities.values():
        wanted.append((row, "Den Kreis", row.key[:5], directory.districts))
        wanted.append((row, "Den Gemeindeverband", row.association, directory.associations))
    return [
        Problem(row.line, f"{label} {key}, wozu {row.name} gehört, enthält die Datei nicht.", FILE)
        for row, label, key, present in wanted
        if key not in present
    ]


def _incomplete(directory: Directory) -> tuple[str, ...]:
    """What makes one doubt that the file is complete."""
    notes = []
    if len(directory.lands) < len(LAENDER):
        notes.append(f"Die Datei enthält nur {len(directory.lands)} von {len(LAENDER)} Ländern.")
    filled = {row.key[:5] for row in directory.municipalities.values()}
    empty = [row.name for key, row in directory.districts.items() if key not in filled]
    if empty:
        notes.append(f"Ohne eine einzige Gemeinde: {', '.join(empty[:5])}. Bitte die Datei prüfen.")
    return tuple(notes)

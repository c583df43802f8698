"""Lists of schools as a Schulträger keeps them: CSV as German spreadsheets write it, or XLSX. Knows no database."""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from ikz.ui.exports import FORMULA
from ikz.ui.formatting import de_date, parse_number
from municipalities.folding import fold
from municipalities.reports import Problem
from municipalities.schools.facts import ListedSchool
from municipalities.schools.files import LARGEST, UnreadableFileError, read_bytes
from municipalities.schools.tables import Row, Table, read_table

# Heads of the columns, in the order of the template; the last is for administrators only.
COLUMNS = (
    "Schulnummer",
    "Name",
    "Schulform",
    "Straße",
    "PLZ",
    "Ort",
    "Schülerzahl",
    "Stand",
    "Träger-Schlüssel",
)
REQUIRED = ("Name", "Schulform")
MOST_ROWS = 20_000
MOST_PUPILS = 20_000
_ZIP = b"PK\x03\x04"
_BY_FOLDED = {fold(column): column for column in COLUMNS}
_POSTAL_CODE = re.compile(r"[0-9]{5}")


def read_list(path: Path) -> tuple[list[ListedSchool], list[Problem]]:
    """The schools of a list, and what is wrong in single rows; raises UnreadableFileError for other files."""
    content = read_bytes(path)
    table = _read_xlsx(content) if content.startswith(_ZIP) else _read_csv(_decode(content))
    _check_columns(table)
    if not table.rows:
        raise UnreadableFileError("Die Liste hat keine Zeilen unter der Kopfzeile.")
    if len(table.rows) > MOST_ROWS:
        raise UnreadableFileError(f"Die Liste hat mehr als {MOST_ROWS} Zeilen.")
    schools: list[ListedSchool] = []
    problems: list[Problem] = []
    for row in table.rows:
        try:
            schools.append(_school(row))
        except ValueError as error:
            problems.append(Problem(row.line, str(error)))
    return schools, problems


def _decode(content: bytes) -> str:
    """UTF-8, or else what German Excel calls CSV; a file that is neither is not text."""
    if b"\0" in content:
        raise UnreadableFileError("Die Datei ist weder eine CSV- noch eine XLSX-Datei.")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError as error:
            position = error.start
    line = content.count(b"\n", 0, position) + 1
    raise UnreadableFileError("Die Datei ist weder in UTF-8 noch in Windows-1252 gespeichert.", line=line)


def _read_csv(text: str) -> Table:
    head = next(
        (line for line in text.splitlines() if line.strip() and not line.casefold().startswith("sep=")), ""
    )
    return _canonical(read_table(text, delimiter=";" if head.count(";") >= head.count(",") else ","))


def _read_xlsx(content: bytes) -> Table:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parcel:
            if sum(item.file_size for item in parcel.infolist()) > LARGEST:
                raise UnreadableFileError("Die XLSX-Datei ist ausgepackt zu groß und wird nicht gelesen.")
            # A document type could define entities; no spreadsheet program writes one.
            if any(
                b"<!DOCTYPE" in parcel.read(item)
                for item in parcel.infolist()
                if item.filename.endswith(".xml")
            ):
                raise UnreadableFileError(
                    "Die XLSX-Datei enthält eine Dokumenttyp-Deklaration und wird nicht gelesen."
                )
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        lines = list(_lines(book.worksheets[0]))
        book.close()
    except (zipfile.BadZipFile, InvalidFileException, KeyError, IndexError, ValueError, OSError) as error:
        raise UnreadableFileError("Die XLSX-Datei ist beschädigt und lässt sich nicht lesen.") from error
    if not lines:
        raise UnreadableFileError("Die Liste ist leer.")
    columns = tuple(lines[0][1])
    rows = (Row(line, dict(zip(columns, cells, strict=False))) for line, cells in lines[1:])
    return _canonical(Table(columns, tuple(rows)))


def _lines(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    found = 0
    for line, cells in enumerate(sheet.iter_rows(values_only=True, max_col=50), start=1):
        texts = [_text(cell) for cell in cells]
        if any(texts):
            found += 1
            yield line, texts
        if found > MOST_ROWS + 1:
            return


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return de_date(cell.date())
    if isinstance(cell, date):
        return de_date(cell)
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _canonical(table: Table) -> Table:
    """The same table with our spelling of the heads, and without the apostrophes that tame formulas."""
    names = {column: _BY_FOLDED.get(fold(column.rstrip(" *")), column) for column in table.columns}
    rows = (
        Row(row.line, {names[column]: _untamed(cell) for column, cell in row.cells.items()})
        for row in table.rows
    )
    return Table(tuple(names[column] for column in table.columns), tuple(rows))


def _untamed(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell


def _check_columns(table: Table) -> None:
    named = [column for column in table.columns if column]
    if missing := [column for column in REQUIRED if column not in named]:
        raise UnreadableFileError(f"In der Kopfzeile fehlen die Spalten {', '.join(missing)}.", line=1)
    if unknown := [column for column in named if column not in COLUMNS]:
        raise UnreadableFileError(
            f"Die Spalten {', '.join(unknown[:5])} sind nicht bekannt. Erlaubt sind: {', '.join(COLUMNS)}.",
            line=1,
        )
    if len(set(named)) < len(named):
        raise UnreadableFileError("In der Kopfzeile steht eine Spalte zweimal.", line=1)


def _school(row: Row) -> ListedSchool:
    """The row as a school; raises ValueError with the German reason where a cell is wrong."""
    if missing := [column for column in REQUIRED if not row[column]]:
        raise ValueError(f"Es fehlt: {', '.join(missing)}.")
    # Spreadsheets drop the zero in front of a Postleitzahl.
    postal_code = row["PLZ"].zfill(5) if row["PLZ"].isdecimal() else row["PLZ"]
    if postal_code and not _POSTAL_CODE.fullmatch(postal_code):
        raise ValueError(f"„{postal_code}“ ist keine Postleitzahl mit fünf Ziffern.")
    return ListedSchool(
        line=row.line,
        register_number=row["Schulnummer"],
        name=" ".join(row["Name"].split()),
        school_form=" ".join(row["Schulform"].split()),
        street=" ".join(row["Straße"].split()),
        postal_code=postal_code,
        city=" ".join(row["Ort"].split()),
        pupils=_count(row["Schülerzahl"]),
        pupils_as_of=row["Stand"],
        authority_key=row["Träger-Schlüssel"],
    )


def _count(text: str) -> int | None:
    if not text:
        return None
    try:
        number = parse_number(text)
    except ValueError:
        number = None
    if number is None or number != number.to_integral_value() or not 0 <= number <= MOST_PUPILS:
        raise ValueError(f"„{text[:20]}“ ist keine Schülerzahl von 0 bis {MOST_PUPILS}.")
    return int(number)

"""Delimited text as rows with their line numbers."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from municipalities.schools.files import UnreadableFileError


@dataclass(frozen=True)
class Row:
    """Cells by column name; ``line`` is where the row begins, counted from 1."""

    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True)
class Table:
    """The columns of a file and its rows."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def read_table(text: str, *, delimiter: str, widths: tuple[int, ...] = ()) -> Table:
    """Rows below the header line; a leading ``sep=`` line and empty lines are passed over.

    A row must have as many cells as the header or one of ``widths``; raises UnreadableFileError with the line of
    the first that does not, and of quotation marks that never end.
    """
    lines = _numbered(text, delimiter)
    first, header = next(lines, (1, []))
    if first == 1 and header and header[0].casefold().startswith("sep="):
        first, header = next(lines, (1, []))
    columns = tuple(cell.strip() for cell in header)
    allowed = {len(columns), *widths}
    rows = []
    for line, cells in lines:
        if len(cells) not in allowed:
            raise UnreadableFileError(
                f"Die Zeile hat {len(cells)} Felder statt {len(columns)}; die Datei ist abgeschnitten oder beschädigt.",
                line=line,
            )
        rows.append(Row(line, dict(zip(columns, (cell.strip() for cell in cells), strict=False))))
    return Table(columns, tuple(rows))


def _numbered(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise UnreadableFileError(
            "Die Anführungszeichen der Datei gehen nicht auf; sie ist abgeschnitten oder beschädigt.",
            line=line,
        ) from error

"""Lists as files for spreadsheets: XLSX, and CSV as German Excel reads it (semicolons, UTF-8 with BOM)."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from ikz.ui.formatting import de_date, de_datetime, in_berlin

FORMATS = ("xlsx", "csv")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A text that begins like this is a formula to a spreadsheet, whoever typed it.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
WIDEST = 60

Cell = str | int | Decimal | date | datetime | None


def wanted_format(value: str | None) -> str | None:
    """The format of an export address (``?format=xlsx``), or None where a page is asked for."""
    return value if value in FORMATS else None


def export(fmt: str, *, name: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> HttpResponse:
    """The rows as a download called ``name`` with the ending of the format; ``fmt`` is one of FORMATS."""
    content, content_type = (
        (_xlsx(columns, rows), XLSX) if fmt == "xlsx" else (_csv(columns, rows), "text/csv; charset=utf-8")
    )
    return HttpResponse(
        content,
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}.{fmt}"'},
    )


def _harmless(text: str) -> str:
    """No formula, and no control characters: pasted ones may be in any text, and XML cannot hold them."""
    shown: str = ILLEGAL_CHARACTERS_RE.sub("", text)
    return f"'{shown}" if shown.startswith(FORMULA) else shown


def _csv(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_words(cell) for cell in row])
    return target.getvalue().encode("utf-8-sig")


def _words(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return de_datetime(cell)
    if isinstance(cell, date):
        return de_date(cell)
    if isinstance(cell, Decimal):
        return str(cell).replace(".", ",")
    return _harmless(cell) if isinstance(cell, str) else str(cell)


def _xlsx(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Liste")
    sheet.freeze_panes = "A2"
    table = [[_plain(cell) for cell in row] for row in rows]
    for index, column in enumerate(columns):
        longest = max([len(column), *(len(str(row[index] or "")) for row in table)])
        sheet.column_dimensions[chr(ord("A") + index)].width = min(longest + 2, WIDEST)
    heads = [WriteOnlyCell(sheet, value=column) for column in columns]
    for head in heads:
        head.font = Font(bold=True)
    sheet.append(heads)
    for row in table:
        sheet.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _plain(cell: Cell) -> Cell:
    """Spreadsheets know no time zones; German local time is what readers mean."""
    if isinstance(cell, datetime):
        return in_berlin(cell).replace(tzinfo=None, microsecond=0)
    return _harmless(cell) if isinstance(cell, str) else cell

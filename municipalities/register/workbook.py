"""Texts of the cells of an XLSX workbook, read as a stream: a third of the time that openpyxl takes.

The official workbook is large, and nobody needs its styles, formulas or dates: the two kinds of XML parts that hold
texts suffice. Numbers come as the workbook writes them, with a decimal point.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn
from xml.parsers import expat
from zipfile import ZipFile

# Row number (from 1) and the texts by column (from 0); empty cells are absent.
Row = tuple[int, dict[int, str]]

CHUNK = 1 << 18
_STRINGS = "xl/sharedStrings.xml"
_SHEETS = "xl/worksheets/"


def sheets(path: Path) -> Iterator[Iterator[Row]]:
    """The rows of each sheet, to be read before the next one is asked for; raises whatever a damaged file causes."""
    with ZipFile(path) as archive:
        names = archive.namelist()
        strings = list(_Strings().read(archive, _STRINGS)) if _STRINGS in names else []
        for name in names:
            if name.startswith(_SHEETS) and name.endswith(".xml"):
                yield _Sheet(strings).read(archive, name)


class _Part:
    """A part of the workbook; ``found`` holds what is complete and not yet handed out."""

    def __init__(self) -> None:
        self.found: list[Any] = []
        self.text: list[str] = []
        self.listens = False

    def read(self, archive: ZipFile, name: str) -> Iterator[Any]:
        """What the part holds, while it is being unpacked."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._hear
        parser.StartDoctypeDeclHandler = _refuse
        with archive.open(name) as source:
            while chunk := source.read(CHUNK):
                parser.Parse(chunk, False)
                yield from self.found
                self.found.clear()
            parser.Parse(b"", True)
        yield from self.found

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.start(name.rpartition(":")[2], attributes)

    def _end(self, name: str) -> None:
        self.end(name.rpartition(":")[2])

    def _hear(self, text: str) -> None:
        if self.listens:
            self.text.append(text)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element is over."""


class _Strings(_Part):
    """The texts that cells refer to by number; one may be made of several runs."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "si":
            self.text.clear()
        self.listens = name == "t"

    def end(self, name: str) -> None:
        self.listens = False
        if name == "si":
            self.found.append("".join(self.text))


class _Sheet(_Part):
    """The rows of a sheet."""

    def __init__(self, strings: list[str]) -> None:
        super().__init__()
        self.strings = strings
        self.number = 0
        self.cells: dict[int, str] = {}
        self.column = -1
        self.shared = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            self.number = int(attributes.get("r", self.number + 1))
            self.cells, self.column = {}, -1
        elif name == "c":
            self.column = _column(attributes["r"]) if "r" in attributes else self.column + 1
            self.shared = attributes.get("t") == "s"
            self.text.clear()
        self.listens = name in {"v", "t"}

    def end(self, name: str) -> None:
        self.listens = False
        if name == "c" and self.text:
            text = "".join(self.text)
            self.cells[self.column] = self.strings[int(text)] if self.shared else text
        elif name == "row":
            self.found.append((self.number, self.cells))


def _column(reference: str) -> int:
    """Number of the column in "AB12", from 0."""
    column = 0
    for letter in reference:
        if letter.isdigit():
            break
        column = column * 26 + ord(letter) - 64
    return column - 1


def _refuse(*_declaration: object) -> NoReturn:
    """No workbook declares a document type; entities would only serve to overwhelm the reader."""
    raise ValueError("document type")

"""How the text of a clause is laid out: numbered paragraphs, items, plain lines. Pure.

Every line of a text is a paragraph of its own. Numbers that somebody typed in the usual way, (1), (2) …, are taken
off and set by the document itself; where they do not run on from one, the text stays as it was typed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

# What neither XML nor a font knows, whatever somebody pasted.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\u007e\u00a0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]")
_NUMBER = re.compile(r"\((\d{1,2})\)\s+(?=\S)")
_LETTER = re.compile(r"([a-z])\)\s+(?=\S)")
_BULLET = re.compile(r"[-–•*]\s+(?=\S)")


class Kind(StrEnum):
    """What a line is."""

    NUMBERED = "numbered"
    PLAIN = "plain"
    LETTERED = "lettered"
    BULLET = "bullet"


@dataclass(frozen=True)
class Line:
    """A paragraph without its sign; ``sign`` is what stands before it where signs are written out."""

    kind: Kind
    text: str
    sign: str = ""


def clean(text: str) -> str:
    """A text without control characters: no document can show them."""
    return _FORBIDDEN.sub("", text)


def lines(text: str) -> list[Line]:
    """The paragraphs of a clause in order."""
    rows = [" ".join(clean(row).split()) for row in text.splitlines()]
    return list(_counted([_plain(row) for row in rows if row]))


def _plain(row: str) -> Line:
    if found := _BULLET.match(row):
        return Line(Kind.BULLET, row[found.end() :], "–")
    if found := _LETTER.match(row):
        return Line(Kind.LETTERED, row[found.end() :], f"{found[1]})")
    if found := _NUMBER.match(row):
        return Line(Kind.NUMBERED, row[found.end() :], f"({int(found[1])})")
    return Line(Kind.PLAIN, row)


def _counted(rows: list[Line]) -> Iterator[Line]:
    """Number the paragraphs where there are several; leave typed numbers alone where they do not run on."""
    main = [row for row in rows if row.kind in {Kind.NUMBERED, Kind.PLAIN}]
    typed = [row.sign for row in main if row.sign]
    counts = len(main) > 1 and (not typed or _run_on(main))
    number = 0
    for kind, group in groupby(rows, key=lambda row: row.kind):
        run = list(group)
        lettered = kind is Kind.LETTERED and [row.sign for row in run] == _letters(len(run))
        for row in run:
            if kind in {Kind.NUMBERED, Kind.PLAIN}:
                number += 1
                yield Line(Kind.NUMBERED, row.text, f"({number})") if counts else _as_typed(row)
            else:
                yield row if lettered or kind is Kind.BULLET else _as_typed(row)


def _run_on(main: list[Line]) -> bool:
    return [row.sign for row in main] == [f"({number})" for number in range(1, len(main) + 1)]


def _letters(count: int) -> list[str]:
    return [f"{chr(ord('a') + index)})" for index in range(count)]


def _as_typed(row: Line) -> Line:
    return Line(Kind.PLAIN, f"{row.sign} {row.text}" if row.sign else row.text)

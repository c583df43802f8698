"""Small files in the format of the official directory, and workbooks like the one with the coordinates."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

AS_OF = "20231130"
HEADINGS = (
    ("Gemeinden in Deutschland",),
    (),
    ("Satz-art", "Text-kenn-zeichen", "Amtlicher Regionalschlüssel (ARS)", *("",) * 4, "Gemeindename"),
    ("", "", "Land", "RB", "Kreis", "VB", "Gem", "", "", "Längengrad", "Breitengrad"),
    (),
    (),
)


def record(
    kind: str,
    key: str,
    name: str,
    marker: str = "",
    *,
    association: str = "",
    area: int | str = "",
    population: int | str = "",
    postal_code: str = "",
    as_of: str = AS_OF,
) -> str:
    """One line; ``key`` is that of the level without the Verband, whose four digits go into ``association``."""
    line = f"{kind}{as_of}{key:8}{association:4}{name[:50]:50}{'':50}{marker:2}{'':4}"
    figures = f"{area:0>11}{population:0>11}" if kind == "60" else " " * 22
    return f"{line}{figures}{'':15}{postal_code:5}{'':50}"


def land(key: str, name: str, *, as_of: str = AS_OF) -> str:
    return record("10", key, name, as_of=as_of)


def district(key: str, name: str, marker: str = "44", *, as_of: str = AS_OF) -> str:
    return record("40", key, name, marker, as_of=as_of)


def association(key: str, name: str, marker: str = "53", *, as_of: str = AS_OF) -> str:
    return record("50", key[:5], name, marker, association=key[5:], as_of=as_of)


def municipality(
    ags: str,
    name: str,
    marker: str = "64",
    *,
    association: str = "0000",
    area: int | str = 1000,
    population: int | str = 100,
    postal_code: str = "67292",
    as_of: str = AS_OF,
) -> str:
    return record(
        "60",
        ags,
        name,
        marker,
        association=association,
        area=area,
        population=population,
        postal_code=postal_code,
        as_of=as_of,
    )


def free(
    ags: str, name: str, marker: str = "64", *, code: str, as_of: str = AS_OF, **facts: Any
) -> list[str]:
    """A municipality outside of Verbände: two lines, as in the directory."""
    return [
        association(ags[:5] + code, name, "50", as_of=as_of),
        municipality(ags, name, marker, association=code, as_of=as_of, **facts),
    ]


def sample(as_of: str = AS_OF) -> list[str]:
    """Koblenz, the Donnersbergkreis with a Verbandsgemeinde and a free town, and an uninhabited forest."""
    return [
        land("07", "Rheinland-Pfalz", as_of=as_of),
        district("07111", "Koblenz, kreisfreie Stadt", "41", as_of=as_of),
        *free("07111000", "Koblenz, Stadt", "61", code="0000", area=10525, population=115268, as_of=as_of),
        district("07333", "Donnersbergkreis", as_of=as_of),
        association("073335001", "Eisenberg (Pfalz)", as_of=as_of),
        municipality(
            "07333019", "Eisenberg (Pfalz), Stadt", "63", association="5001", population=9000, as_of=as_of
        ),
        municipality("07333038", "Kerzenheim", association="5001", area=1250, population=3000, as_of=as_of),
        *free("07333900", "Musterstadt, Stadt", "63", code="0900", population=8000, as_of=as_of),
        association("073339999", "Musterwald, gemfr. Gebiet", "50", as_of=as_of),
        municipality(
            "07333999",
            "Musterwald, gemfr. Gebiet",
            "66",
            association="9999",
            area=77,
            population=0,
            as_of=as_of,
        ),
    ]


def write(path: Path, lines: list[str], end: str = "\n") -> Path:
    """The lines as a file."""
    path.write_bytes("".join(line + end for line in lines).encode())
    return path


def workbook(path: Path, rows: Sequence[tuple[str, ...]]) -> Path:
    """A workbook with rows of twelve digits of the ARS, name, longitude and latitude, below six rows of headings."""
    book = Workbook()
    book.active.title = "Inhalt"
    sheet = book.create_sheet("Gemeinden")
    for heading in HEADINGS:
        sheet.append(heading)
    for ars, name, *position in rows:
        parts = (ars[:2], ars[2:3], ars[3:5], ars[5:9], ars[9:])
        sheet.append(("60" if len(ars) == 12 else "50", "", *parts, name, "", *position))
    sheet.append(("Quelle: Testdaten",))
    book.save(path)
    return path

"""The school register of Nordrhein-Westfalen: schools, Schulträger, pupils. Reads text, knows no database."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from xml.etree import ElementTree as ET

from ikz.catalogs import read_yaml
from municipalities.catalog import FOLDER
from municipalities.reports import Problem
from municipalities.schools.facts import AuthorityFacts, Pupils, SchoolFacts
from municipalities.schools.files import UnreadableFileError
from municipalities.schools.names import join_name
from municipalities.schools.tables import Row, Table, read_table

LAND = "05"
SCHOOL_COLUMNS = (
    "Schulnummer",
    "Schulform",
    "Schulbezeichnung_1",
    "Schulbezeichnung_2",
    "Schulbezeichnung_3",
    "PLZ",
    "Ort",
    "Strasse",
    "Rechtsform",
    "Traegernummer",
    "Gemeindeschluessel",
    "Schulbetriebsschluessel",
    "Schulbetriebsdatum",
)
PUPIL_COLUMNS = ("Schuljahr", "Schulnummer", "Anzahl")
_NUMBER = re.compile(r"\d{6}")
_KEY = re.compile(r"05\d{6}")
_POSTAL_CODE = re.compile(r"\d{5}")
_PUBLIC = {"1": True, "2": False}


@dataclass(frozen=True)
class RegisterKeys:
    """Meaning of the keys of the register; ``operation`` is one of runs, ends, gone."""

    school_forms: dict[str, str]
    not_schools: frozenset[str]
    operation: dict[str, str]


@dataclass(frozen=True)
class Register:
    """Schools of the file with what is wrong in single lines.

    ``offices`` counts lines that are no schools; ``public_lines`` all lines under public law, offices included,
    by the number of their Schulträger; ``numbers`` are the numbers of all lines, also of refused ones.
    """

    schools: tuple[SchoolFacts, ...]
    problems: tuple[Problem, ...]
    offices: int
    public_lines: dict[str, int]
    numbers: frozenset[str]


@cache
def keys() -> RegisterKeys:
    """The keys of the register from the catalog."""
    data = read_yaml(FOLDER / "school_register_nrw.yaml")
    return RegisterKeys(data["school_forms"], frozenset(data["not_schools"]), data["operation"])


def is_register(text: str) -> bool:
    """Whether the text begins like this register and not like another list of schools."""
    return "Schulbetriebsschluessel" in text[:2000]


def read_schools(text: str) -> Register:
    """The schools of the register; raises UnreadableFileError for a file that is not whole."""
    # The header ends in a delimiter, the lines below it do not.
    table = read_table(
        text, delimiter=";", widths=(len(text.split("\n", 2)[1].split(";")) - 1,) if "\n" in text else ()
    )
    _require(table, SCHOOL_COLUMNS)
    schools: list[SchoolFacts] = []
    problems: list[Problem] = []
    public_lines: dict[str, int] = {}
    offices = 0
    seen: dict[str, int] = {}
    for row in table.rows:
        number = row["Schulnummer"]
        if number in seen:
            raise UnreadableFileError(
                f"Die Schulnummer {number} steht schon in Zeile {seen[number]}.", line=row.line
            )
        seen[number] = row.line
        if _PUBLIC.get(row["Rechtsform"]):
            public_lines[row["Traegernummer"]] = public_lines.get(row["Traegernummer"], 0) + 1
        if row["Schulform"] in keys().not_schools:
            offices += 1
        elif problem := _problem(row):
            problems.append(Problem(row.line, problem))
        else:
            schools.append(_school(row))
    return Register(tuple(schools), tuple(problems), offices, public_lines, frozenset(seen))


def _require(table: Table, columns: tuple[str, ...]) -> None:
    if missing := [column for column in columns if column not in table.columns]:
        raise UnreadableFileError(f"In der Kopfzeile fehlen die Spalten {', '.join(missing)}.", line=1)
    if not table.rows:
        raise UnreadableFileError("Die Datei hat keine Zeilen unter der Kopfzeile.")


def _problem(row: Row) -> str:
    if not _NUMBER.fullmatch(row["Schulnummer"]):
        return f"„{row['Schulnummer']}“ ist keine Schulnummer mit sechs Ziffern."
    if row["Schulform"] not in keys().school_forms:
        return f"Der Schlüssel der Schulform „{row['Schulform']}“ ist nicht bekannt."
    if row["Rechtsform"] not in _PUBLIC:
        return f"Der Schlüssel der Rechtsform „{row['Rechtsform']}“ ist nicht bekannt."
    if not _name(row):
        return "Der Name der Schule fehlt."
    if not _KEY.fullmatch(row["Gemeindeschluessel"]):
        return f"„{row['Gemeindeschluessel']}“ ist kein amtlicher Gemeindeschlüssel des Landes."
    operation = keys().operation.get(row["Schulbetriebsschluessel"])
    if operation is None:
        return f"Der Schulbetriebsschlüssel „{row['Schulbetriebsschluessel']}“ ist nicht bekannt."
    if operation != "runs" and _date(row["Schulbetriebsdatum"]) is None:
        return f"„{row['Schulbetriebsdatum']}“ ist kein Datum, an dem der Schulbetrieb endet."
    return ""


def _school(row: Row) -> SchoolFacts:
    operation = keys().operation[row["Schulbetriebsschluessel"]]
    return SchoolFacts(
        line=row.line,
        register_number=row["Schulnummer"],
        name=_name(row),
        school_form=keys().school_forms[row["Schulform"]],
        authority=row["Traegernummer"],
        public=_PUBLIC[row["Rechtsform"]],
        location=row["Gemeindeschluessel"],
        street=" ".join(row["Strasse"].split()),
        postal_code=row["PLZ"] if _POSTAL_CODE.fullmatch(row["PLZ"]) else "",
        city=" ".join(row["Ort"].split()),
        ends_on=None if operation == "runs" else _date(row["Schulbetriebsdatum"]),
        gone=operation == "gone",
    )


def _name(row: Row) -> str:
    return join_name(row[f"Schulbezeichnung_{part}"] for part in (1, 2, 3))


def _date(text: str) -> date | None:
    try:
        return datetime.strptime(text, "%d.%m.%Y").date()  # noqa: DTZ007 - a day without a time
    except ValueError:
        return None


def read_pupils(text: str) -> Pupils:
    """Pupils by school; raises UnreadableFileError for a file that is not whole or counts more than one year."""
    table = read_table(text, delimiter=",")
    _require(table, PUPIL_COLUMNS)
    result = Pupils(year=table.rows[0]["Schuljahr"])
    for row in table.rows:
        number, count = row["Schulnummer"], row["Anzahl"]
        if row["Schuljahr"] != result.year:
            raise UnreadableFileError("Die Datei enthält mehr als ein Schuljahr.", line=row.line)
        if number in result.by_number:
            raise UnreadableFileError(f"Die Schulnummer {number} steht zweimal in der Datei.", line=row.line)
        if not re.fullmatch(r"[0-9]{1,6}", count):
            raise UnreadableFileError(f"„{count}“ ist keine Schülerzahl.", line=row.line)
        result.by_number[number] = int(count)
    return result


def read_authorities(text: str) -> tuple[AuthorityFacts, ...]:
    """The Schulträger of the key file; raises UnreadableFileError for anything that is not this XML.

    A document type is refused before parsing, and with it every entity a hostile file could define.
    """
    if "<!DOCTYPE" in text:
        raise UnreadableFileError("Die Datei enthält eine Dokumenttyp-Deklaration und wird nicht gelesen.")
    try:
        root = ET.fromstring(text.encode())  # noqa: S314
    except ET.ParseError as error:
        raise UnreadableFileError(
            "Die Datei ist kein vollständiges XML; sie ist abgeschnitten oder beschädigt.",
            line=error.position[0],
        ) from error
    found: dict[str, AuthorityFacts] = {}
    for item in root.iterfind("Traeger"):
        values = {child.tag: " ".join((child.text or "").split()) for child in item}
        number = values.get("Traegernummer", "")
        if not number.isdecimal():
            raise UnreadableFileError("Ein Träger hat keine Trägernummer.")
        if number in found:
            raise UnreadableFileError(f"Die Trägernummer {number} kommt zweimal vor.")
        found[number] = AuthorityFacts(
            number=number,
            name=_body_name(values),
            short_name=values.get("Kurzbezeichnung", ""),
            postal_code=values.get("PLZ", ""),
            city=values.get("Ort", ""),
        )
    if not found:
        raise UnreadableFileError("Die Datei enthält keine Schulträger.")
    return tuple(found.values())


# A body's name ends with its legal form; offices and persons who open its letters follow, and are not kept.
_LEGAL_FORM = re.compile(r"(?:\be\.\s?V\.?|mbH|\bAG|\bUG|\bKG|\bOHG|Aktiengesellschaft)$", re.IGNORECASE)
_FOR_LETTERS = re.compile(
    r"(?:^-.*-$|\bc/o\b|^co\s|\bz\.\s?h|\bvertr\.|^(?:der|die)\s(?:\w*bürgermeister|landrat|\w*direktor)"
    r"|geschäftsf|\b(?:frau|herrn?|fr\.|hr\.)\s)",
    re.IGNORECASE,
)


def _body_name(values: dict[str, str]) -> str:
    parts: list[str] = []
    for index in (1, 2, 3):
        part = values.get(f"Traegerbezeichnung_{index}", "")
        if parts and (_FOR_LETTERS.search(part) or _LEGAL_FORM.search(parts[-1])):
            break
        parts.append(part)
    return join_name(parts)

"""What a plan means, told for people: numbers, doubts, and examples of the changes."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import islice

from ikz.ui.formatting import de_date, de_decimal, de_int
from municipalities.models import Kind
from municipalities.register.coordinates import Position
from municipalities.register.plan import Plan, Stored, Update
from municipalities.register.records import FILE
from municipalities.register.tree import Row
from municipalities.reports import MAX_LINES, Change, ImportReport, Problem

EXAMPLES = 5
DISSOLVED = "nicht mehr geführt ab"
# Figures change every year in nearly every row; whatever else changes is read first.
FIGURES = {"Bevölkerung", "Fläche in km²", "Lage"}


def tell(plan: Plan, rows: Sequence[Row], stored: Stored, notes: Iterable[str]) -> ImportReport:
    """The report of a plan that may be carried out."""
    return ImportReport(
        created=len(plan.created),
        updated=len(plan.updated),
        unchanged=plan.unchanged,
        dissolved=len(plan.dissolved),
        as_of=plan.as_of,
        levels=_levels(rows),
        changes=tuple(islice(_changes(plan, rows, stored), MAX_LINES)),
        notes=(*notes, *_notes(plan, rows)),
    )


def doubts(plan: Plan, stored: Stored) -> list[Problem]:
    """Why the files are probably not the ones that are meant; whoever is sure may import them all the same."""
    found = []
    if stored.as_of and plan.as_of < stored.as_of:
        found.append(
            f"Das Verzeichnis ist älter als das zuletzt eingelesene: Gebietsstand {de_date(plan.as_of)} statt "
            f"{de_date(stored.as_of)}."
        )
    if plan.loses_too_much:
        found.append(
            f"{de_int(len(plan.dissolved))} von {de_int(plan.present)} Einträgen des Registers fehlen in der Datei, "
            "das sind mehr als 2 %. Vermutlich ist die Datei unvollständig."
        )
    return [Problem(0, message, FILE) for message in found]


def _levels(rows: Iterable[Row]) -> dict[str, int]:
    """Numbers by level; a kreisfreie Stadt is one row, and counts as Kreis and as Gemeinde."""
    counts = Counter(row.kind for row in rows)
    counts[Kind.DISTRICT.value] += sum(row.is_city_district for row in rows)
    return {kind: counts[kind] for kind in Kind.values}


def _notes(plan: Plan, rows: Sequence[Row]) -> Iterator[str]:
    municipalities = [row for row in rows if row.kind == Kind.MUNICIPALITY]
    yield f"Bevölkerung aller Gemeinden: {de_int(sum(row.population for row in municipalities))}."
    renamed = [update for update in plan.updated if update.row.name != update.target.name]
    if renamed:
        yield f"Geänderte amtliche Namen: {de_int(len(renamed))}. Die früheren Namen bleiben auffindbar."
    nowhere = [row.display_name for row in municipalities if row.position is None]
    if nowhere:
        more = " …" if len(nowhere) > EXAMPLES else ""
        yield f"Gemeinden ohne Koordinaten: {de_int(len(nowhere))} ({', '.join(nowhere[:EXAMPLES])}{more})."


def _changes(plan: Plan, rows: Sequence[Row], stored: Stored) -> Iterator[Change]:
    """Changes, those first that one would want to know about."""
    names = {key: row.display_name for key, row in stored.rows.items()} | {
        row.ags: row.display_name for row in rows
    }
    for gone in plan.dissolved:
        yield Change(
            gone.ags, gone.display_name, "dissolved", {DISSOLVED: ""}, {DISSOLVED: de_date(plan.as_of)}
        )
    figures = []
    for update in plan.updated:
        change = _updated(update, names)
        if change.after.keys() <= FIGURES:
            figures.append(change)
        else:
            yield change
    for new in plan.created:
        yield Change(new.ags, new.display_name, "created", {}, _shown_row(new, names))
    yield from figures


def _updated(update: Update, names: Mapping[str, str]) -> Change:
    """The fields that differ, as one reads them."""
    before, after = _shown_stored(update, names), _shown_row(update.target, names)
    differing = [label for label in before if before[label] != after.get(label, "")]
    return Change(
        update.row.ags,
        update.target.display_name,
        "updated",
        {label: before[label] for label in differing},
        {label: after.get(label, "") for label in differing},
    )


def _shown_stored(update: Update, names: Mapping[str, str]) -> dict[str, str]:
    row = update.row
    position = None if row.latitude is None or row.longitude is None else (row.latitude, row.longitude)
    return {
        "amtlicher Name": row.name,
        "Name": row.display_name,
        "Art": row.designation,
        "gehört zu": names.get(update.former_parent, ""),
        "Regionalschlüssel (ARS)": row.ars,
        "Postleitzahl": row.postal_code,
        "Bevölkerung": _number(row.population),
        "Fläche in km²": _number(row.area_km2, 2),
        "Lage": _shown_position(position),
        DISSOLVED: de_date(row.dissolved_as_of) if row.dissolved_as_of else "",
    }


def _shown_row(row: Row, names: Mapping[str, str]) -> dict[str, str]:
    return {
        "amtlicher Name": row.name,
        "Name": row.display_name,
        "Art": row.designation,
        "gehört zu": names.get(row.parent, ""),
        "Regionalschlüssel (ARS)": row.ars,
        "Postleitzahl": row.postal_code,
        "Bevölkerung": _number(row.population),
        "Fläche in km²": _number(row.area_km2, 2),
        "Lage": _shown_position(row.position),
    }


def _number(value: int | Decimal | None, decimals: int = 0) -> str:
    if value is None:
        return ""
    return de_decimal(value, decimals) if decimals else de_int(int(value))


def _shown_position(position: Position | None) -> str:
    return "" if position is None else " / ".join(de_decimal(degrees, 5) for degrees in position)

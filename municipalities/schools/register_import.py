"""The register of Nordrhein-Westfalen against what is stored: reads files and database, writes nothing."""

from collections.abc import Callable, Iterable, Iterator, Sized
from pathlib import Path
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.utils import timezone

from ikz.ui.formatting import de_int
from municipalities.models import AuthorityForm, Municipality, School, SchoolAuthority
from municipalities.reports import ImportReport, Problem
from municipalities.schools import nrw
from municipalities.schools.bodies import Bodies, match_bodies
from municipalities.schools.facts import Pupils
from municipalities.schools.files import UnreadableFileError, decode, read_bytes
from municipalities.schools.register_plan import RegisterPlan, Stored, close_missing, plan_schools

NAMED = 20
T = TypeVar("T")
M = TypeVar("M", bound=Model)


def plan_register(
    main: Path,
    authorities: Path | None,
    pupils: Path | None,
    *,
    forced: bool,
    progress: Callable[[int, str], None],
    lock: bool = False,
) -> tuple[RegisterPlan, ImportReport]:
    """What the files change, and the report about it; raises UnreadableFileError for files that are not whole.

    With ``lock`` the schools and Schulträger of the Land stay as they are until the transaction ends.
    """
    progress(5, "Dateien werden gelesen")
    register = _read(main, nrw.read_schools, "Schulverzeichnis")
    bodies_told = _read(authorities, nrw.read_authorities, "Schulträger") if authorities else ()
    counted = _read(pupils, nrw.read_pupils, "Schülerzahlen") if pupils else Pupils()
    progress(30, "Bestand wird verglichen")
    # Schulträger before schools, like everybody who writes both.
    known_bodies = list(_locked(SchoolAuthority.objects.all(), lock=lock))
    places = {row.pk: row for row in Municipality.objects.filter(ags__startswith=nrw.LAND)}
    stored = Stored(
        {
            row.register_number: row
            for row in _locked(School.objects.select_related("authority", "location"), lock=lock)
            if row.register_number
        },
        {row.ags: row for row in places.values()},
    )
    _require_ground(places, bodies_told, known_bodies)
    plan = RegisterPlan()
    bodies = match_bodies(
        plan,
        bodies_told,
        schools=register.schools,
        stored=known_bodies,
        places={key: row for key, row in places.items() if not row.is_dissolved},
    )
    progress(50, "Schulen werden verglichen")
    today = timezone.localdate()
    plan.problems.extend(register.problems)
    plan_schools(plan, register.schools, stored=stored, run_by=bodies.by_number, pupils=counted, today=today)
    close_missing(plan, stored, in_file=register.numbers, today=today)
    report = plan.report(
        levels=_levels(plan, register, bodies, counted), notes=_notes(plan, register, bodies, counted)
    )
    if plan.loses_unusually_much and not forced:
        reason = (
            f"{de_int(plan.missing)} von {de_int(plan.running)} Schulen fehlen in der Datei und würden geschlossen. "
            "Das ist ungewöhnlich viel; vielleicht ist die Datei abgeschnitten."
        )
        return plan, report.refuse([Problem(0, reason, "Schulverzeichnis")], forceable=True)
    return plan, report


def _read(path: Path, reader: Callable[[str], T], name: str) -> T:
    try:
        return reader(decode(read_bytes(path)))
    except UnreadableFileError as error:
        error.file = name
        raise


def _locked(rows: QuerySet[M], *, lock: bool) -> QuerySet[M]:
    rows = rows.filter(land=nrw.LAND).order_by("pk")
    return rows.select_for_update(of=("self",)) if lock else rows


def _require_ground(places: Sized, told: Sized, stored: Iterable[SchoolAuthority]) -> None:
    """Without municipalities and Schulträger every single line would be refused; better say why, once."""
    if not places:
        raise UnreadableFileError(
            "Für Nordrhein-Westfalen gibt es noch keine Kommunen. Bitte lesen Sie zuerst das Gemeindeverzeichnis ein."
        )
    if not told and not any(row.register_numbers for row in stored):
        raise UnreadableFileError(
            "Die Schulträger des Landes sind noch nicht bekannt. Bitte geben Sie auch die Datei der Schulträger an.",
            file="Schulträger",
        )


def _levels(plan: RegisterPlan, register: nrw.Register, bodies: Bodies, pupils: Pupils) -> dict[str, int]:
    found = sum(number for key, number in register.public_lines.items() if key in bodies.by_number)
    levels = {
        "Schulen in der Datei": len(register.schools),
        "Zeilen in öffentlicher Trägerschaft": sum(register.public_lines.values()),
        "davon mit bekanntem Träger": found,
        "Schulen mit Schülerzahl": plan.with_pupils,
        "Schülerinnen und Schüler in der Datei": sum(pupils.by_number.values()),
        "Kommunen als Schulträger": bodies.forms[AuthorityForm.MUNICIPALITY],
        "Schul- und Zweckverbände": bodies.forms[AuthorityForm.SPECIAL_PURPOSE],
        "höhere Kommunalverbände": bodies.forms[AuthorityForm.REGIONAL],
        "Land und Bund": bodies.forms[AuthorityForm.STATE],
        "andere Träger": bodies.forms[AuthorityForm.PRIVATE],
    }
    return {name: number for name, number in levels.items() if number}


def _notes(plan: RegisterPlan, register: nrw.Register, bodies: Bodies, pupils: Pupils) -> Iterator[str]:
    if register.offices:
        yield f"{de_int(register.offices)} Zeilen sind Behörden der Schulaufsicht und keine Schulen; sie bleiben weg."
    if bodies.open:
        names = [f"{facts.short_name} ({facts.number})" for facts in bodies.open]
        more = f" und {len(names) - NAMED} weitere" if len(names) > NAMED else ""
        yield (
            f"{de_int(len(names))} kommunale Träger sind im Gemeindeverzeichnis nicht eindeutig zu finden: "
            f"{', '.join(names[:NAMED])}{more}. Ihre Schulen bleiben weg."
        )
    if bodies.nameless:
        yield f"{de_int(bodies.nameless)} freie Träger fehlen in der Datei der Schulträger; statt des Namens steht ihre Nummer."
    if unknown := set(pupils.by_number) - register.numbers:
        yield f"{de_int(len(unknown))} Zeilen der Schülerzahlen gehören zu keiner Schule des Verzeichnisses."
    if plan.unknown_places:
        keys = ", ".join(sorted(plan.unknown_places)[:NAMED])
        yield f"{de_int(len(plan.unknown_places))} Gemeindeschlüssel stehen nicht im Gemeindeverzeichnis: {keys}."
    if plan.kept:
        yield (
            f"{de_int(plan.kept)} Schulen pflegt ihr Schulträger selbst; sie behalten ihre Angaben und bekommen nur "
            "neuere Schülerzahlen."
        )

"""A list of schools against what is stored: reads file and database, writes nothing."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from ikz.ui.formatting import de_int
from municipalities.folding import fold
from municipalities.models import Municipality, School, SchoolAuthority, SchoolSource
from municipalities.reports import ImportReport
from municipalities.schools.facts import ListedSchool
from municipalities.schools.files import UnreadableFileError
from municipalities.schools.neutral import read_list
from municipalities.schools.owners import as_authority, home_of, may_run_schools
from municipalities.schools.plan import Plan, too_long


def plan_list(
    main: Path,
    *,
    municipality: Municipality | None,
    progress: Callable[[int, str], None],
    lock: bool = False,
) -> tuple[Plan, ImportReport]:
    """What the list changes, and the report about it; raises UnreadableFileError for a file that is no list.

    A list enters and changes schools, it closes none: it need not be complete. Without ``municipality`` every row
    names its Schulträger by official key. With ``lock`` these stay as they are until the transaction ends.
    """
    progress(5, "Datei wird gelesen")
    listed, problems = read_list(main)
    if municipality is None and not any(item.authority_key for item in listed):
        raise UnreadableFileError(
            "Die Spalte „Träger-Schlüssel“ mit dem amtlichen Schlüssel des Schulträgers fehlt."
        )
    progress(40, "Bestand wird verglichen")
    owners = _owners(listed, municipality, lock=lock)
    plan = Plan(SchoolSource.LIST, problems=problems)
    matcher = _Matcher(plan, owners.values())
    for item in listed:
        owner = municipality or owners.get(item.authority_key)
        if owner is None:
            plan.reject(item.line, f"Zum Träger-Schlüssel „{item.authority_key[:20]}“ gibt es keine Kommune.")
        elif municipality and item.authority_key not in {"", municipality.ags}:
            plan.reject(
                item.line, f"Der Träger-Schlüssel „{item.authority_key[:20]}“ gehört nicht zu {municipality}."
            )
        else:
            matcher.take(item, owner)
    return plan, plan.report(levels={"Schulen in der Liste": len(listed)})


def _owners(
    listed: Iterable[ListedSchool], municipality: Municipality | None, *, lock: bool
) -> dict[str, Municipality]:
    keys = [municipality.ags] if municipality else [item.authority_key for item in listed]
    rows = may_run_schools(Municipality.objects.filter(ags__in=set(keys))).order_by("pk")
    return {row.ags: row for row in (rows.select_for_update(of=("self",), no_key=True) if lock else rows)}


class _Matcher:
    """Finds the stored school of each row: by number, else by name among the schools of the same Schulträger."""

    def __init__(self, plan: Plan, owners: Iterable[Municipality]) -> None:
        self._plan = plan
        keys = [owner.pk for owner in owners]
        lands = {owner.land for owner in owners}
        self._authorities = {
            row.municipality_id: row for row in SchoolAuthority.objects.filter(municipality__in=keys)
        }
        self._by_number: dict[tuple[str, str], School] = {}
        self._by_name: defaultdict[tuple[int | None, str], list[School]] = defaultdict(list)
        for row in School.objects.filter(land__in=lands).select_related("authority").order_by("pk"):
            if row.register_number:
                self._by_number[row.land, row.register_number] = row
            self._by_name[row.authority.municipality_id, row.folded_name].append(row)
        self._lines: dict[Any, int] = {}

    def take(self, item: ListedSchool, owner: Municipality) -> None:
        """Plan one row of the list."""
        problem, row = self._find(item, owner)
        values = {
            "name": item.name,
            "school_form": item.school_form,
            "register_number": item.register_number,
            "street": item.street,
            "postal_code": item.postal_code,
            "city": item.city,
            "pupils_as_of": item.pupils_as_of,
        }
        if problem := problem or too_long(values) or self._repeated(item, owner, row):
            self._plan.reject(item.line, problem)
            return
        # An empty cell tells nothing, so what is known stays.
        told: dict[str, Any] = {name: value for name, value in values.items() if value}
        if item.pupils is not None:
            told["pupils"] = item.pupils
        if row is None:
            self._plan.create(told | {"authority": self._authority(owner)} | home_of(owner))
            return
        if told.get("pupils", row.pupils) != row.pupils:
            # A new number under the date of the old one would be wrong.
            told["pupils_as_of"] = item.pupils_as_of
        self._plan.change(row, told)

    def _find(self, item: ListedSchool, owner: Municipality) -> tuple[str, School | None]:
        by_number = self._by_number.get((owner.land, item.register_number)) if item.register_number else None
        if by_number and by_number.authority.municipality_id != owner.pk:
            return f"Die Schulnummer {item.register_number} gehört zu einem anderen Schulträger.", None
        same = [
            row
            for row in self._by_name[owner.pk, fold(item.name)]
            if not item.register_number or not row.register_number
        ]
        if by_number is None and len(same) > 1:
            return (
                f"{de_int(len(same))} Schulen heißen „{item.name[:80]}“; bitte geben Sie die Schulnummer an.",
                None,
            )
        row = by_number or (same[0] if same else None)
        if row and row.closed_on:
            return "Diese Schule ist geschlossen. Öffnen Sie sie zuerst wieder.", None
        return "", row

    def _repeated(self, item: ListedSchool, owner: Municipality, row: School | None) -> str:
        target = row.pk if row else (owner.pk, item.register_number or fold(item.name))
        first = self._lines.setdefault(target, item.line)
        return "" if first == item.line else f"Dieselbe Schule steht schon in Zeile {first}."

    def _authority(self, owner: Municipality) -> SchoolAuthority:
        if owner.pk not in self._authorities:
            row = as_authority(owner)
            self._plan.new_authorities.append(row)
            self._authorities[owner.pk] = row
        return self._authorities[owner.pk]

"""The area of an authority, and of a mandate within it: official keys of Kreise, Gemeinden and associations."""

from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction

from ikz.access.querysets import get_editable
from ikz.accounts.models import User
from ikz.accounts.services.guards import lock_administrators
from municipalities.catalog import LAENDER
from municipalities.models import Authority, Kind, Mandate, Municipality


@transaction.atomic
def set_authority_area(*, actor: User, authority_id: int, area: Sequence[str]) -> Authority:
    """Change the area of an authority; empty is the whole Land.

    Raises ValidationError (``area``) for places that are not in its Land, and where a mandate would reach beyond it.
    """
    lock_administrators(actor)
    row: Authority = get_editable(Authority.objects, actor, lock=True, pk=authority_id)
    row.area = checked_area(area, land=row.land)
    beyond = [
        mandate
        for mandate in row.mandates.not_over().exclude(area=[]).select_related("user")
        if outside(mandate.area, row.area)
    ]
    if beyond:
        accounts = ", ".join(str(mandate.user) for mandate in beyond[:5])
        raise ValidationError(
            {"area": f"Diese Mandate reichen über das neue Gebiet hinaus, ändern Sie sie zuerst: {accounts}."}
        )
    row.save(update_fields=["area"])
    return row


@transaction.atomic
def set_mandate_area(*, actor: User, mandate_id: int, area: Sequence[str]) -> Mandate:
    """Limit a mandate to a part of its authority's area; empty is all of it.

    Raises ValidationError (``area``) for places beyond it.
    """
    lock_administrators(actor)
    seen: Mandate = get_editable(Mandate.objects, actor, pk=mandate_id)
    # The lock keeps the authority from shrinking meanwhile.
    authority = Authority.objects.select_for_update(no_key=True).get(pk=seen.authority_id)
    row: Mandate = get_editable(Mandate.objects, actor, lock=True, pk=mandate_id)
    row.area = checked_area(area, land=authority.land, within=authority.area)
    row.save(update_fields=["area"])
    return row


def checked_area(keys: Iterable[str], *, land: str, within: Sequence[str] = ()) -> list[str]:
    """The keys in order, without those that another one includes.

    Raises ValidationError (``area``) for keys that are no place of the Land, or lie outside ``within`` where that is
    not empty.
    """
    wanted = sorted(set(keys))
    names = dict(
        Municipality.objects.filter(ags__in=wanted)
        .present()
        .exclude(kind=Kind.LAND)
        .values_list("ags", "display_name")
    )
    errors = []
    for key in wanted:
        if key == land:
            errors.append(f"Für ganz {LAENDER[land]} bleibt das Gebiet leer.")
        elif key not in names:
            errors.append(f"Der Schlüssel {key} gehört zu keinem Kreis und keiner Gemeinde im Verzeichnis.")
        elif not key.startswith(land):
            errors.append(f"{names[key]} ({key}) liegt nicht in {LAENDER[land]}.")
        elif outside([key], within):
            errors.append(f"{names[key]} ({key}) liegt nicht im Gebiet der Aufsichtsbehörde.")
    if errors:
        raise ValidationError({"area": errors})
    return [key for key in wanted if not any(key != other and key.startswith(other) for other in wanted)]


def outside(keys: Iterable[str], within: Sequence[str]) -> list[str]:
    """The keys that lie in none of the places ``within``; where that is empty, all lie inside."""
    if not within:
        return []
    return [key for key in keys if not key.startswith(tuple(within))]

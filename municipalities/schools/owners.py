"""Municipalities that run schools, and their entry as Schulträger."""

from typing import Any

from municipalities.models import AuthorityForm, Kind, Municipality, SchoolAuthority
from municipalities.querysets import MunicipalityQuerySet


def may_run_schools(rows: MunicipalityQuerySet[Municipality]) -> MunicipalityQuerySet[Municipality]:
    """Those that can be a Schulträger today: every level below the Land."""
    return rows.present().exclude(kind=Kind.LAND)


def as_authority(owner: Municipality) -> SchoolAuthority:
    """A municipality as Schulträger, not saved yet."""
    return SchoolAuthority(
        name=owner.display_name, form=AuthorityForm.MUNICIPALITY, land=owner.land, municipality=owner
    )


def home_of(owner: Municipality) -> dict[str, Any]:
    """What a school has from its Schulträger: the Land, and the Gemeinde where that is a single one."""
    return {"land": owner.land, "location": owner if owner.kind == Kind.MUNICIPALITY else None}

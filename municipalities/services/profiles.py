"""What a Schulträger tells about its school IT."""

from dataclasses import dataclass, fields
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from ikz.access.conflicts import EditConflict
from ikz.accounts.models import User
from ikz.ui.formatting import de_int
from municipalities.catalog import mep_phases
from municipalities.models import Municipality, Profile
from municipalities.own import own_municipality

# More than any Schulträger has; whoever enters more has slipped by a few digits.
MOST_STAFF = 500
MOST_DEVICES = 500_000
MOST_TICKETS = 100_000
# A plan may be resolved for the coming school years; nobody plans further.
PLANNED_AHEAD = timedelta(days=2 * 366)
FIRST_PLANS = date(1995, 1, 1)


@dataclass(frozen=True)
class ProfileData:
    """A whole profile; ``mep_phase`` is a key of the catalog, empty fields mean "not known"."""

    it_staff_fte: Decimal | None = None
    devices: int | None = None
    tickets_per_month: int | None = None
    mep_phase: str = ""
    mep_date: date | None = None
    mdm_tool: str = ""
    service_desk_tool: str = ""
    other_tools: str = ""
    contact_office: str = ""
    contact_email: str = ""
    contact_phone: str = ""


def stored_values(row: Profile) -> dict[str, Any]:
    """What is stored, by the names of :class:`ProfileData`; also of a row of the history."""
    return {item.name: getattr(row, item.name) for item in fields(ProfileData)}


@transaction.atomic
def save_profile(
    *, actor: User, municipality: Municipality, data: ProfileData, expected_version: int
) -> Profile:
    """Store the profile of the actor's own municipality; the first save creates it (``expected_version`` 0).

    Raises EditConflict when somebody saved in between, ValidationError by field, PermissionDenied for others.
    """
    own = own_municipality(actor, lock=True, pk=municipality.pk)
    row = Profile.objects.editable_by(actor).filter(municipality=own).first() or Profile(municipality=own)
    if row.version != expected_version:
        raise EditConflict(current=row, submitted=data)
    _check(data)
    for item in fields(data):
        setattr(row, item.name, getattr(data, item.name))
    row.version += 1
    row.updated_by = actor
    row.full_clean()
    row.save()
    return row


def _check(data: ProfileData) -> None:
    errors: dict[str, str] = {}
    if data.it_staff_fte is not None and data.it_staff_fte > MOST_STAFF:
        errors["it_staff_fte"] = (
            f"Mehr als {MOST_STAFF} Stellenanteile für Schul-IT? Eine volle Stelle zählt 1,0; bitte prüfen Sie "
            "das Komma."
        )
    if data.devices is not None and data.devices > MOST_DEVICES:
        errors["devices"] = (
            f"Mehr als {de_int(MOST_DEVICES)} Geräte hat kein Schulträger. Bitte prüfen Sie die Zahl."
        )
    if data.tickets_per_month is not None and data.tickets_per_month > MOST_TICKETS:
        errors["tickets_per_month"] = (
            f"Mehr als {de_int(MOST_TICKETS)} Supportanfragen im Monat? Gemeint ist der Durchschnitt eines Monats."
        )
    if data.mep_phase and data.mep_phase not in mep_phases():
        errors["mep_phase"] = "Diese Phase der Medienentwicklungsplanung gibt es nicht."
    if data.mep_date is not None:
        if data.mep_date > timezone.localdate() + PLANNED_AHEAD:
            errors["mep_date"] = "Der Stand der Medienentwicklungsplanung liegt zu weit in der Zukunft."
        elif data.mep_date < FIRST_PLANS:
            errors["mep_date"] = "Der Stand der Medienentwicklungsplanung liegt zu weit in der Vergangenheit."
    if errors:
        raise ValidationError(errors)

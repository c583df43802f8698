"""Whom to ask at each partner: offices, never persons."""

from dataclasses import dataclass

from cooperations.models import PRESENT, Cooperation
from ikz.accounts.models import User
from municipalities.models import Profile


@dataclass(frozen=True)
class Contact:
    """A partner with the office that its profile names; empty where the profile says nothing."""

    municipality: str
    role: str
    office: str
    email: str
    phone: str


def contacts(user: User, cooperation: Cooperation) -> list[Contact]:
    """The partners that take part or are invited, lead first; one query for rows from ``with_partners()``."""
    present = [row for row in cooperation.partners.all() if row.status in PRESENT]
    offices = {
        row.municipality_id: row
        for row in Profile.objects.visible_to(user).filter(
            municipality__in=[partner.municipality_id for partner in present]
        )
    }
    result = []
    for partner in present:
        office = offices.get(partner.municipality_id)
        role = partner.get_role_display()
        result.append(
            Contact(
                municipality=str(partner.municipality),
                role=role if partner.is_confirmed else f"{role}, {partner.get_status_display()}",
                office=office.contact_office if office else "",
                email=office.contact_email if office else "",
                phone=office.contact_phone if office else "",
            )
        )
    return result

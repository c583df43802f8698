"""The lists of the administration as files."""

from collections.abc import Iterable, Iterator
from typing import Any

from ikz.accounts.models import User
from ikz.ui.exports import Cell
from municipalities.models import Mandate, Membership
from workspace.selectors.administration import AccountState

ACCOUNTS = (
    "E-Mail-Adresse",
    "Funktion",
    "Administration",
    "Kommunen",
    "Aufsichtsbehörden",
    "Zustand",
    "Gültig bis",
)
MEMBERSHIPS = ("E-Mail-Adresse", "Funktion", "Kommune", "Amtlicher Schlüssel", "Von", "Bis")
MANDATES = ("E-Mail-Adresse", "Funktion", "Aufsichtsbehörde", "Land", "Von", "Bis", "Gebiet")


def account_lines(rows: Iterable[Any]) -> Iterator[list[Cell]]:
    """One line per account of ``selectors.administration.accounts``."""
    for row in rows:
        user: User = row
        yield [
            user.email,
            user.label,
            "ja" if user.is_administrator else "nein",
            ", ".join(str(membership.municipality) for membership in row.current_memberships),
            ", ".join(str(mandate.authority) for mandate in row.current_mandates),
            AccountState(row.state).label,
            user.expires_on,
        ]


def membership_lines(rows: Iterable[Membership]) -> Iterator[list[Cell]]:
    """One line per membership, ended ones included."""
    for row in rows:
        place = row.municipality
        yield [row.user.email, row.user.label, str(place), place.ags, row.valid_from, row.valid_until]


def mandate_lines(rows: Iterable[Mandate]) -> Iterator[list[Cell]]:
    """One line per mandate, ended ones included."""
    for row in rows:
        place = row.authority
        yield [
            row.user.email,
            row.user.label,
            place.name,
            place.get_land_display(),
            row.valid_from,
            row.valid_until,
            ", ".join(row.area) or "wie die Behörde",
        ]

"""The accounts of the demo, named by their function."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from ikz.accounts.models import User
from municipalities.models import Authority, Municipality
from municipalities.services import add_membership, create_authority, grant_mandate

SINCE = date(2022, 1, 1)
MANDATE = timedelta(days=730)


@transaction.atomic
def load_accounts(rows: list[dict[str, Any]], authority: dict[str, str], *, password: str) -> int:
    """Create missing accounts with what they stand for; the administration comes first, it enters the others."""
    known = set(User.objects.values_list("email", flat=True))
    missing = [row for row in rows if row["email"] not in known]
    for row in missing:
        user = User.objects.create_user(
            row["email"],
            password if row.get("signs_in", True) else None,
            label=row["label"],
            is_administrator=row.get("administrator", False),
        )
        administrator = User.objects.get(email=rows[0]["email"])
        for ags in row.get("member_of", ()):
            municipality = Municipality.objects.get(ags=ags)
            add_membership(actor=administrator, user=user, municipality=municipality, valid_from=SINCE)
        if "supervises" in row:
            grant_mandate(
                actor=administrator,
                user=user,
                authority=_authority(administrator, authority),
                valid_from=SINCE,
                valid_until=timezone.localdate() + MANDATE,
            )
    return len(missing)


def _authority(administrator: User, row: dict[str, str]) -> Authority:
    known = Authority.objects.filter(**row).first()
    return known or create_authority(actor=administrator, **row)

"""Invitations that wait for somebody's answer."""

from cooperations.models import Partner, PartnerStatus
from ikz.accounts.models import User


def open_invitations(user: User) -> list[Partner]:
    """Invited partners whose municipality ``user`` works for, the oldest first; one query."""
    rows = Partner.objects.visible_to(user).represented_by(user).filter(status=PartnerStatus.INVITED)
    return list(rows.select_related("municipality", "cooperation").order_by("invited_at"))

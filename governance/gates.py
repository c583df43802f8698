"""Rows that somebody leads or records: as coordination, chair or minute-taker of the body."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404

from governance.querysets import GovernanceQuerySet
from ikz.access.querysets import M
from ikz.accounts.models import User


def get_led(source: Any, user: User, *, lock: bool = False, **lookup: Any) -> Any:
    """The one row whose meeting or body ``user`` leads; the gate's answers otherwise.

    ``source`` is a manager or queryset of this room. With ``lock`` the row is locked until the transaction ends.
    """
    rows: GovernanceQuerySet[M] = source.recordable_by(user).filter(**lookup)
    row = (rows.select_for_update(of=("self",)) if lock else rows).first()
    # A statement sees the offices of its beginning: whoever waited for the lock may have lost theirs meanwhile.
    if row is None or (lock and not source.recordable_by(user).filter(pk=row.pk).exists()):
        if source.visible_to(user).filter(**lookup).exists():
            raise PermissionDenied
        raise Http404
    return row


def leads(source: Any, user: User, pk: int) -> bool:
    """Whether ``user`` leads the row; for pages that show buttons."""
    found: bool = source.recordable_by(user).filter(pk=pk).exists()
    return found

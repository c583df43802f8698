"""Rows that somebody leads or records: as coordination, chair or minute-taker of the body."""

from typing import Protocol

from django.core.exceptions import PermissionDenied
from django.http import Http404

from governance.querysets import GovernanceQuerySet
from ikz.access.querysets import AccessQuerySet, M, Viewer
from ikz.accounts.models import User


class Led(Protocol[M]):
    """A manager or queryset of this room."""

    def recordable_by(self, user: User) -> GovernanceQuerySet[M]:
        """Rows ``user`` leads."""
        ...

    def visible_to(self, user: Viewer) -> AccessQuerySet[M]:
        """Rows ``user`` may read."""
        ...


def get_led(source: Led[M], user: User, *, lock: bool = False, **lookup: object) -> M:
    """The one row whose meeting or body ``user`` leads; the gate's answers otherwise.

    With ``lock`` the row is locked until the transaction ends; as everywhere not against rows that only name it.
    """
    rows = source.recordable_by(user).filter(**lookup)
    row = (rows.select_for_update(of=("self",), no_key=True) if lock else rows).first()
    # A statement sees the offices of its beginning: whoever waited for the lock may have lost theirs meanwhile.
    if row is None or (lock and not source.recordable_by(user).filter(pk=row.pk).exists()):
        if source.visible_to(user).filter(**lookup).exists():
            raise PermissionDenied
        raise Http404
    return row


def leads(source: Led[M], user: User, pk: int) -> bool:
    """Whether ``user`` leads the row; for pages that show buttons."""
    return source.recordable_by(user).filter(pk=pk).exists()

"""The one gate: what somebody sees and may change starts here.

A model's queryset answers two questions through three hooks; each hook is closed until a model opens it.
"""

from typing import Any, Protocol, Self, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404

from ikz.accounts.models import User

Viewer = User | AnonymousUser
M = TypeVar("M", bound=models.Model)


class AccessQuerySet(models.QuerySet[M]):
    """Base of every domain queryset; a model opens what it wants to show by overriding a hook."""

    def visible_to(self, user: Viewer) -> Self:
        """Rows ``user`` may read; everything else does not exist for them (404)."""
        if isinstance(user, User) and user.is_valid_today:
            return self._visible(user)
        return self._public()

    def editable_by(self, user: Viewer) -> Self:
        """Rows ``user`` may change; accounts that only read change nothing anywhere."""
        if isinstance(user, User) and user.is_valid_today and not user.read_only:
            return self._editable(user)
        return self.none()

    def _public(self) -> Self:
        return self.none()

    def _visible(self, user: User) -> Self:
        return self._public()

    def _editable(self, user: User) -> Self:
        return self.none()


class Gated(Protocol[M]):
    """A manager or queryset that leads through the gate."""

    def visible_to(self, user: Viewer) -> AccessQuerySet[M]:
        """Rows ``user`` may read."""
        ...

    def editable_by(self, user: Viewer) -> AccessQuerySet[M]:
        """Rows ``user`` may change."""
        ...


def get_visible(source: Gated[M], user: Viewer, **lookup: Any) -> M:
    """The one row ``user`` may read; raises Http404 where there is none."""
    row = source.visible_to(user).filter(**lookup).first()
    if row is None:
        raise Http404
    return row


def get_editable(source: Gated[M], user: Viewer, *, lock: bool = False, **lookup: Any) -> M:
    """The one row ``user`` may change.

    Raises Http404 where it is invisible and PermissionDenied where it is visible but not theirs to change.
    With ``lock`` the row is locked until the transaction ends.
    """
    rows = source.editable_by(user).filter(**lookup)
    # Rows that point to this one may still be inserted: who does so holds a lock that this one would wait for.
    row = (rows.select_for_update(of=("self",), no_key=True) if lock else rows).first()
    # A statement sees the grants of its beginning: whoever waited for the lock may have lost theirs meanwhile.
    if row is None or (lock and not source.editable_by(user).filter(pk=row.pk).exists()):
        if source.visible_to(user).filter(**lookup).exists():
            raise PermissionDenied
        raise Http404
    return row

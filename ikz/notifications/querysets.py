"""Mails hold addresses, so only administrators see them."""

from typing import Self

from ikz.access.querysets import AccessQuerySet, M
from ikz.accounts.models import User


class OutgoingMailQuerySet(AccessQuerySet[M]):
    """Administrators see the outbox and start failed mails again; nobody else sees it."""

    def _visible(self, user: User) -> Self:
        return self if user.is_administrator else self.none()

    def _editable(self, user: User) -> Self:
        return self._visible(user)

"""Files are seen where a room shows them, and nowhere else."""

from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from ikz.access.querysets import AccessQuerySet, M
from ikz.accounts.models import User
from ikz.files import visibility


class StoredFileQuerySet(AccessQuerySet[M]):
    """Nobody edits a file: it is attached, detached and, where nothing holds it, removed by its room."""

    def _public(self) -> Self:
        return self.filter(self._shown_to(AnonymousUser()))

    def _visible(self, user: User) -> Self:
        # Having uploaded it is no reason: whoever leaves a municipality loses what they attached there as well.
        return self.filter(self._shown_to(user))

    def _shown_to(self, user: User | AnonymousUser) -> Q:
        shown = Q(pk__in=[])
        for answer in visibility.answers():
            shown |= Q(pk__in=answer(user))
        return shown

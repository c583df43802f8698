"""Published Steckbriefe are public; drafts are seen with their cooperation."""

from typing import Self

from django.db.models import Q

from cooperations.models import Cooperation
from ikz.access.querysets import AccessQuerySet, M
from ikz.accounts.models import User
from ikz.jobs.models import JobState


class SteckbriefQuerySet(AccessQuerySet[M]):
    """The gate for Steckbriefe as a whole, drafts included; the public reads editions."""

    def _visible(self, user: User) -> Self:
        return self.filter(cooperation__in=Cooperation.objects.visible_to(user))

    def _editable(self, user: User) -> Self:
        return self.filter(cooperation__in=Cooperation.objects.editable_by(user))


class EditionQuerySet(AccessQuerySet[M]):
    """The gate for frozen editions: published ones are for everybody."""

    def published(self) -> Self:
        """Editions that are public now."""
        return self.filter(published_by__isnull=False)

    def _public(self) -> Self:
        return self.published()

    def _visible(self, user: User) -> Self:
        return self.filter(
            Q(published_by__isnull=False)
            | Q(steckbrief__cooperation__in=Cooperation.objects.visible_to(user))
        )

    def _editable(self, user: User) -> Self:
        return self.filter(steckbrief__cooperation__in=Cooperation.objects.editable_by(user))

    def restartable_by(self, user: User) -> Self:
        """Failed editions that ``user`` may order again; the administration sees failed jobs, not contents."""
        if user.is_valid_today and user.is_administrator:
            return self.filter(state=JobState.FAILED)
        return self.editable_by(user).filter(state=JobState.FAILED)

"""Ratings are seen with their cooperation; each partner changes its own, the coordination all."""

from typing import TYPE_CHECKING, Self

from django.db.models import Q

from cooperations.models import Cooperation, Partner
from ikz.access.querysets import AccessQuerySet, M
from ikz.accounts.models import User

if TYPE_CHECKING:
    pass


class RatingQuerySet(AccessQuerySet[M]):
    """The gate for ratings."""

    def _visible(self, user: User) -> Self:
        return self.filter(cooperation__in=Cooperation.objects.visible_to(user))

    def _editable(self, user: User) -> Self:
        return self.filter(
            Q(cooperation__in=Cooperation.objects.editable_by(user))
            | Q(partner__in=Partner.objects.answerable_by(user))
        )

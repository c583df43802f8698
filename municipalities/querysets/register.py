"""Who sees municipalities, and for which of them somebody works today."""

from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db.models import QuerySet

from ikz.access.querysets import AccessQuerySet, M
from ikz.accounts.models import User
from municipalities.querysets.people import valid_today

if TYPE_CHECKING:
    from municipalities.models import Membership


def represented(user: User) -> "QuerySet[Membership, Any]":
    """Keys of the municipalities ``user`` works for today, for ``__in`` of a foreign key."""
    model: type[Membership] = apps.get_model("municipalities", "Membership")
    return model.objects.filter(valid_today(), user=user).values("municipality_id")


class MunicipalityQuerySet(AccessQuerySet[M]):
    """The register is open to everybody who is signed in."""

    def _visible(self, user: User) -> Self:
        return self

    def represented_by(self, user: User) -> Self:
        """The municipalities ``user`` works for today."""
        return self.filter(pk__in=represented(user))

    def present(self) -> Self:
        """Municipalities that exist by the latest imported register."""
        return self.filter(dissolved_as_of=None)

"""Who sees and changes municipalities, memberships, authorities and mandates."""

from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db.models import Q, QuerySet
from django.utils import timezone

from ikz.access.querysets import AccessQuerySet, M
from ikz.accounts.models import User

if TYPE_CHECKING:
    from municipalities.models import Membership


def valid_today(prefix: str = "") -> Q:
    """Periods that include today by the calendar of Europe/Berlin."""
    today = timezone.localdate()
    until = f"{prefix}valid_until"
    return Q(**{f"{prefix}valid_from__lte": today}) & (Q(**{f"{until}__gte": today}) | Q(**{until: None}))


def _current_memberships(user: User) -> "QuerySet[Membership]":
    model: type[Membership] = apps.get_model("municipalities", "Membership")
    return model.objects.filter(valid_today(), user=user)


class MunicipalityQuerySet(AccessQuerySet[M]):
    """The register is open to everybody who is signed in."""

    def _visible(self, user: User) -> Self:
        return self

    def represented_by(self, user: User) -> Self:
        """The municipalities ``user`` works for today."""
        return self.filter(pk__in=_current_memberships(user).values("municipality_id"))


class MembershipQuerySet(AccessQuerySet[M]):
    """One's own memberships; administrators see and change all."""

    def _visible(self, user: User) -> Self:
        return self if user.is_administrator else self.filter(user=user)

    def _editable(self, user: User) -> Self:
        return self if user.is_administrator else self.none()

    def current(self) -> Self:
        """Memberships that hold today."""
        return self.filter(valid_today())


class AuthorityQuerySet(AccessQuerySet[M]):
    """The authorities one has a mandate for; administrators see and change all."""

    def _visible(self, user: User) -> Self:
        if user.is_administrator:
            return self
        return self.filter(valid_today("mandates__"), mandates__user=user).distinct()

    def _editable(self, user: User) -> Self:
        return self if user.is_administrator else self.none()


class MandateQuerySet(AccessQuerySet[M]):
    """One's own mandates; administrators see and change all."""

    def _visible(self, user: User) -> Self:
        return self if user.is_administrator else self.filter(user=user)

    def _editable(self, user: User) -> Self:
        return self if user.is_administrator else self.none()

    def current(self) -> Self:
        """Mandates that hold today."""
        return self.filter(valid_today())

"""Who sees and changes memberships, authorities and mandates."""

from datetime import date
from typing import Self

from django.db.models import Q
from django.utils import timezone

from ikz.access.querysets import AccessQuerySet, M
from ikz.accounts.models import User


def valid_today(prefix: str = "") -> Q:
    """Periods that include today by the calendar of Europe/Berlin."""
    today = timezone.localdate()
    until = f"{prefix}valid_until"
    return Q(**{f"{prefix}valid_from__lte": today}) & (Q(**{f"{until}__gte": today}) | Q(**{until: None}))


class PeriodQuerySet(AccessQuerySet[M]):
    """Rows that hold from a first to a last day, both included; without a last day they go on."""

    def current(self) -> Self:
        """Rows that hold today."""
        return self.filter(valid_today())

    def not_over(self) -> Self:
        """Rows that hold today or will later."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gte=timezone.localdate()))

    def overlapping(self, first: date, last: date | None) -> Self:
        """Rows that share a day with the period; no ``last`` day means that it goes on."""
        rows = self.filter(Q(valid_until=None) | Q(valid_until__gte=first))
        return rows if last is None else rows.filter(valid_from__lte=last)


class MembershipQuerySet(PeriodQuerySet[M]):
    """One's own memberships; administrators see and change all."""

    def _visible(self, user: User) -> Self:
        return self if user.is_administrator else self.filter(user=user)

    def _editable(self, user: User) -> Self:
        return self if user.is_administrator else self.none()


class AuthorityQuerySet(AccessQuerySet[M]):
    """The authorities one has a mandate for; administrators see and change all."""

    def _visible(self, user: User) -> Self:
        if user.is_administrator:
            return self
        return self.filter(valid_today("mandates__"), mandates__user=user).distinct()

    def _editable(self, user: User) -> Self:
        return self if user.is_administrator else self.none()

    def offered_to(self, user: User) -> Self:
        """The authorities to choose from when something is submitted: that an office exists is no secret."""
        return self if user.is_valid_today and not user.read_only else self.none()


class MandateQuerySet(PeriodQuerySet[M]):
    """One's own mandates; administrators see and change all."""

    def _visible(self, user: User) -> Self:
        return self if user.is_administrator else self.filter(user=user)

    def _editable(self, user: User) -> Self:
        return self if user.is_administrator else self.none()

"""Who sees and changes what Schulträger keep about themselves: profile, schools, needs, offers."""

from typing import Self

from django.db.models import Q

from ikz.access.querysets import AccessQuerySet, M
from ikz.accounts.models import User
from municipalities import partnerships
from municipalities.querysets.register import represented


class ProfileQuerySet(AccessQuerySet[M]):
    """Profiles are open to everybody who is signed in; the municipality's own staff keep them."""

    def _visible(self, user: User) -> Self:
        return self

    def _editable(self, user: User) -> Self:
        return self.filter(municipality_id__in=represented(user))


class SchoolAuthorityQuerySet(AccessQuerySet[M]):
    """Schulträger are open to everybody who is signed in; only imports and services enter them."""

    def _visible(self, user: User) -> Self:
        return self


class SchoolQuerySet(AccessQuerySet[M]):
    """Schools are open to everybody who is signed in; staff of the Schulträger keep them."""

    def _visible(self, user: User) -> Self:
        return self

    def _editable(self, user: User) -> Self:
        return self.filter(authority__municipality_id__in=represented(user))

    def running(self) -> Self:
        """Schools that teach: neither closed nor missing from the register since."""
        return self.filter(closed_on=None)


class NeedQuerySet(AccessQuerySet[M]):
    """A need is seen by its own municipality, its partners or everybody signed in, as its owner chose."""

    def _visible(self, user: User) -> Self:
        own = Q(municipality_id__in=represented(user))
        shared = Q(visibility="partners", municipality_id__in=partnerships.partners_of(user))
        return self.filter(own | shared | Q(visibility="signed-in"))

    def _editable(self, user: User) -> Self:
        return self.filter(municipality_id__in=represented(user))

    def open(self) -> Self:
        """Needs that are not met or dropped."""
        return self.filter(closed_at=None)


class OfferQuerySet(AccessQuerySet[M]):
    """Offers are open to everybody who is signed in; who entered them keeps them, administrators all."""

    def _visible(self, user: User) -> Self:
        return self

    def _editable(self, user: User) -> Self:
        return self if user.is_administrator else self.filter(owner_id__in=represented(user))

    def available(self) -> Self:
        """Offers that can still be joined."""
        return self.filter(withdrawn_at=None)


class OfferReviewQuerySet(AccessQuerySet[M]):
    """What a municipality noted about an offer is its own affair."""

    def _visible(self, user: User) -> Self:
        return self.filter(need__municipality_id__in=represented(user))

    def _editable(self, user: User) -> Self:
        return self._visible(user)


class ImportJobQuerySet(AccessQuerySet[M]):
    """Imports belong to administrators; lists of schools also to the staff of the Schulträger they are for."""

    def _visible(self, user: User) -> Self:
        return self if user.is_administrator else self.filter(municipality_id__in=represented(user))

    def _editable(self, user: User) -> Self:
        return self._visible(user)

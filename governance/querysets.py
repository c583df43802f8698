"""Who sees and changes bodies, meetings and what belongs to them.

Everything here is seen with its cooperation and changed by its coordination. Some steps belong to others as well:
members vote, answer invitations and propose items; chair and minute-taker write the minutes.
"""

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.apps import apps
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from ikz.access.querysets import AccessQuerySet, M
from ikz.accounts.models import User
from municipalities.querysets import valid_today

if TYPE_CHECKING:
    from cooperations.querysets import CooperationQuerySet


def _cooperations() -> "CooperationQuerySet[Any]":
    found: CooperationQuerySet[Any] = apps.get_model("cooperations", "Cooperation").objects.all()
    return found


def _seats_held_by(user: User) -> "MemberQuerySet[Any]":
    """Members' rows, valid today on seats that are, whose account is ``user`` and still speaks for the seat."""
    members: MemberQuerySet[Any] = apps.get_model("governance", "Member").objects.filter(user=user)
    return members.filter(valid_today(), valid_today("seat__")).representing()


class GovernanceQuerySet(AccessQuerySet[M]):
    """Seen with the cooperation and changed by its coordination; ``path`` leads from the row to the cooperation."""

    path: ClassVar[str] = "cooperation"
    body_path: ClassVar[str] = "body"

    def _visible(self, user: User) -> Self:
        return self.filter(**{f"{self.path}__in": _cooperations().visible_to(user)})

    def _editable(self, user: User) -> Self:
        return self.filter(**{f"{self.path}__in": _cooperations().editable_by(user)})

    def recordable_by(self, user: User) -> Self:
        """Rows whose minutes ``user`` may write: as coordination, or as chair or minute-taker of the body."""
        if not user.is_valid_today or user.read_only:
            return self.none()
        offices = _seats_held_by(user).filter(office__in=("chair", "vice-chair", "minutes"))
        return self._visible(user).filter(
            Q(**{f"{self.path}__in": _cooperations().editable_by(user)})
            | Q(**{f"{self.body_path}__in": offices.values("seat__body")})
        )

    def joined_by(self, user: User) -> Self:
        """Rows of bodies that ``user`` is a member or deputy of today."""
        if not user.is_valid_today:
            return self.none()
        return self._visible(user).filter(
            **{f"{self.body_path}__in": _seats_held_by(user).values("seat__body")}
        )

    def contributable_by(self, user: User) -> Self:
        """Rows of cooperations to which ``user`` contributes: as coordination, or for a confirmed partner."""
        if not user.is_valid_today or user.read_only:
            return self.none()
        return self.filter(**{f"{self.path}__in": _cooperations().contributable_by(user)})


class ActionItemQuerySet(GovernanceQuerySet[M]):
    """Action items: planned by the coordination, carried out by the municipality responsible for them."""

    def carried_by(self, user: User) -> Self:
        """Items whose state ``user`` may change: for the responsible municipality, or as coordination."""
        if not user.is_valid_today or user.read_only:
            return self.none()
        partners = apps.get_model("cooperations", "Partner").objects.all()
        own = partners.visible_to(user).represented_by(user).confirmed()
        return self._visible(user).filter(
            Q(**{f"{self.path}__in": _cooperations().editable_by(user)}) | Q(partner__in=own)
        )

    def open(self) -> Self:
        """Items that are still to be done."""
        return self.filter(state="open")

    def overdue(self) -> Self:
        """Open items whose day has passed, by the calendar of Europe/Berlin."""
        return self.open().filter(due_on__lt=timezone.localdate())


class ResolutionQuerySet(GovernanceQuerySet[M]):
    """Resolutions, in the register of their cooperation."""

    def not_carried_out(self) -> Self:
        """Resolutions that somebody still has to carry out."""
        return self.filter(state__in=("open", "running"))


class BodyQuerySet(GovernanceQuerySet[M]):
    """Bodies; those that meet in public are known to everyone."""

    body_path = "pk"

    def _public(self) -> Self:
        return self.filter(is_public=True)


class BelowBodyQuerySet(GovernanceQuerySet[M]):
    """Rows that name their body."""

    path = "body__cooperation"


def public_meeting(prefix: str = "") -> Q:
    """Meetings that everyone may know of: public ones of bodies that meet in public, once they are no draft."""
    shown = Q(**{f"{prefix}is_public": True, f"{prefix}body__is_public": True})
    return shown & ~Q(**{f"{prefix}state": "draft"}) & Q(**{f"{prefix}invited_at__isnull": False})


class MeetingQuerySet(BelowBodyQuerySet[M]):
    """Meetings; public ones are known to everyone after the invitation."""

    def _public(self) -> Self:
        return self.filter(public_meeting())


class AgendaItemQuerySet(BelowBodyQuerySet[M]):
    """Agenda items; public ones of public meetings are known to everyone."""

    def _public(self) -> Self:
        return self.filter(public_meeting("meeting__"), is_public=True)


class MemberQuerySet(GovernanceQuerySet[M]):
    """Members of a body, by their seat."""

    path = "seat__body__cooperation"
    body_path = "seat__body"

    def regular(self) -> Self:
        """Members who are invited first; their deputies only when asked."""
        return self.filter(is_deputy=False)

    def representing(self) -> Self:
        """Members who still speak for their seat, whatever has been entered about it.

        The municipality takes part, and the account works for it; on an advisory seat for one of the partners. Members
        known by their mail address only are the coordination's to end.
        """
        posts = apps.get_model("municipalities", "Membership").objects.filter(
            valid_today(), user=OuterRef("user")
        )
        own = posts.filter(municipality=OuterRef("seat__partner__municipality"))
        any_partner = posts.filter(
            municipality__partnerships__cooperation=OuterRef("seat__body__cooperation"),
            municipality__partnerships__status="confirmed",
        )
        by_mail = Q(user__isnull=True)
        return self.filter(
            Q(seat__partner__isnull=True) & (by_mail | Exists(any_partner))
            | Q(seat__partner__status="confirmed") & (by_mail | Exists(own))
        )


class BelowMeetingQuerySet(GovernanceQuerySet[M]):
    """Rows that name their meeting."""

    path = "meeting__body__cooperation"
    body_path = "meeting__body"


class PaperQuerySet(GovernanceQuerySet[M]):
    """Papers, by their agenda item; public ones of public items are open to everyone."""

    path = "item__body__cooperation"
    body_path = "item__body"

    def _public(self) -> Self:
        return self.filter(public_meeting("item__meeting__"), is_public=True, item__is_public=True)


class BelowPollQuerySet(GovernanceQuerySet[M]):
    """Rows that name their date poll."""

    path = "poll__body__cooperation"
    body_path = "poll__body"


class PollAnswerQuerySet(GovernanceQuerySet[M]):
    """Answers to a date poll, by their option."""

    path = "option__poll__body__cooperation"
    body_path = "option__poll__body"


class BelowBallotQuerySet(GovernanceQuerySet[M]):
    """Rows that name their ballot."""

    path = "ballot__body__cooperation"
    body_path = "ballot__body"


class SecretPaperQuerySet(BelowBallotQuerySet[M]):
    """Papers of secret ballots show only after closing, to nobody before, and nobody edits them."""

    def _visible(self, user: User) -> Self:
        return super()._visible(user).filter(ballot__closed_at__isnull=False)

    def _editable(self, user: User) -> Self:
        return self.none()


class MinutesVersionQuerySet(GovernanceQuerySet[M]):
    """Versions of minutes, by their minutes."""

    path = "minutes__meeting__body__cooperation"
    body_path = "minutes__meeting__body"

    def administered_by(self, user: User) -> Self:
        """Versions that ``user`` may start again as work that failed; what they say stays with the partners."""
        administers = user.is_valid_today and user.is_administrator and not user.read_only
        return self.defer("content") if administers else self.none()


class CalendarAddressQuerySet(AccessQuerySet[M]):
    """Calendar addresses are seen and revoked by the person they belong to, also by accounts that only read."""

    def _visible(self, user: User) -> Self:
        return self.filter(user=user)

    def _editable(self, user: User) -> Self:
        return self.filter(user=user)

"""One meeting as its overview shows it: who answered what, what it costs in hours, what is next to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone

from governance.models import Body, Invitation, Meeting, Member, Reply
from governance.planning import MeetingCost, cost
from governance.selectors.people import members_on
from governance.selectors.series import often_a_year
from ikz.accounts.models import User

REPLY_KINDS = {"accepted": "done", "declined": "danger", "deputy": "active", "none": "open"}


@dataclass(frozen=True)
class Voice:
    """What one invited member answered."""

    invitation: Invitation

    @property
    def who(self) -> str:
        """The municipality or place."""
        return str(self.invitation.member.seat)

    @property
    def kind(self) -> str:
        """The badge of the answer."""
        return REPLY_KINDS[self.invitation.reply]


@dataclass(frozen=True)
class Voices:
    """All answers to an invitation."""

    rows: Sequence[Voice]

    def count(self, *replies: str) -> int:
        """How many gave one of these answers."""
        return len([row for row in self.rows if row.invitation.reply in replies])

    @property
    def coming(self) -> int:
        """Who comes; a deputy who was asked has an invitation of their own."""
        return self.count(Reply.ACCEPTED)

    @property
    def declined(self) -> int:
        """Who does not come, and those whose deputy is asked."""
        return self.count(Reply.DECLINED, Reply.DEPUTY)

    @property
    def open(self) -> int:
        """Who has not answered."""
        return self.count(Reply.NONE)


def voices(meeting: Meeting) -> Voices:
    """What the invited said, in the order of the seats; one query."""
    rows = Invitation.objects.filter(meeting=meeting).select_related(
        "member__user", "member__seat__partner__municipality", "deputy"
    )
    ordered = rows.order_by(
        "member__seat__partner__role",
        "member__seat__partner__municipality__folded_name",
        "member__seat__label",
        "member__is_deputy",
        "pk",
    )
    return Voices([Voice(row) for row in ordered])


def own_invitations(user: User, meeting: Meeting) -> list[Invitation]:
    """The invitations that somebody is asked to answer in person."""
    rows = Invitation.objects.filter(Q(member__user=user) | Q(deputy__user=user), meeting=meeting)
    return list(rows.select_related("member__seat__partner__municipality"))


def meeting_cost(meeting: Meeting, found: Voices) -> MeetingCost:
    """Duration times people: those invited, before that the regular members on its day."""
    if found.rows:
        who = [row.who for row in found.rows if row.invitation.reply != Reply.DEPUTY]
    else:
        who = [
            str(member.seat)
            for member in regular_members(meeting.body, timezone.localdate(meeting.starts_at))
        ]
    times = often_a_year(meeting.series) if meeting.series else 0
    return cost(minutes=meeting.minutes, invited=who, per_year=times)


def regular_members(body: Body, day: date) -> list[Member]:
    """Who would be invited for a day."""
    return list(members_on(body, day).regular())


def invite_by(meeting: Meeting) -> date:
    """The last day on which an invitation keeps the notice period of the body."""
    return timezone.localdate(meeting.starts_at) - timedelta(days=meeting.body.notice_days)

"""What waits for somebody in their bodies: meetings ahead, circulars to vote on, dates to answer for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from governance.models import Ballot, DatePoll, Invitation, MeetingState, Member, Reply, SecretVoter, Vote
from governance.selectors.polls import open_polls
from ikz.accounts.models import User
from ikz.ui.formatting import de_date, de_datetime
from municipalities.querysets import valid_today

# A meeting that nobody closed stays on the list for a while, not for ever.
STILL_SHOWN = timedelta(days=2)
WORDS = {
    Reply.NONE: ("open", "Antwort fehlt"),
    Reply.ACCEPTED: ("done", "zugesagt"),
    Reply.DECLINED: ("neutral", "abgesagt"),
    Reply.DEPUTY: ("neutral", "Vertretung kommt"),
}


@dataclass(frozen=True)
class Waiting:
    """One line: what it is, where it leads, how it stands; ``when`` orders the lines."""

    when: datetime
    title: str
    note: str
    href: str
    kind: str
    word: str


def waiting(user: User, most: int) -> list[Waiting]:
    """The next ``most`` lines for ``user``, the soonest first; a constant number of queries."""
    lines = [*_meetings(user, most), *_circulars(user, most), *_polls(user, most)]
    return sorted(lines, key=lambda line: line.when)[:most]


def _meetings(user: User, most: int) -> list[Waiting]:
    rows = (
        Invitation.objects.visible_to(user)
        .filter(
            member__in=Member.objects.filter(user=user).representing(),
            meeting__state__in=(MeetingState.INVITED, MeetingState.RUNNING),
            meeting__starts_at__gte=timezone.now() - STILL_SHOWN,
        )
        .select_related("meeting__body__cooperation")
        .order_by("meeting__starts_at", "pk")
    )
    return [_meeting(row) for row in rows[:most]]


def _meeting(row: Invitation) -> Waiting:
    meeting = row.meeting
    note = f"{de_datetime(meeting.starts_at)} · {meeting.body} · {meeting.body.cooperation}"
    if meeting.state == MeetingState.RUNNING:
        return Waiting(
            meeting.starts_at,
            meeting.title,
            note,
            f"/sitzungen/{meeting.pk}/durchfuehrung/",
            "active",
            "läuft jetzt",
        )
    kind, word = WORDS[Reply(row.reply)]
    href = f"/sitzungen/{meeting.pk}/" + ("einladung/" if row.reply == Reply.NONE else "")
    return Waiting(meeting.starts_at, meeting.title, note, href, kind, word)


def _seats(user: User) -> "QuerySet[Member]":
    """The regular seats with a vote that ``user`` holds today."""
    return Member.objects.representing().filter(
        valid_today(), valid_today("seat__"), user=user, is_deputy=False, seat__vote_weight__gt=0
    )


def _circulars(user: User, most: int) -> list[Waiting]:
    seats = list(_seats(user).values_list("seat__body", "seat__partner"))
    rows = (
        Ballot.objects.visible_to(user)
        .filter(
            body__in=[body for body, _ in seats],
            meeting=None,
            closed_at=None,
            closes_at__gt=timezone.now(),
        )
        .select_related("body__cooperation")
        .order_by("closes_at")
    )
    # All of them: what has been voted in must not push out what waits.
    found = list(rows)
    keys = [row.pk for row in found]
    voted = {*Vote.objects.filter(ballot__in=keys).values_list("ballot", "partner")}
    voted |= {*SecretVoter.objects.filter(ballot__in=keys).values_list("ballot", "partner")}
    return [_circular(row) for row in found if _owed(row, seats, voted)][:most]


def _owed(row: Ballot, seats: Sequence[tuple[int, int | None]], voted: set[tuple[int, int]]) -> bool:
    entitled = {entry["partner"] for entry in row.electorate}
    own = {partner for body, partner in seats if body == row.body_id and partner in entitled}
    return any((row.pk, partner) not in voted for partner in own)


def _circular(row: Ballot) -> Waiting:
    closes_at = row.closes_at or row.opened_at
    note = (
        f"Umlaufbeschluss bis {de_date(timezone.localdate(closes_at))} · {row.body} · {row.body.cooperation}"
    )
    href = f"/kooperationen/{row.body.cooperation.slug}/umlauf/{row.pk}/"
    return Waiting(closes_at, row.title, note, href, "open", "Stimme fehlt")


def _polls(user: User, most: int) -> list[Waiting]:
    rows = DatePoll.objects.visible_to(user).filter(closed_at=None, answer_until__gte=timezone.localdate())
    asked = open_polls(user, rows.select_related("body__cooperation").order_by("answer_until"))
    return [_poll(row) for row, waits in asked if waits][:most]


def _poll(row: DatePoll) -> Waiting:
    until = timezone.make_aware(datetime.combine(row.answer_until, datetime.max.time()))
    note = f"Terminumfrage bis {de_date(row.answer_until)} · {row.body} · {row.body.cooperation}"
    href = f"/kooperationen/{row.body.cooperation.slug}/sitzungen/umfragen/{row.pk}/"
    return Waiting(until, row.title, note, href, "open", "Antwort fehlt")

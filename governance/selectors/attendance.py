"""Who is at a meeting right now, for which municipalities, and whether that is enough to decide."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from governance import voting
from governance.models import Attendance, Body, Meeting, Presence, Seat
from municipalities.querysets import valid_today


@dataclass(frozen=True)
class Elector:
    """A municipality with a vote in a body; ``partner`` is the key of its partnership."""

    partner: int
    name: str
    weight: int


def electorate(body: Body) -> list[Elector]:
    """The municipalities that vote in a body today, lead first: confirmed partners with a seat that has a vote."""
    seats = Seat.objects.filter(
        valid_today(), body=body, vote_weight__gt=0, partner__status="confirmed"
    ).select_related("partner__municipality")
    # A seat that ends today and its successor that begins today are one vote.
    found = {seat.partner_id: Elector(seat.partner_id or 0, str(seat), seat.vote_weight) for seat in seats}
    return list(found.values())


def with_people(rows: QuerySet[Attendance]) -> QuerySet[Attendance]:
    """Fetch along what a list of attendances shows."""
    return rows.select_related(
        "member__seat__partner__municipality", "member__user", "on_behalf_of__partner__municipality"
    )


def is_there(row: Attendance, moment: datetime) -> bool:
    """Whether somebody is in the room at that moment."""
    return (
        row.presence == Presence.PRESENT
        and (row.arrived_at is None or row.arrived_at <= moment)
        and (row.left_at is None or row.left_at > moment)
    )


def present_partners(rows: Iterable[Attendance], moment: datetime) -> dict[int, str]:
    """The partners who are represented at that moment, with the word for who speaks for them when it is not their own.

    Rows come from :func:`with_people`.
    """
    own, other = {}, {}
    for row in rows:
        if row.member is None or not is_there(row, moment):
            continue
        if row.member.seat.partner_id:
            own[row.member.seat.partner_id] = ""
        if row.on_behalf_of and row.on_behalf_of.partner_id:
            other[row.on_behalf_of.partner_id] = str(row.member)
    return other | own


@dataclass(frozen=True)
class Standing:
    """How a meeting stands: who votes in its body, who of them is represented, and the quorum."""

    electors: list[Elector]
    present: dict[int, str]
    quorum: voting.Quorum

    @property
    def missing(self) -> list[str]:
        """The municipalities that nobody represents at the moment."""
        return [elector.name for elector in self.electors if elector.partner not in self.present]


def standing(
    meeting: Meeting, rows: Iterable[Attendance] | None = None, moment: datetime | None = None
) -> Standing:
    """The standing of a meeting at a moment (now); three queries, one where its attendances are known."""
    known = with_people(Attendance.objects.filter(meeting=meeting)) if rows is None else rows
    electors = electorate(meeting.body)
    present = present_partners(known, moment or timezone.now())
    weights = {elector.partner: elector.weight for elector in electors}
    body = meeting.body
    return Standing(electors, present, voting.quorum(body.quorum, body.majority, weights, present))

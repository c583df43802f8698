"""Before and after inviting: the check list, who is invited, who comes, and whether they will be enough."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from governance import voting
from governance.models import AgendaSnapshot, Invitation, Meeting, Member, Reply, Seat
from governance.notice import Notice
from governance.querysets import BelowMeetingQuerySet
from governance.selectors.people import valid_on

# Whoever said yes to one time or place has not said yes to another.
ASKED_AGAIN_FOR = ("starts_at", "minutes", "place", "link")


@dataclass(frozen=True)
class Check:
    """One point of the check list; a ``hint`` does not stop anybody."""

    label: str
    ok: bool
    detail: str = ""
    href: str = ""
    hint: bool = False


@dataclass
class SeatAnswers:
    """A municipality, or an advisory seat, with the invitations of its people."""

    seat: Seat
    invitations: list[Invitation] = field(default_factory=list)

    @property
    def is_coming(self) -> bool:
        """Whether somebody of the seat has accepted."""
        return any(row.reply == Reply.ACCEPTED for row in self.invitations)

    @property
    def word(self) -> str:
        """How the seat stands, in a few words."""
        replies = {row.reply for row in self.invitations}
        if not replies:
            return "nicht eingeladen"
        if self.is_coming:
            return "kommt"
        if Reply.NONE in replies:
            return "Antwort der Vertretung offen" if Reply.DEPUTY in replies else "noch keine Antwort"
        return "kommt nicht"

    @property
    def kind(self) -> str:
        """The kind of its status mark."""
        return {"kommt": "done", "kommt nicht": "danger", "nicht eingeladen": "neutral"}.get(
            self.word, "open"
        )


def members_to_invite(meeting: Meeting) -> list[Member]:
    """Regular members who are valid on the meeting's day, on seats that are, whose account still opens."""
    day = timezone.localdate(meeting.starts_at)
    rows = Member.objects.regular().representing()
    rows = rows.filter(valid_on(day), valid_on(day, "seat__"), seat__body=meeting.body_id)
    found = rows.select_related("user", "seat__partner__municipality").order_by("seat", "pk")
    return [row for row in found if can_receive(row, day)]


def can_receive(member: Member, day: date) -> bool:
    """Whether mails reach the member until that day: by address, or by an account that is open."""
    user = member.user
    if user is None:
        return True
    return user.is_active and (user.expires_on is None or user.expires_on >= day)


def not_expected(invitations: Iterable[Invitation], day: date) -> list[Invitation]:
    """Invitations of those who do not speak for their seat on ``day`` any more; one query."""
    known = list(invitations)
    found = Member.objects.representing().filter(
        valid_on(day), valid_on(day, "seat__"), pk__in=[row.member_id for row in known]
    )
    speaking = set(found.values_list("pk", flat=True))
    return [row for row in known if row.member_id not in speaking or not can_receive(row.member, day)]


def deputies_of(member: Member, meeting: Meeting) -> QuerySet[Member]:
    """Who may come instead of a regular member."""
    day = timezone.localdate(meeting.starts_at)
    rows = Member.objects.representing().filter(valid_on(day), seat=member.seat_id, is_deputy=True)
    open_account = Q(user__isnull=True) | (
        Q(user__is_active=True) & (Q(user__expires_on__isnull=True) | Q(user__expires_on__gte=day))
    )
    return rows.filter(open_account).select_related("user", "seat__partner__municipality").order_by("pk")


def is_moved_close(last: Mapping[str, Any], meeting: Meeting) -> bool:
    """Whether the meeting goes to another day than was told, so near that the notice period is not kept."""
    told = timezone.localdate(datetime.fromisoformat(last["starts_at"]))
    return told != timezone.localdate(meeting.starts_at) and not notice_of(meeting).kept


def notice_of(meeting: Meeting) -> Notice:
    """The notice period if the invitation went out now."""
    return Notice(
        invited_on=timezone.localdate(),
        meets_on=timezone.localdate(meeting.starts_at),
        required=meeting.body.notice_days,
    )


def check_list(meeting: Meeting, content: Mapping[str, Any]) -> list[Check]:
    """What an invitation needs, each with how it stands; ``content`` is the present agenda."""
    here = f"/sitzungen/{meeting.pk}/"
    members = members_to_invite(meeting)
    seats = set(seats_of(meeting).values_list("pk", flat=True))
    empty = len(seats - {row.seat_id for row in members})
    notice = notice_of(meeting)
    future = meeting.starts_at > timezone.now()
    rows = [
        Check("Der Zweck der Sitzung ist genannt.", bool(content["purpose"].strip()), href=here),
        Check("Der Termin liegt in der Zukunft.", future, href=here),
        Check("Ort oder Videokonferenz ist genannt.", bool(content["place"] or content["link"]), href=here),
        Check(
            "Die Tagesordnung hat mindestens einen Punkt.",
            bool(content["items"]),
            href=f"{here}tagesordnung/",
        ),
        Check("Es gibt Mitglieder mit Adresse, die eingeladen werden.", bool(members)),
    ]
    if meeting.body.dissolved_on is not None:
        rows.insert(0, Check("Das Gremium ist nicht aufgelöst.", ok=False))
    if empty:
        what = "Ein Sitz hat" if empty == 1 else f"{empty} Sitze haben"
        rows.append(Check(f"{what} kein erreichbares ordentliches Mitglied.", ok=False, hint=True))
    if future:
        days = "1 Tag" if notice.days == 1 else f"{notice.days} Tage"
        detail = f"{days} bis zur Sitzung, die Ladungsfrist ist {notice.required} Tage."
        label = "Die Ladungsfrist ist gewahrt." if notice.kept else "Die Ladungsfrist ist nicht gewahrt."
        rows.append(Check(label, notice.kept, detail, hint=True))
    return rows


def seen_mark(content: Mapping[str, Any]) -> str:
    """A short mark of an agenda: what somebody had before them when they pressed the button."""
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]


def asks_again(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Whether answers to the old agenda say nothing about the new one."""
    return any(old[name] != new[name] for name in ASKED_AGAIN_FOR)


def last_snapshot(meeting: Meeting) -> AgendaSnapshot | None:
    """What was told last."""
    return AgendaSnapshot.objects.filter(meeting=meeting).order_by("-number").first()


def invitations_of(meeting: Meeting) -> BelowMeetingQuerySet[Invitation]:
    """All invitations of a meeting with what pages and mails show of them."""
    rows: BelowMeetingQuerySet[Invitation] = Invitation.objects.filter(meeting=meeting)
    rows = rows.order_by("member__is_deputy", "pk")
    return rows.select_related(
        "meeting__body__cooperation", "member__user", "member__seat__partner__municipality", "deputy__user"
    )


def seats_of(meeting: Meeting) -> QuerySet[Seat]:
    """The seats of the body on the meeting's day."""
    day = timezone.localdate(meeting.starts_at)
    rows = Seat.objects.filter(valid_on(day), body=meeting.body_id)
    return rows.select_related("partner__municipality")


def answers_by_seat(meeting: Meeting, invitations: list[Invitation]) -> list[SeatAnswers]:
    """Every seat with the answers of its people, in the body's order."""
    found = {seat.pk: SeatAnswers(seat) for seat in seats_of(meeting)}
    for row in invitations:
        found.setdefault(row.member.seat_id, SeatAnswers(row.member.seat)).invitations.append(row)
    return list(found.values())


def expected_quorum(meeting: Meeting, seats: list[SeatAnswers]) -> voting.Quorum:
    """The quorum if all who accepted come and nobody else."""
    body = meeting.body
    weights = {row.seat.pk: row.seat.vote_weight for row in seats if row.seat.vote_weight}
    coming = [row.seat.pk for row in seats if row.is_coming]
    return voting.quorum(body.quorum, body.majority, weights, coming)

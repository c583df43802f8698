"""Bodies and meetings made in one line, for tests of what comes after them."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from cooperations.models import Cooperation
from governance.models import (
    AgendaItem,
    Body,
    BodyKind,
    ItemKind,
    MajorityRule,
    Meeting,
    MeetingState,
    Member,
    Office,
    Orientation,
    QuorumRule,
    Seat,
)
from ikz.accounts.models import User

SINCE = date(2020, 1, 1)
INVITED = (MeetingState.INVITED, MeetingState.RUNNING, MeetingState.HELD)


def body_of(
    cooperation: Cooperation,
    *,
    kind: BodyKind = BodyKind.STEERING_CIRCLE,
    title: str = "Steuerkreis",
    majority: MajorityRule = MajorityRule.CONSENSUS,
    quorum: QuorumRule = QuorumRule.HALF,
    notice_days: int = 14,
    weights: dict[str, int] | None = None,
    is_public: bool = False,
) -> Body:
    """A body with one seat and one member per partner; the lead's member has the chair.

    Members are the accounts of the cast that work for the partner, else a mail address. ``weights`` gives other
    vote weights than 1 by AGS.
    """
    body = Body.objects.create(
        cooperation=cooperation,
        kind=kind,
        title=title,
        orientation=Orientation.DEVELOPMENT if kind == BodyKind.STEERING_CIRCLE else Orientation.TASK,
        majority=majority,
        quorum=quorum,
        notice_days=notice_days,
        is_public=is_public,
    )
    for partner in cooperation.partners.select_related("municipality").order_by("pk"):
        ags = partner.municipality.ags
        seat = Seat.objects.create(
            body=body, partner=partner, vote_weight=(weights or {}).get(ags, 1), valid_from=SINCE
        )
        user = User.objects.filter(memberships__municipality=partner.municipality).order_by("pk").first()
        Member.objects.create(
            seat=seat,
            user=user,
            email="" if user else f"mitglied-{ags}@test.example",
            function=f"Leitung Schul-IT {partner.municipality.display_name}",
            office=Office.CHAIR if partner.role == "lead" else Office.MEMBER,
            valid_from=SINCE,
        )
    return body


def seat_of(body: Body, ags: str) -> Seat:
    """The seat of a municipality in a body."""
    return body.seats.get(partner__municipality__ags=ags)


def member_of(body: Body, ags: str) -> Member:
    """The regular member of a municipality in a body."""
    return Member.objects.select_related("seat", "user").get(
        seat__body=body, seat__partner__municipality__ags=ags, is_deputy=False
    )


def deputy_of(body: Body, ags: str, *, user: User | None = None) -> Member:
    """Give the seat of a municipality a deputy."""
    return Member.objects.create(
        seat=seat_of(body, ags),
        user=user,
        email="" if user else f"vertretung-{ags}@test.example",
        function="Vertretung Schul-IT",
        is_deputy=True,
        valid_from=SINCE,
    )


def in_days(days: int, hour: int = 10, minute: int = 0) -> datetime:
    """That many days from today, at a local time of day."""
    day = timezone.localdate() + timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def meeting_of(
    body: Body,
    *,
    state: MeetingState = MeetingState.DRAFT,
    title: str = "Sitzung des Steuerkreises",
    purpose: str = "Über den gemeinsamen Service-Desk entscheiden",
    starts_at: datetime | None = None,
    minutes: int = 90,
    is_public: bool = False,
) -> Meeting:
    """A meeting of a body in 30 days at 10:00, as draft or further on."""
    meeting = Meeting(
        body=body,
        title=title,
        purpose=purpose,
        starts_at=starts_at or in_days(30),
        minutes=minutes,
        place="Kreishaus",
        is_public=is_public,
    )
    meeting.state = state
    if state in INVITED:
        meeting.invited_at = timezone.now()
    if state in {MeetingState.RUNNING, MeetingState.HELD}:
        meeting.opened_at = timezone.now()
    if state == MeetingState.HELD:
        meeting.closed_at = timezone.now()
    meeting.save()
    return meeting


def item_of(
    meeting: Meeting,
    title: str = "Gemeinsamer Service-Desk",
    *,
    kind: ItemKind = ItemKind.CONSULTATION,
    minutes: int = 10,
    motion: str = "",
) -> AgendaItem:
    """The next item on a meeting's agenda."""
    return AgendaItem.objects.create(
        body=meeting.body,
        meeting=meeting,
        position=meeting.items.count() + 1,
        title=title,
        kind=kind,
        minutes=minutes,
        motion=motion,
    )

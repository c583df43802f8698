"""What a new agenda begins with: approval of earlier minutes as item 1, then the body's standing items."""

from collections.abc import Sequence

from django.db.models import F
from django.utils import timezone

from governance.meeting_states import MOVABLE
from governance.models import (
    AgendaItem,
    BallotResult,
    Body,
    ItemKind,
    Meeting,
    MeetingState,
    Minutes,
    MinutesState,
    Orientation,
)
from ikz.ui.formatting import de_date

APPROVAL = "approval"
APPROVAL_MINUTES = 5


def approval_source(minutes: Minutes) -> str:
    """What the item names as its origin."""
    return f"minutes:{minutes.pk}"


def add_standing_items(meeting: Meeting) -> None:
    """Begin the agenda of a meeting that was just made with the standing items of its body.

    Called within the transaction of its service, which calls :func:`place_approvals` as well.
    """
    body = meeting.body
    items = [
        AgendaItem(
            body=body,
            meeting=meeting,
            position=position,
            key=standing.key,
            source=f"standing:{standing.pk}",
            title=standing.title,
            kind=standing.kind,
            orientation=standing.orientation,
            minutes=standing.minutes,
            is_public=meeting.is_public,
        )
        for position, standing in enumerate(body.standing_items.order_by("position"), start=1)
    ]
    AgendaItem.objects.bulk_create(items)


def waiting_minutes(body: Body) -> list[Minutes]:
    """Minutes of a body that were sent and wait for approval, locked, the latest meeting first.

    Whoever locks a meeting as well locks these before, so that two of them cannot wait for each other.
    """
    rows = Minutes.objects.filter(meeting__body=body, state=MinutesState.SENT).select_related("meeting")
    return list(rows.order_by("-meeting__starts_at", "-pk").select_for_update(of=("self",)))


def place_approvals(body: Body) -> None:
    """Make the approval of minutes that were sent the first items of the body's next meeting, draft or invited.

    Where it stands at a later draft, it moves forward; where no meeting is ahead, the next one made gets it. Called
    within the transaction of every service that makes the next meeting another one: by making, moving, cancelling,
    discarding or closing one, and by the one that sends minutes.
    """
    waiting = waiting_minutes(body)
    if not waiting:
        return
    ahead = Meeting.objects.filter(body=body, state__in=MOVABLE, starts_at__gt=timezone.now())
    target = ahead.order_by("starts_at", "pk").select_for_update().first()
    if target is None:
        return
    known = _known(body, waiting)
    # Each goes to place 1, so the meeting longest ago ends up first.
    for minutes in waiting:
        item = known.get(approval_source(minutes))
        if item is None or _is_later(item, target):
            _put_first(
                item or AgendaItem(body=body, source=approval_source(minutes), **_words(minutes)), target
            )


def place_approval(minutes: Minutes) -> AgendaItem | None:
    """The same, for the service that sends minutes; returns the item, or None while no meeting is ahead."""
    body = minutes.meeting.body
    place_approvals(body)
    return _known(body, [minutes]).get(approval_source(minutes))


def _known(body: Body, waiting: Sequence[Minutes]) -> dict[str, AgendaItem]:
    """The items at which these minutes are, or are about to be, approved, by their source."""
    rows = AgendaItem.objects.filter(body=body, source__in=[approval_source(one) for one in waiting])
    found = rows.select_related("meeting").prefetch_related("ballots").order_by("meeting__starts_at", "pk")
    return {item.source: item for item in found if not _is_over(item)}


def _is_over(item: AgendaItem) -> bool:
    """Whether nothing comes of the item any more: it was never called, or the vote did not accept the minutes."""
    there = item.meeting
    if there is None or there.state == MeetingState.CANCELLED:
        return True
    if there.state != MeetingState.HELD:
        return False
    return item.started_at is None or any(
        ballot.result not in ("", BallotResult.ACCEPTED) for ballot in item.ballots.all()
    )


def _put_first(item: AgendaItem, target: Meeting) -> None:
    leave(item)
    Meeting.objects.filter(pk=target.pk).update(agenda_version=F("agenda_version") + 1)
    target.items.update(position=F("position") + 1, updated_at=timezone.now())
    item.meeting, item.position, item.is_public = target, 1, target.is_public
    item.save()


def _is_later(item: AgendaItem, target: Meeting) -> bool:
    """Whether the item waits at a meeting behind ``target`` that nobody has been told of yet."""
    there = item.meeting
    return there is not None and there.state == MeetingState.DRAFT and there.starts_at > target.starts_at


def leave(item: AgendaItem) -> None:
    """Close the gap that an item leaves on the agenda of its meeting."""
    if item.meeting_id is None:
        return
    Meeting.objects.filter(pk=item.meeting_id).update(agenda_version=F("agenda_version") + 1)
    rows = AgendaItem.objects.filter(meeting=item.meeting_id, position__gt=item.position).exclude(pk=item.pk)
    rows.update(position=F("position") - 1, updated_at=timezone.now())


def _words(minutes: Minutes) -> dict[str, object]:
    day = de_date(timezone.localdate(minutes.meeting.starts_at))
    return {
        "key": APPROVAL,
        "title": f"Genehmigung der Niederschrift vom {day}",
        "kind": ItemKind.RESOLUTION,
        "orientation": Orientation.TASK,
        "minutes": APPROVAL_MINUTES,
        "motion": f"Die Niederschrift der Sitzung vom {day} wird genehmigt.",
    }

"""What a new agenda begins with: approval of earlier minutes as item 1, then the body's standing items."""

from django.db.models import F
from django.utils import timezone

from governance.meeting_states import MOVABLE
from governance.models import AgendaItem, Body, ItemKind, Meeting, Minutes, MinutesState, Orientation
from ikz.ui.formatting import de_date

APPROVAL = "approval"
APPROVAL_MINUTES = 5


def approval_source(minutes: Minutes) -> str:
    """What the item names as its origin."""
    return f"minutes:{minutes.pk}"


def add_first_items(meeting: Meeting) -> None:
    """Fill the agenda of a meeting that was just made; called within the transaction of its service."""
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
    place_approvals(body)


def place_approvals(body: Body) -> None:
    """Bring all minutes of the body that wait for approval before its next meeting.

    Called whenever that meeting is another one than before: made, moved, cancelled or discarded.
    """
    sent = Minutes.objects.filter(meeting__body=body, state=MinutesState.SENT).select_related("meeting__body")
    # Each goes to place 1, so the meeting longest ago ends up first.
    for minutes in sent.order_by("-meeting__starts_at", "-pk"):
        place_approval(minutes)


def place_approval(minutes: Minutes) -> AgendaItem | None:
    """Make the approval of minutes that were sent item 1 of the body's next meeting, draft or invited.

    Where it stands at a later meeting, it moves forward; where no meeting is ahead, None: the next one made gets it.
    Called within the transaction of the service that sends minutes or makes a meeting.
    """
    body = minutes.meeting.body
    ahead = Meeting.objects.filter(
        body=body, state__in=MOVABLE, starts_at__gt=max(minutes.meeting.starts_at, timezone.now())
    )
    target = ahead.order_by("starts_at", "pk").select_for_update().first()
    item = (
        AgendaItem.objects.filter(body=body, source=approval_source(minutes), meeting__isnull=False)
        .exclude(meeting__state="cancelled")
        .select_related("meeting")
        .first()
    )
    if target is None or (item is not None and not _is_later(item, target)):
        return item
    if item is None:
        item = AgendaItem(body=body, source=approval_source(minutes), **_words(minutes))
    else:
        leave(item)
    Meeting.objects.filter(pk=target.pk).update(agenda_version=F("agenda_version") + 1)
    target.items.update(position=F("position") + 1)
    item.meeting, item.position, item.is_public = target, 1, target.is_public
    item.save()
    return item


def _is_later(item: AgendaItem, target: Meeting) -> bool:
    """Whether the item waits at a meeting behind ``target`` that nobody has been told of yet."""
    there = item.meeting
    return there is not None and there.state == "draft" and there.starts_at > target.starts_at


def leave(item: AgendaItem) -> None:
    """Close the gap that an item leaves on the agenda of its meeting."""
    if item.meeting_id is None:
        return
    Meeting.objects.filter(pk=item.meeting_id).update(agenda_version=F("agenda_version") + 1)
    rows = AgendaItem.objects.filter(meeting=item.meeting_id, position__gt=item.position).exclude(pk=item.pk)
    rows.update(position=F("position") - 1)


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

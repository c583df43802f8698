"""Subjects without a meeting: proposals of the partners, the backlog of a body, and the ways onto an agenda."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404

from cooperations.models import Partner
from governance.meeting_states import MOVABLE
from governance.models import AgendaItem, Body, ItemState, Meeting, MeetingState
from governance.services.agenda import ItemData, append, fill, lock_item, plain_data, stored_item, tidy
from governance.services.agenda_rows import check_not_called, check_not_recorded, lock_agenda, place, rows_of
from governance.services.first_items import APPROVAL
from governance.services.papers import copy_papers
from governance.suggesting import suggestions
from ikz.access.querysets import get_editable, get_visible
from ikz.accounts.models import User

REASON_LENGTH = 300
TAKEN = "Das steht inzwischen schon auf einer Tagesordnung oder ist nicht mehr offen."


def own_partners(user: User, body: Body) -> list[Partner]:
    """The confirmed partners of the body's cooperation for which ``user`` proposes."""
    rows = Partner.objects.visible_to(user).filter(cooperation=body.cooperation_id)
    return list(rows.represented_by(user).confirmed().select_related("municipality"))


@transaction.atomic
def propose_item(*, actor: User, body: Body, data: ItemData, partner: Partner) -> AgendaItem:
    """Propose a subject for one of the actor's municipalities; the coordination takes it up or says why not.

    Raises ValidationError by field.
    """
    owner = _open_body(actor, body)
    if not Body.objects.contributable_by(actor).filter(pk=owner.pk).exists():
        raise PermissionDenied
    if partner.pk not in {one.pk for one in own_partners(actor, owner)}:
        raise ValidationError({"partner": "Vorschlagen können Sie nur für Ihre eigene Kommune."})
    row = AgendaItem(body=owner, state=ItemState.PROPOSED, proposed_by=actor, proposed_for=partner)
    fill(row, data)
    row.save()
    return row


@transaction.atomic
def keep_item(*, actor: User, body: Body, data: ItemData) -> AgendaItem:
    """Put a subject into the backlog, by the coordination; raises ValidationError by field."""
    owner = _open_body(actor, body)
    get_editable(Body.objects, actor, pk=owner.pk)
    row = AgendaItem(body=owner)
    fill(row, data)
    row.save()
    return row


def _open_body(actor: User, body: Body) -> Body:
    row: Body = get_visible(Body.objects, actor, pk=body.pk)
    if row.dissolved_on is not None:
        raise ValidationError("Dieses Gremium ist aufgelöst.")
    return row


@transaction.atomic
def take_up(*, actor: User, item: AgendaItem, meeting: Meeting | None) -> AgendaItem:
    """Put a proposal or a subject of the backlog at the end of an agenda; without meeting into the backlog.

    What was refused before may be taken up after all. Raises ValidationError where it is taken up already.
    """
    target = lock_agenda(actor, meeting.pk) if meeting else None
    row: AgendaItem = get_editable(AgendaItem.objects, actor, lock=True, pk=item.pk)
    if target is not None and target.body_id != row.body_id:
        raise Http404
    if row.meeting_id is not None or (target is None and row.state == ItemState.PLANNED):
        raise ValidationError(TAKEN)
    row.state, row.refused_because = ItemState.PLANNED, ""
    row.version += 1
    if target is None:
        row.save()
    else:
        append(target, row)
    return row


@transaction.atomic
def refuse(*, actor: User, item: AgendaItem, reason: str) -> AgendaItem:
    """Answer a proposal with a reason, which the proposer reads; raises ValidationError (``reason``)."""
    row: AgendaItem = get_editable(AgendaItem.objects, actor, lock=True, pk=item.pk)
    if row.state != ItemState.PROPOSED:
        raise ValidationError("Über diesen Vorschlag ist schon entschieden.")
    text = " ".join(tidy(reason).split())
    if not text:
        raise ValidationError(
            {"reason": "Bitte nennen Sie einen Grund: Wer vorschlägt, möchte wissen, warum nicht."}
        )
    if len(text) > REASON_LENGTH:
        raise ValidationError({"reason": f"Höchstens {REASON_LENGTH} Zeichen, es sind {len(text)}."})
    row.state, row.refused_because = ItemState.REFUSED, text
    row.version += 1
    row.save()
    return row


@transaction.atomic
def withdraw(*, actor: User, item: AgendaItem) -> None:
    """Take back one's own proposal before it is decided; the history keeps it."""
    seen = get_visible(AgendaItem.objects, actor, pk=item.pk)
    row = AgendaItem.objects.select_for_update(of=("self",)).filter(pk=seen.pk).first()
    if row is None:
        raise Http404
    if row.proposed_by_id != actor.pk or actor.read_only:
        raise PermissionDenied
    if row.state != ItemState.PROPOSED:
        raise ValidationError("Über diesen Vorschlag ist schon entschieden.")
    row.delete()


def next_meeting(meeting: Meeting) -> Meeting | None:
    """The meeting of the same body that follows, if one is planned."""
    rows = Meeting.objects.filter(
        body=meeting.body_id, state__in=MOVABLE, starts_at__gt=meeting.starts_at
    ).order_by("starts_at", "pk")
    return rows.first()


@transaction.atomic
def postpone(*, actor: User, item: AgendaItem) -> AgendaItem:
    """Move an item with its papers to the end of the next meeting's agenda, or into the backlog where none is planned.

    Raises ValidationError where the meeting has come to it, or the standing item is there already.
    """
    row = lock_item(actor, item)
    meeting = row.meeting
    if meeting is None:
        raise Http404
    check_not_called(row)
    check_not_recorded(row)
    target = next_meeting(meeting)
    if target is not None:
        target = lock_agenda(actor, target.pk)
        if row.source and AgendaItem.objects.filter(meeting=target, source=row.source).exists():
            raise ValidationError(f"„{row}“ steht auch auf der Tagesordnung der nächsten Sitzung.")
    elif row.key == APPROVAL:
        raise ValidationError("Die Genehmigung kommt von selbst auf die nächste Sitzung, die geplant wird.")
    row.version += 1
    row.meeting, row.position = None, 0
    if target is None:
        row.save()
    else:
        append(target, row)
        if row.key == APPROVAL:
            place(target, [row, *(one for one in rows_of(target) if one.pk != row.pk)])
    place(meeting, rows_of(meeting))
    return row


@transaction.atomic
def carry_over(*, actor: User, item: AgendaItem) -> AgendaItem:
    """Bring what a meeting did not come to before the next one, or into the backlog: as a copy with its papers.

    The agenda of the meeting that was held stays as it was. Raises ValidationError for an item that was called, or
    carried over already.
    """
    seen: AgendaItem = get_editable(AgendaItem.objects.filter(meeting__isnull=False), actor, pk=item.pk)
    meeting: Meeting = get_editable(Meeting.objects, actor, lock=True, pk=seen.meeting_id)
    check_not_called(seen)
    if not may_carry_over(meeting, seen):
        raise ValidationError(TAKEN)
    target = next_meeting(meeting)
    copy = AgendaItem(
        body_id=seen.body_id,
        source=f"item:{seen.pk}",
        proposed_by=seen.proposed_by,
        proposed_for=seen.proposed_for,
    )
    fill(copy, ItemData(**stored_item(seen)))
    if target is not None:
        append(lock_agenda(actor, target.pk), copy)
    else:
        copy.save()
    copy_papers(actor, seen, copy)
    return copy


def may_carry_over(meeting: Meeting, item: AgendaItem) -> bool:
    """Whether a meeting is over without having come to the item, and nobody has carried it over yet.

    Standing items and approvals stand on the next agenda anyway.
    """
    return (
        meeting.state == MeetingState.HELD
        and item.started_at is None
        and not item.key
        and not item.source.startswith("standing:")
        and not AgendaItem.objects.filter(source=f"item:{item.pk}").exists()
    )


@transaction.atomic
def take_suggestion(*, actor: User, meeting: Meeting, source: str) -> AgendaItem:
    """Make an item of what another room suggests; raises ValidationError where it is not offered (any more)."""
    seen = get_editable(Meeting.objects, actor, pk=meeting.pk)
    # The body before the meeting: two people could take the same one up for two meetings.
    Body.objects.select_for_update(no_key=True).get(pk=seen.body_id)
    owner = lock_agenda(actor, seen.pk)
    found = {one.source: one for one in suggestions(actor, owner)}.get(source)
    if found is None:
        raise ValidationError(TAKEN)
    data = plain_data(
        title=found.title, orientation=found.orientation, description=found.description, kind=found.kind
    )
    row = AgendaItem(body_id=owner.body_id, source=source)
    fill(row, data)
    append(owner, row)
    return row

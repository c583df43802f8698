"""One meeting of the demo, as far as its row says: invited, running, or held with its minutes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from cooperations.models import Partner
from governance.models import AgendaItem, Body, Invitation, Meeting
from governance.selectors.agenda import snapshot_content
from governance.selectors.invitations import seen_mark
from governance.services.actions import ActionData, Origin, create_action
from governance.services.agenda import ItemData, add_item, answer_questions
from governance.services.answers import answer_invitation
from governance.services.attendance import mark_rest_present
from governance.services.ballots import cast_vote, close_ballot, open_ballot
from governance.services.conduct import call_item, close_item, close_meeting, open_meeting
from governance.services.invitations import invite
from governance.services.meetings import MeetingData, create_meeting
from governance.services.minutes import approve_minutes, send_minutes
from governance.services.recording import write_record
from ikz.accounts.models import User
from workspace.examples.moments import as_of, in_days

Row = dict[str, Any]
APPROVAL = "approval"
REFLECTION = "reflection"
LASTED = timedelta(minutes=75)


@dataclass(frozen=True)
class Case:
    """Who acts in a cooperation; partners and their staff by official key."""

    coordinator: User
    partners: dict[str, Partner]
    staff: dict[str, User]


def load_meeting(case: Case, body: Body, row: Row) -> None:
    """Enter one meeting with all that has happened to it by now."""
    starts_at = _beginning(row)
    invited_at = (
        starts_at - timedelta(days=row["invited_days_before"])
        if row["invited_days_before"]
        else timezone.now()
    )
    with as_of(invited_at):
        meeting = _invited(case, body, row, starts_at)
    for ags, reply in row.get("replies", {}).items():
        invitation = Invitation.objects.get(
            meeting=meeting, member__seat__partner__municipality__ags=ags, member__is_deputy=False
        )
        answer_invitation(actor=case.staff[ags], invitation=invitation, reply=reply)
    if row["state"] == "running":
        with as_of(starts_at):
            _begin(case, meeting)
    if row["state"] == "held":
        with as_of(starts_at):
            _hold(case, meeting, row)
        with as_of(starts_at + timedelta(days=row["minutes_sent_days_after"])):
            send_minutes(actor=case.coordinator, meeting=meeting)


def _beginning(row: Row) -> datetime:
    if "minutes_from_now" in row:
        now = timezone.now().replace(second=0, microsecond=0)
        return now + timedelta(minutes=row["minutes_from_now"])
    return in_days(row["in_days"])


def _invited(case: Case, body: Body, row: Row, starts_at: datetime) -> Meeting:
    public = row.get("public", False)
    data = MeetingData(
        title=row["title"],
        purpose=row["purpose"],
        starts_at=starts_at,
        minutes=90,
        place=body.place or "Kreisverwaltung Kusel",
        link="",
        is_public=public,
    )
    meeting = create_meeting(actor=case.coordinator, body=body, data=data)
    for item in row["items"]:
        motion = item.get("motion", "")
        data_of_item = ItemData(
            title=item["title"],
            kind="resolution" if motion else "consultation",
            orientation="development",
            minutes=15,
            motion=motion,
            presenter="Koordination",
            is_public=public,
        )
        add_item(actor=case.coordinator, meeting=meeting, data=data_of_item)
    seen = seen_mark(snapshot_content(Meeting.objects.get(pk=meeting.pk)))
    return invite(actor=case.coordinator, meeting=meeting, seen=seen)


def _begin(case: Case, meeting: Meeting) -> None:
    """Open it, and decide on the minutes of the meeting before as the first item."""
    open_meeting(actor=case.coordinator, meeting=meeting)
    mark_rest_present(actor=case.coordinator, meeting=meeting)
    items = list(AgendaItem.objects.filter(meeting=meeting).order_by("position"))
    if items[0].key == APPROVAL:
        yes = dict.fromkeys(case.partners, "yes")
        _decide(case, items[0], items[0].motion, yes)
        earlier = Meeting.objects.get(minutes_of__pk=int(items[0].source.partition(":")[2]))
        approve_minutes(actor=case.coordinator, meeting=earlier, item=items[0])
        call_item(actor=case.coordinator, item=items[1])


def _hold(case: Case, meeting: Meeting, row: Row) -> None:
    open_meeting(actor=case.coordinator, meeting=meeting)
    mark_rest_present(actor=case.coordinator, meeting=meeting)
    items = list(AgendaItem.objects.filter(meeting=meeting).order_by("position"))
    told = {item["title"]: item for item in row["items"]}
    standing = [item for item in items if item.title not in told]
    _speak(case, standing, row.get("records", ()), row.get("reflection", {}))
    for item in items:
        if item.title in told:
            _deal_with(case, item, told[item.title])
    with as_of(timezone.now() + LASTED):
        close_meeting(actor=case.coordinator, meeting=meeting)


def _speak(case: Case, items: list[AgendaItem], records: Sequence[str], reflection: dict[str, str]) -> None:
    for item, text in zip(items, records, strict=False):
        call_item(actor=case.coordinator, item=item)
        write_record(actor=case.coordinator, item=item, text=text, expected_version=1)
        if item.key == REFLECTION and reflection:
            answer_questions(
                actor=case.coordinator, item=item, answers=reflection, expected_version=item.version
            )
        close_item(actor=case.coordinator, item=item)


def _deal_with(case: Case, item: AgendaItem, row: Row) -> None:
    if "votes" in row:
        _decide(case, item, row["motion"], row["votes"])
    else:
        call_item(actor=case.coordinator, item=item)
    write_record(actor=case.coordinator, item=item, text=row.get("record", ""), expected_version=1)
    if action := row.get("action"):
        create_action(
            actor=case.coordinator,
            cooperation=item.body.cooperation,
            data=ActionData(
                title=action["title"],
                partner=case.partners[action["partner"]].pk,
                function=action["function"],
                due_on=timezone.localdate() + timedelta(days=action["due_days_after"]),
            ),
            origin=Origin(item=item),
        )


def _decide(case: Case, item: AgendaItem, motion: str, votes: dict[str, str]) -> None:
    call_item(actor=case.coordinator, item=item)
    ballot = open_ballot(actor=case.coordinator, item=item, motion=motion, kind="open")
    for ags, choice in votes.items():
        cast_vote(actor=case.staff[ags], ballot=ballot, partner=case.partners[ags].pk, choice=choice)
    close_ballot(actor=case.coordinator, ballot=ballot)

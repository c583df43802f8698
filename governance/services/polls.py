"""Finding a date: the coordination asks, members answer, one of the dates becomes a draft meeting."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from governance.models import Body, DatePoll, Meeting, Member, PollAnswer, PollChoice, PollOption
from governance.poll_mails import ask_members, stop_asking
from governance.selectors.polls import is_late
from governance.services.bodies import working_body
from governance.services.first_items import place_approvals
from governance.services.meetings import FURTHEST, NO_PURPOSE, MeetingData, add_draft
from ikz.access.querysets import get_editable, get_visible
from ikz.accounts.models import User
from ikz.ui.formatting import de_date
from municipalities.querysets import valid_today

FEWEST, MOST = 2, 12


@dataclass(frozen=True, kw_only=True)
class PollData:
    """What is asked: a meeting, and the dates to choose from."""

    title: str
    purpose: str
    minutes: int
    place: str
    answer_until: date
    options: Sequence[datetime]


@transaction.atomic
def create_poll(*, actor: User, body: Body, data: PollData) -> DatePoll:
    """Ask the members of a body for dates, by mail as well; raises ValidationError by field."""
    row = DatePoll(
        body=working_body(actor, body),
        title=data.title.strip(),
        purpose=data.purpose.strip(),
        minutes=data.minutes,
        place=data.place.strip(),
        answer_until=data.answer_until,
    )
    options = sorted(set(data.options))
    errors = {}
    if not row.purpose:
        errors["purpose"] = NO_PURPOSE
    if not FEWEST <= len(options) <= MOST:
        errors["options"] = f"Bitte nennen Sie {FEWEST} bis {MOST} Termine zur Wahl."
    elif options[0] <= timezone.now():
        errors["options"] = "Ein Termin liegt in der Vergangenheit."
    elif options[-1] > timezone.now() + FURTHEST:
        errors["options"] = "Bitte prüfen Sie die Jahre."
    if not errors and not timezone.localdate() <= row.answer_until <= timezone.localdate(options[0]):
        errors["answer_until"] = "Geantwortet wird ab heute und bis zum ersten Termin."
    # The members are told by mail: a second click must not ask them a second time.
    asked = {
        one.starts_at
        for one in PollOption.objects.filter(poll__body=row.body, poll__title=row.title, poll__closed_at=None)
    }
    if not errors and asked & set(options):
        errors["options"] = "Nach diesen Terminen fragt schon eine offene Umfrage dieses Namens."
    if errors:
        raise ValidationError(errors)
    row.full_clean()
    row.save()
    PollOption.objects.bulk_create(PollOption(poll=row, starts_at=moment) for moment in options)
    ask_members(row)
    return row


@transaction.atomic
def answer_poll(*, actor: User, poll: DatePoll, member: Member, choices: Mapping[int, str]) -> None:
    """Store a member's answers by key of the option: the member's own, or entered by the coordination.

    After the last day only the coordination enters answers. Raises PermissionDenied for somebody else's,
    ValidationError where the poll is closed, the last day has passed or a choice is unknown.
    """
    row: DatePoll = get_visible(DatePoll.objects, actor, pk=poll.pk)
    DatePoll.objects.select_for_update().get(pk=row.pk)
    who: Member = get_visible(
        Member.objects.filter(valid_today(), seat__body=row.body_id), actor, pk=member.pk
    )
    edits = DatePoll.objects.editable_by(actor).filter(pk=row.pk).exists()
    if actor.read_only or (who.user_id != actor.pk and not edits):
        raise PermissionDenied
    _check_open(row)
    if not edits and is_late(row):
        raise ValidationError(
            f"Die Frist für Antworten endete am {de_date(row.answer_until)}. Bitte wenden Sie sich an die Koordination."
        )
    options = {option.pk: option for option in row.options.all()}
    if not choices.keys() <= options.keys() or not set(choices.values()) <= set(PollChoice.values):
        raise ValidationError("Bitte wählen Sie zu jedem Termin eine der Antworten.")
    PollAnswer.objects.bulk_create(
        [PollAnswer(option=options[pk], member=who, choice=choice) for pk, choice in choices.items()],
        update_conflicts=True,
        unique_fields=["option", "member"],
        update_fields=["choice", "answered_at"],
    )


@transaction.atomic
def choose_date(*, actor: User, poll: DatePoll, option: PollOption) -> Meeting:
    """End a poll with one of its dates: the draft of a meeting, by the coordination."""
    row = _locked(actor, poll)
    _check_open(row)
    chosen = row.options.filter(pk=option.pk).first()
    if chosen is None:
        raise ValidationError("Dieser Termin steht nicht zur Wahl.")
    data = MeetingData(
        title=row.title,
        purpose=row.purpose,
        starts_at=chosen.starts_at,
        minutes=row.minutes,
        place=row.place,
        link="",
        is_public=row.body.is_public,
    )
    row.meeting = add_draft(actor, row.body, data)
    place_approvals(row.body)
    row.closed_at = timezone.now()
    row.save()
    stop_asking(row)
    return row.meeting


@transaction.atomic
def close_poll(*, actor: User, poll: DatePoll) -> DatePoll:
    """End a poll without a meeting, by the coordination."""
    row = _locked(actor, poll)
    _check_open(row)
    row.closed_at = timezone.now()
    row.save()
    stop_asking(row)
    return row


def _locked(actor: User, poll: DatePoll) -> DatePoll:
    seen: DatePoll = get_editable(DatePoll.objects, actor, pk=poll.pk)
    body = working_body(actor, seen.body)
    row: DatePoll = get_editable(DatePoll.objects, actor, lock=True, pk=poll.pk)
    row.body = body
    return row


def _check_open(poll: DatePoll) -> None:
    if poll.closed_at is not None:
        raise ValidationError("Diese Umfrage ist beendet.")

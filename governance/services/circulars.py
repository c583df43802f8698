"""Circular resolutions: a vote by writing, outside meetings, with a deadline."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from governance.gates import get_led
from governance.models import Ballot, Body
from governance.services.ballots import new_ballot
from governance.services.circular_mails import tell_opening
from governance.services.closing import finish
from ikz.accounts.models import User

LONGEST_DAYS = 90


@dataclass(frozen=True, kw_only=True)
class CircularData:
    """What is put to the vote; ``until`` is the last day on which votes count."""

    title: str
    motion: str
    until: date | None
    reason: str = ""
    kind: str = "open"


@transaction.atomic
def open_circular(*, actor: User, body: Body, data: CircularData) -> Ballot:
    """Put a motion to the members of a body and write to them, by those who lead it; ValidationError by field."""
    row: Body = get_led(Body.objects, actor, lock=True, pk=body.pk)
    if row.dissolved_on:
        raise ValidationError({"body": "Dieses Gremium ist aufgelöst."})
    errors = _errors(data)
    try:
        ballot = new_ballot(actor, row, title=data.title.strip(), motion=data.motion, kind=data.kind)
    except ValidationError as error:
        if not hasattr(error, "error_dict"):
            raise
        raise ValidationError({**errors, **error.message_dict}) from error
    if errors or data.until is None:
        raise ValidationError(errors)
    ballot.reason = "\n".join(data.reason.strip().splitlines())
    ballot.closes_at = timezone.make_aware(datetime.combine(data.until, time.max.replace(microsecond=0)))
    ballot.full_clean(exclude=["body", "electorate", "counts"], validate_constraints=False)
    ballot.save()
    tell_opening(ballot)
    return ballot


def close_due_circulars(moment: datetime | None = None) -> int:
    """Count the circulars whose deadline has passed, each in a transaction of its own; return how many.

    Run often by nobody in particular; twice or in parallel counts nothing twice.
    """
    now = moment or timezone.now()
    late = Ballot.objects.filter(meeting=None, closed_at=None, closes_at__lte=now).order_by("closes_at")
    return sum(_close(pk, now) for pk in list(late.values_list("pk", flat=True)))


@transaction.atomic
def _close(pk: int, moment: datetime) -> bool:
    rows = Ballot.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk, closed_at=None)
    row = rows.select_related("body__cooperation").first()
    if row is None:
        return False
    finish(row, moment)
    return True


def _errors(data: CircularData) -> dict[str, str]:
    errors = {}
    if not data.title.strip():
        errors["title"] = "Bitte nennen Sie den Gegenstand."
    today = timezone.localdate()
    if data.until is None:
        errors["until"] = "Bitte nennen Sie den letzten Tag, an dem Stimmen zählen."
    elif data.until <= today:
        errors["until"] = "Bitte lassen Sie mindestens bis morgen Zeit."
    elif data.until > today + timedelta(days=LONGEST_DAYS):
        errors["until"] = f"Die Frist ist zu lang: höchstens {LONGEST_DAYS} Tage."
    return errors

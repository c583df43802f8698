"""Reminders of deadlines: six, three and one month before, each stage once, to everybody who takes part."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from agreements.deadlines import Deadline, due_stage
from agreements.models import Agreement
from agreements.path import State
from agreements.selectors.deadlines import standing_version, version_deadlines
from cooperations.models import Coordinator
from cooperations.selectors.addressees import addressees
from ikz.jobs.apart import each_apart
from ikz.jobs.models import JobState
from ikz.notifications.models import OutgoingMail
from ikz.notifications.services import enqueue_mail, withdraw_mails
from ikz.ui.formatting import de_date

_STANDING = (State.IN_FORCE.value, State.TERMINATED.value, State.EXPIRED.value)


def remind_of_deadlines(today: date | None = None) -> int:
    """Put what is due today into the outbox and take back what does not hold any more; return how many were new.

    Safe to run twice and in parallel: every mail has a key of agreement, deadline, day, stage and receiver. A day that
    moved is another deadline. An agreement that cannot be reminded of is logged and keeps nobody else's mail back.
    """
    day = today or timezone.localdate()
    rows = Agreement.objects.filter(versions__state__in=_STANDING).order_by("pk").distinct()
    return each_apart(
        list(rows.values_list("pk", flat=True)),
        lambda pk: _remind(pk, day),
        failure="agreement %s could not be reminded of",
    )


@transaction.atomic
def _remind(pk: int, today: date) -> int:
    # The lock that every step of a version takes: whoever comes second sees what the first one did.
    agreement = Agreement.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
    version = standing_version(agreement)
    due = [one for one in version_deadlines(version, today) if one.reminds] if version else []
    _withdraw_others(pk, due)
    return sum(_send(agreement, one, today) for one in due)


def _send(agreement: Agreement, deadline: Deadline, today: date) -> int:
    stage = due_stage(deadline.day, today)
    if stage is None:
        return 0
    prefix = f"{_prefix(agreement.pk, deadline)}{stage}:"
    found = _unreminded(prefix, _receivers(agreement))
    for key, email in found.items():
        enqueue_mail(
            dedupe_key=key,
            to=email,
            template="agreement_deadline",
            context={
                "title": agreement.title,
                "cooperation": agreement.cooperation.title,
                "what": deadline.title,
                "day": de_date(deadline.day),
                "how": deadline.how,
                "source": deadline.source,
                "path": f"/vereinbarungen/{agreement.pk}/fristen/",
            },
        )
    return len(found)


def _unreminded(prefix: str, emails: Iterable[str]) -> dict[str, str]:
    """The addresses to write to in a stage, by the key of the mail.

    One mail per stage is the promise, also to those who join later. What was taken back before it left is no mail:
    where its day holds again, as after an end that was taken back, it goes out under another key.
    """
    rows = OutgoingMail.objects.filter(dedupe_key__startswith=prefix).values_list("dedupe_key", "state")
    states: dict[str, list[str]] = defaultdict(list)
    for key, state in rows:
        states[key.removeprefix(prefix).partition(":")[0]].append(state)
    found = {}
    for email in emails:
        # The key outlives the mail's address, which goes with the time.
        name = sha256(email.encode()).hexdigest()[:32]
        before = states.get(name, [])
        if not states or (before and set(before) == {JobState.WITHDRAWN}):
            found[f"{prefix}{name}{f':{len(before)}' if before else ''}"] = email
    return found


def _receivers(agreement: Agreement) -> Iterable[str]:
    """The coordination and the staff of the partners, else their offices; each address once."""
    coordinators = Coordinator.objects.filter(cooperation=agreement.cooperation_id).select_related("user")
    found = {row.user.email for row in coordinators.order_by("user_id") if row.user.is_valid_today}
    partners = agreement.cooperation.partners.confirmed().select_related("municipality")
    for one in addressees([row.municipality for row in partners]):
        found |= {user.email for user in one.staff} or ({one.office_email} if one.office_email else set())
    return sorted(found)


@transaction.atomic
def withdraw_outdated(agreement: Agreement) -> int:
    """Take back what has not left yet about days that do not hold any more; return how many.

    Called where an agreement gets another end, so that nobody is reminded of the old one until the next day.
    """
    version = standing_version(agreement)
    due = [one for one in version_deadlines(version, timezone.localdate()) if one.reminds] if version else []
    return _withdraw_others(agreement.pk, due)


def _withdraw_others(pk: int, due: Iterable[Deadline]) -> int:
    keep = tuple(_prefix(pk, one) for one in due)
    waiting = OutgoingMail.objects.filter(
        dedupe_key__startswith=_agreement_prefix(pk), state__in=(JobState.QUEUED, JobState.RUNNING)
    )
    old = [key for key in waiting.values_list("dedupe_key", flat=True) if not key.startswith(keep)]
    return withdraw_mails(dedupe_keys=old) if old else 0


def _agreement_prefix(pk: int) -> str:
    return f"agreement-deadline:{pk}:"


def _prefix(pk: int, deadline: Deadline) -> str:
    return f"{_agreement_prefix(pk)}{deadline.kind.value}:{deadline.day.isoformat()}:"

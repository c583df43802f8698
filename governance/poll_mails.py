"""Members are told of a date poll once; when it has ended, nobody is asked any more."""

from django.utils import timezone

from governance.meeting_words import WEEKDAYS
from governance.models import DatePoll
from governance.selectors.people import members_on
from ikz.notifications.services import enqueue_mail, withdraw_mails
from ikz.ui.formatting import de_date, de_datetime


def ask_members(poll: DatePoll) -> int:
    """One mail to every regular member of today who can be reached; return how many."""
    body = poll.body
    moments = poll.options.values_list("starts_at", flat=True)
    context = {
        "title": poll.title,
        "purpose": poll.purpose,
        "minutes": poll.minutes,
        "body": body.title,
        "cooperation": body.cooperation.title,
        "until": de_date(poll.answer_until),
        "days": [f"{WEEKDAYS[timezone.localtime(one).weekday()]}, {de_datetime(one)}" for one in moments],
        "path": f"/kooperationen/{body.cooperation.slug}/sitzungen/umfragen/{poll.pk}/",
    }
    members = [
        member
        for member in members_on(body, timezone.localdate()).regular().representing()
        if member.user is None or member.user.is_valid_today
    ]
    for member in members:
        enqueue_mail(
            dedupe_key=f"{_prefix(poll)}{member.pk}",
            to=member.address,
            template="poll_opened",
            context=context | {"has_account": member.user is not None},
        )
    return len(members)


def stop_asking(poll: DatePoll) -> None:
    """Withdraw what has not left yet."""
    withdraw_mails(dedupe_prefix=_prefix(poll))


def _prefix(poll: DatePoll) -> str:
    return f"poll-opened:{poll.pk}:"

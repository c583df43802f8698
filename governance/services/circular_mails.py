"""What members are told about a circular: that it has begun, and how it ended. Each once."""

from django.utils import timezone

from governance.models import Ballot, Member
from ikz.notifications.services import enqueue_mail, withdraw_mails
from ikz.ui.formatting import de_date
from municipalities.querysets import valid_today


def tell_opening(ballot: Ballot) -> int:
    """Ask every regular member for the vote; return how many mails."""
    return _tell(ballot, "circular_opened", "opened")


def tell_result(ballot: Ballot) -> int:
    """Tell every regular member how it ended, and ask nobody any more."""
    withdraw_mails(dedupe_prefix=_prefix(ballot, "opened"))
    return _tell(ballot, "circular_result", "result")


def _tell(ballot: Ballot, template: str, occasion: str) -> int:
    body, resolution = ballot.body, getattr(ballot, "resolution", None)
    context = {
        "title": ballot.title,
        "motion": ballot.motion,
        "reason": ballot.reason,
        "body": body.title,
        "cooperation": body.cooperation.title,
        "until": de_date(timezone.localdate(ballot.closes_at)) if ballot.closes_at else "",
        "secret": ballot.kind == "secret",
        "summary": ballot.summary,
        "withdrawn_because": ballot.withdrawn_because,
        "reference": resolution.reference if resolution else "",
        "path": f"/kooperationen/{body.cooperation.slug}/umlauf/{ballot.pk}/",
    }
    members = list(_members(ballot))
    for member in members:
        enqueue_mail(
            dedupe_key=f"{_prefix(ballot, occasion)}{member.pk}",
            to=member.address,
            template=template,
            context=context | {"has_account": member.user is not None, "votes": member.seat.vote_weight > 0},
        )
    return len(members)


def _members(ballot: Ballot) -> list[Member]:
    rows = Member.objects.regular().representing()
    rows = rows.filter(valid_today(), valid_today("seat__"), seat__body=ballot.body_id)
    found = rows.select_related("user", "seat").order_by("pk")
    return [row for row in found if row.user is None or row.user.is_valid_today]


def _prefix(ballot: Ballot, occasion: str) -> str:
    return f"circular-{occasion}:{ballot.pk}:"

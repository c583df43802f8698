"""What will happen when a person is replaced by a function, said before it does."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from cooperations.models import Coordinator
from governance.models import Member
from ikz.accounts.models import User
from ikz.accounts.services.replacements import known_addresses
from municipalities.models import Mandate, Membership
from steckbriefe.models import Edition
from workspace.redaction.texts import Found, found


@dataclass(frozen=True)
class Outlook:
    """Everything that ends, and where the names stand."""

    memberships: list[str]
    mandates: list[str]
    coordinations: list[str]
    seats: list[str]
    places: list[Found]
    published: list[str]


def outlook(user: User, names: Sequence[str]) -> Outlook:
    """What is held today; five queries, and one per kind of text where ``names`` are given."""
    running = Q(valid_until__isnull=True) | Q(valid_until__gte=timezone.localdate())
    memberships = Membership.objects.filter(running, user=user).select_related("municipality")
    mandates = Mandate.objects.filter(running, user=user).select_related("authority")
    coordinations = Coordinator.objects.filter(user=user).select_related("cooperation")
    seats = Member.objects.filter(running, user=user).select_related(
        "seat__partner__municipality", "seat__body"
    )
    return Outlook(
        memberships=[str(row.municipality) for row in memberships],
        mandates=[str(row.authority) for row in mandates],
        coordinations=[row.cooperation.title for row in coordinations],
        seats=[f"{row.seat.body}: {row.function}" for row in seats],
        places=found(names) if names else [],
        published=_published([*known_addresses(user), *names]),
    )


def outlook_without_account(email: str, names: Sequence[str]) -> Outlook:
    """The same for a person known by mail address or name only."""
    running = Q(valid_until__isnull=True) | Q(valid_until__gte=timezone.localdate())
    seats = Member.objects.filter(running, user=None, email__iexact=email).select_related("seat__body")
    return Outlook(
        memberships=[],
        mandates=[],
        coordinations=[],
        seats=[f"{row.seat.body}: {row.function}" for row in seats] if email else [],
        places=found(names) if names else [],
        published=_published([word for word in (email, *names) if word]),
    )


def _published(words: Sequence[str]) -> list[str]:
    """Public Steckbriefe that say one of the words: they are replaced by publishing anew, not by rewriting."""
    anywhere = Q(pk__in=[])
    for word in words:
        anywhere |= Q(said__icontains=word)
    rows = Edition.objects.published().annotate(said=Cast("snapshot", TextField())).filter(anywhere)
    return [row.title for row in rows.only("title")]


def suggested_function(user: User) -> str:
    """A function to begin with, from what the account did last."""
    if membership := Membership.objects.filter(user=user).order_by("-valid_from").first():
        return f"ehemals Mitarbeitende Schul-IT, {membership.municipality}"[:120]
    if mandate := Mandate.objects.filter(user=user).order_by("-valid_from").first():
        return f"ehemals Mitarbeitende der Aufsicht, {mandate.authority}"[:120]
    return "ehemals Administration" if user.is_administrator else "ehemals Konto"

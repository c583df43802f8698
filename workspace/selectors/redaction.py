"""What will happen when a person is replaced by a function, said before it does."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from cooperations.models import Coordinator
from governance.models import Member
from ikz.accounts.models import User
from municipalities.models import Mandate, Membership
from workspace.redaction.texts import Found, found


@dataclass(frozen=True)
class Outlook:
    """Everything that ends, and where the names stand."""

    memberships: list[str]
    mandates: list[str]
    coordinations: list[str]
    seats: list[str]
    places: list[Found]


def outlook(user: User, names: Sequence[str]) -> Outlook:
    """What is held today; four queries, and two per kind of text where ``names`` are given."""
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
    )


def suggested_function(user: User) -> str:
    """A function to begin with, from what the account did last."""
    if membership := Membership.objects.filter(user=user).order_by("-valid_from").first():
        return f"ehemals Mitarbeitende Schul-IT, {membership.municipality}"[:120]
    if mandate := Mandate.objects.filter(user=user).order_by("-valid_from").first():
        return f"ehemals Mitarbeitende der Aufsicht, {mandate.authority}"[:120]
    return "ehemals Administration" if user.is_administrator else "ehemals Konto"

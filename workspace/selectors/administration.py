"""What the administration reads: accounts with their roles, periods, invitations. Empty for everybody else."""

from django.db.models import (
    Case,
    CharField,
    Exists,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    TextChoices,
    Value,
    When,
)
from django.utils import timezone

from ikz.accounts.models import Invitation, User
from municipalities.models import Mandate, Membership
from municipalities.querysets import MandateQuerySet, MembershipQuerySet


class AccountState(TextChoices):
    """How an account stands today."""

    ACTIVE = "active", "aktiv"
    INVITED = "invited", "eingeladen"
    EXPIRED = "expired", "abgelaufen"
    LOCKED = "locked", "gesperrt"


class AccountRole(TextChoices):
    """What an account may do today."""

    STAFF = "staff", "Kommune"
    SUPERVISION = "supervision", "Kommunalaufsicht"
    ADMINISTRATION = "administration", "Administration"
    NONE = "none", "ohne Aufgabe"


def accounts(viewer: User) -> "QuerySet[User]":
    """Accounts with ``state``, and the memberships and mandates of today in two further queries."""
    if not (viewer.is_valid_today and viewer.is_administrator):
        return User.objects.none()
    works: QuerySet[Membership] = Membership.objects.visible_to(viewer).current()
    supervises: QuerySet[Mandate] = Mandate.objects.visible_to(viewer).current()
    waiting = Invitation.objects.open().filter(user=OuterRef("pk"))
    state = Case(
        When(Exists(waiting), then=Value(AccountState.INVITED)),
        When(is_active=False, then=Value(AccountState.LOCKED)),
        When(expires_on__lt=timezone.localdate(), then=Value(AccountState.EXPIRED)),
        default=Value(AccountState.ACTIVE),
        output_field=CharField(),
    )
    return (
        User.objects.annotate(
            state=state,
            works=Exists(works.filter(user=OuterRef("pk"))),
            supervises=Exists(supervises.filter(user=OuterRef("pk"))),
        )
        .prefetch_related(
            Prefetch("memberships", works.select_related("municipality"), to_attr="current_memberships"),
            Prefetch("mandates", supervises.select_related("authority"), to_attr="current_mandates"),
        )
        .order_by("email")
    )


def with_role(rows: "QuerySet[User]", role: str) -> "QuerySet[User]":
    """Narrow :func:`accounts` to one role."""
    return rows.filter(
        {
            AccountRole.STAFF: Q(works=True),
            AccountRole.SUPERVISION: Q(supervises=True),
            AccountRole.ADMINISTRATION: Q(is_administrator=True),
            AccountRole.NONE: Q(works=False, supervises=False, is_administrator=False),
        }[AccountRole(role)]
    )


def invitations(viewer: User) -> "QuerySet[Invitation]":
    """Invitations that nobody accepted or withdrew; expired ones are among them."""
    if not (viewer.is_valid_today and viewer.is_administrator):
        return Invitation.objects.none()
    return Invitation.objects.open().select_related("user", "created_by").order_by("expires_at", "pk")


def in_state(rows: "QuerySet[User]", state: AccountState) -> "QuerySet[User]":
    """Narrow :func:`accounts` to one state."""
    return rows.filter(Q(("state", state)))


def memberships(viewer: User) -> MembershipQuerySet[Membership]:
    """Memberships of everybody, by municipality."""
    rows = Membership.objects.visible_to(viewer).select_related("user", "municipality")
    return rows.order_by("municipality__folded_name", "user__email", "-valid_from", "pk")


def mandates(viewer: User) -> MandateQuerySet[Mandate]:
    """Mandates of everybody, those that end first on top."""
    rows = Mandate.objects.visible_to(viewer).select_related("user", "authority")
    return rows.order_by("-valid_until", "authority__name", "pk")

"""Who takes part: invitation, answer, lead, figures, coordination. Grants follow in the same transaction."""

from collections.abc import Callable, Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from cooperations import grants
from cooperations.models import PRESENT, Cooperation, Coordinator, Partner, PartnerRole, PartnerStatus
from cooperations.services.invitations import announce_invitation, withdraw_announcement
from ikz.access.conflicts import EditConflict
from ikz.access.querysets import get_editable
from ikz.accounts.models import User
from municipalities.models import Kind, Membership, Municipality

# Tells the people of an invited municipality.
Announce = Callable[[Partner], None]


def enter_partners(
    *,
    actor: User,
    cooperation: Cooperation,
    lead: Municipality,
    partners: Iterable[Municipality],
    announce: Announce = announce_invitation,
) -> None:
    """Enter the first partners of a new cooperation; the actor's own municipalities are confirmed at once."""
    own = set(Municipality.objects.represented_by(actor).values_list("pk", flat=True))
    rows = list(partners)
    ids = [row.pk for row in rows]
    if len(ids) != len(set(ids)):
        raise ValidationError({"partners": "Jede Kommune kann nur einmal Partner sein."})
    if lead.pk not in ids:
        raise ValidationError({"lead": "Die Federführung muss einer der Partner übernehmen."})
    if not own & set(ids):
        raise ValidationError({"partners": "Ihre eigene Kommune muss unter den Partnern sein."})
    for row in rows:
        role = PartnerRole.LEAD if row == lead else PartnerRole.PARTNER
        _enter(actor, cooperation, row, role=role, own=own, announce=announce)


def _enter(
    actor: User,
    cooperation: Cooperation,
    municipality: Municipality,
    *,
    role: str,
    own: set[int],
    announce: Announce = announce_invitation,
) -> Partner:
    if municipality.kind == Kind.LAND:
        raise ValidationError({"partners": f"{municipality}: Ein Land kann nicht Partner sein."})
    confirmed = municipality.pk in own
    partner = Partner(
        cooperation=cooperation,
        municipality=municipality,
        role=role,
        status=PartnerStatus.CONFIRMED if confirmed else PartnerStatus.INVITED,
        invited_by=actor,
        responded_by=actor if confirmed else None,
        responded_at=timezone.now() if confirmed else None,
    )
    partner.full_clean()
    partner.save()
    if not confirmed:
        announce(partner)
    return partner


@transaction.atomic
def add_partner(*, actor: User, cooperation: Cooperation, municipality: Municipality) -> Partner:
    """Invite a municipality; its staff see the cooperation at once and confirm or decline.

    A municipality that declined or left is asked again in its old row. Raises ValidationError
    (``municipality``) where it is a partner already.
    """
    row = get_editable(Cooperation.objects, actor, lock=True, pk=cooperation.pk)
    known = Partner.objects.filter(cooperation=row, municipality=municipality).first()
    if known and known.status in PRESENT:
        raise ValidationError({"municipality": f"{municipality} ist schon Partner."})
    own = set(Municipality.objects.represented_by(actor).values_list("pk", flat=True))
    if known is None:
        try:
            partner = _enter(actor, row, municipality, role=PartnerRole.PARTNER, own=own)
        except ValidationError as error:
            raise ValidationError({"municipality": error.messages}) from error
    else:
        partner = known
        partner.role, partner.status = PartnerRole.PARTNER, PartnerStatus.INVITED
        partner.invited_by, partner.invited_at = actor, timezone.now()
        partner.responded_by, partner.responded_at = None, None
        partner.full_clean()
        partner.save()
        announce_invitation(partner)
    grants.sync([row.pk])
    return partner


@transaction.atomic
def respond_to_invitation(*, actor: User, partner: Partner, accept: bool) -> Partner:
    """Confirm or decline for one's own municipality; raises ValidationError where that was done already."""
    row = _own_partner(actor, partner)
    if row.status != PartnerStatus.INVITED:
        raise ValidationError("Die Einladung ist schon beantwortet.")
    row.status = PartnerStatus.CONFIRMED if accept else PartnerStatus.DECLINED
    row.responded_by, row.responded_at = actor, timezone.now()
    row.save()
    withdraw_announcement(row)
    grants.sync([row.cooperation_id])
    return row


def _own_partner(actor: User, partner: Partner) -> Partner:
    """The partner row, locked, if ``actor`` works for its municipality; else 404 or 403."""
    if not Partner.objects.visible_to(actor).filter(pk=partner.pk).exists():
        raise Http404
    if actor.read_only:
        raise PermissionDenied
    # The cooperation first, as whoever changes partners does: two orders of locks would wait for each other.
    Cooperation.objects.select_for_update().get(pk=partner.cooperation_id)
    row = Partner.objects.filter(pk=partner.pk).represented_by(actor).select_for_update(of=("self",)).first()
    if row is None:
        raise PermissionDenied
    return row


@transaction.atomic
def update_figures(
    *,
    actor: User,
    partner: Partner,
    schools: int | None,
    pupils: int | None,
    seen: tuple[int | None, int | None] | None = None,
) -> Partner:
    """Store a partner's number of schools and pupils; by its own staff or the coordination.

    ``seen`` are the numbers (schools, pupils) the person had before them; where others are stored by now,
    EditConflict is raised and nothing written. Without ``seen`` the numbers are stored in any case.
    """
    row = Partner.objects.answerable_by(actor).filter(pk=partner.pk).select_for_update(of=("self",)).first()
    if row is None:
        if Partner.objects.visible_to(actor).filter(pk=partner.pk).exists():
            raise PermissionDenied
        raise Http404
    stored = (row.schools, row.pupils)
    if seen is not None and stored not in (seen, (schools, pupils)):
        raise EditConflict(current=row, submitted=(schools, pupils))
    row.schools, row.pupils = schools, pupils
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def change_lead(*, actor: User, partner: Partner) -> Partner:
    """Hand the lead to another confirmed partner."""
    cooperation = get_editable(Cooperation.objects, actor, lock=True, pk=partner.cooperation_id)
    row = Partner.objects.select_for_update().get(pk=partner.pk)
    if row.status != PartnerStatus.CONFIRMED:
        raise ValidationError("Die Federführung kann nur ein bestätigter Partner übernehmen.")
    Partner.objects.filter(cooperation=cooperation, role=PartnerRole.LEAD).update(role=PartnerRole.PARTNER)
    row.role = PartnerRole.LEAD
    row.save(update_fields=["role"])
    return row


@transaction.atomic
def remove_partner(*, actor: User, partner: Partner) -> Partner:
    """Let a partner leave, or take back an invitation; its answers and ratings stay in the record."""
    get_editable(Cooperation.objects, actor, lock=True, pk=partner.cooperation_id)
    row = Partner.objects.select_for_update().get(pk=partner.pk)
    if row.role == PartnerRole.LEAD:
        raise ValidationError("Übergeben Sie zuerst die Federführung an einen anderen Partner.")
    if row.status not in PRESENT:
        raise ValidationError(f"{row} nimmt nicht mehr teil.")
    if not _working_coordinators(row.cooperation_id, without=row.municipality_id).exists():
        raise ValidationError("Benennen Sie zuerst eine Koordination bei einem anderen Partner.")
    row.status = PartnerStatus.LEFT
    row.save(update_fields=["status"])
    withdraw_announcement(row)
    grants.sync([row.cooperation_id])
    return row


def _working_coordinators(cooperation_id: int, *, without: int | None = None) -> QuerySet[Coordinator]:
    """Coordinations that hold today: of people who work for a present partner, ``without`` one municipality."""
    works = Membership.objects.current().filter(
        municipality__partnerships__cooperation=cooperation_id,
        municipality__partnerships__status__in=PRESENT,
    )
    if without is not None:
        works = works.exclude(municipality=without)
    return Coordinator.objects.filter(
        Q(user__expires_on=None) | Q(user__expires_on__gte=timezone.localdate()),
        cooperation=cooperation_id,
        user__in=works.values("user_id"),
        user__is_active=True,
        user__read_only=False,
    )


@transaction.atomic
def appoint_coordinator(*, actor: User, cooperation: Cooperation, email: str) -> Coordinator:
    """Let a colleague of one of the partners coordinate too, found by e-mail address."""
    row = get_editable(Cooperation.objects, actor, lock=True, pk=cooperation.pk)
    user = User.objects.filter(email=email.strip().lower()).first()
    works_for_partner = (
        user is not None
        and Partner.objects.filter(cooperation=row, status=PartnerStatus.CONFIRMED)
        .represented_by(user)
        .exists()
    )
    if user is None or user.read_only or not works_for_partner:
        # One answer for both cases: nobody learns here which addresses have accounts.
        raise ValidationError(
            {"email": "Unter dieser Adresse arbeitet niemand für einen bestätigten Partner."}
        )
    coordinator = Coordinator(cooperation=row, user=user)
    coordinator.full_clean()
    coordinator.save()
    grants.sync([row.pk])
    return coordinator


@transaction.atomic
def dismiss_coordinator(*, actor: User, coordinator: Coordinator) -> None:
    """End somebody's coordination; the last one stays."""
    row = get_editable(Cooperation.objects, actor, lock=True, pk=coordinator.cooperation_id)
    if not _working_coordinators(row.pk).exclude(pk=coordinator.pk).exists():
        raise ValidationError("Eine Kooperation braucht mindestens eine Koordination.")
    coordinator.delete()
    grants.sync([row.pk])


@transaction.atomic
def end_coordinations(*, actor: User, user: User) -> list[int]:
    """End every coordination of an account that goes, for the administration; return the cooperations.

    Raises ValidationError where a cooperation would be left without anybody who coordinates it.
    """
    if not (actor.is_valid_today and actor.is_administrator):
        raise PermissionDenied
    rows = Coordinator.objects.filter(user=user)
    held = Cooperation.objects.filter(pk__in=rows.values("cooperation")).order_by("pk")
    cooperations = list(held.select_for_update(no_key=True))
    alone = [
        row.title for row in cooperations if not _working_coordinators(row.pk).exclude(user=user).exists()
    ]
    if alone:
        raise ValidationError(
            f"Ohne dieses Konto hätte niemand mehr die Koordination: {'; '.join(alone)}. Bitte lassen Sie dort "
            "zuerst eine andere Person die Koordination übernehmen (Kooperation, Partner, Koordination benennen)."
        )
    rows.delete()
    keys = [row.pk for row in cooperations]
    grants.sync(keys)
    return keys

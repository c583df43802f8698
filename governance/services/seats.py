"""Who sits in a body for which municipality: seats with their vote, and the members on them."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError, Q

from cooperations.models import Partner
from governance.models import Body, Member, Office, Seat
from governance.services.bodies import working_body
from ikz.access.querysets import get_editable
from ikz.accounts.models import User
from municipalities.models import Membership

HIGHEST_WEIGHT = 1000
IN_USE = (
    "Hierzu gibt es schon Einladungen, Anwesenheiten oder Stimmen. Bitte tragen Sie stattdessen das Ende ein: "
    "So bleibt nachvollziehbar, wer wann dabei war."
)


@dataclass(frozen=True, kw_only=True)
class SeatData:
    """A municipality with its vote, or without one (``label``) a place that advises; ``partner`` is a key."""

    partner: int | None
    label: str
    vote_weight: int
    valid_from: date
    valid_until: date | None = None


@dataclass(frozen=True, kw_only=True)
class MemberData:
    """A person by account (key) or address; ``function`` names the post."""

    user: int | None
    email: str
    function: str
    office: str
    is_deputy: bool
    valid_from: date
    valid_until: date | None = None


def stored_seat(row: Seat) -> dict[str, Any]:
    """What is stored, by the names of :class:`SeatData`."""
    return {item.name: getattr(row, item.name) for item in fields(SeatData)} | {"partner": row.partner_id}


def stored_member(row: Member) -> dict[str, Any]:
    """What is stored, by the names of :class:`MemberData`."""
    return {item.name: getattr(row, item.name) for item in fields(MemberData)} | {"user": row.user_id}


@transaction.atomic
def add_seat(*, actor: User, body: Body, data: SeatData) -> Seat:
    """Give a municipality or an advising place a seat; raises ValidationError by field."""
    row = Seat(body=working_body(actor, body))
    _fill_seat(row, data)
    row.save()
    return row


@transaction.atomic
def change_seat(*, actor: User, seat: Seat, data: SeatData) -> Seat:
    """Change weight or time of a seat; for whom it is stays. Raises ValidationError by field."""
    seen: Seat = get_editable(Seat.objects, actor, pk=seat.pk)
    working_body(actor, seen.body)
    row: Seat = get_editable(Seat.objects, actor, lock=True, pk=seat.pk)
    if (data.partner, data.label.strip()) != (row.partner_id, row.label):
        raise ValidationError({"partner": "Für wen ein Sitz ist, bleibt. Bitte legen Sie einen neuen an."})
    _fill_seat(row, data)
    row.save()
    return row


@transaction.atomic
def remove_seat(*, actor: User, seat: Seat) -> None:
    """Delete a seat entered by mistake, with its members; one in use is ended instead (ValidationError)."""
    seen: Seat = get_editable(Seat.objects, actor, pk=seat.pk)
    working_body(actor, seen.body)
    _delete(get_editable(Seat.objects, actor, lock=True, pk=seat.pk))


@transaction.atomic
def add_member(*, actor: User, seat: Seat, data: MemberData) -> Member:
    """Put a person on a seat; raises ValidationError by field."""
    seen: Seat = get_editable(Seat.objects, actor, pk=seat.pk)
    row = Member(seat=seen)
    row.seat.body = working_body(actor, seen.body)
    _fill_member(row, data)
    row.save()
    return row


@transaction.atomic
def change_member(*, actor: User, member: Member, data: MemberData) -> Member:
    """Change what is known about a member; raises ValidationError by field."""
    seen: Member = get_editable(Member.objects, actor, pk=member.pk)
    working_body(actor, seen.seat.body)
    row: Member = get_editable(Member.objects, actor, lock=True, pk=member.pk)
    _fill_member(row, data)
    row.save()
    return row


@transaction.atomic
def remove_member(*, actor: User, member: Member) -> None:
    """Delete a member entered by mistake; one that was invited already is ended instead (ValidationError)."""
    seen: Member = get_editable(Member.objects, actor, pk=member.pk)
    working_body(actor, seen.seat.body)
    _delete(get_editable(Member.objects, actor, lock=True, pk=member.pk))


def _delete(row: Seat | Member) -> None:
    try:
        with transaction.atomic():
            row.delete()
    except ProtectedError as error:
        raise ValidationError(IN_USE) from error


def _in_time(rows: Any, data: SeatData | MemberData) -> bool:
    """Whether one of the rows is valid on one of the days of the data."""
    meets = Q(valid_until__isnull=True) | Q(valid_until__gte=data.valid_from)
    if data.valid_until is not None:
        meets &= Q(valid_from__lte=data.valid_until)
    return bool(rows.filter(meets).exists())


def _check_time(data: SeatData | MemberData) -> None:
    if data.valid_until is not None and data.valid_until < data.valid_from:
        raise ValidationError({"valid_until": "Das Ende liegt vor dem Anfang."})


def _fill_seat(row: Seat, data: SeatData) -> None:
    label = data.label.strip()
    _check_time(data)
    if bool(data.partner) == bool(label):
        raise ValidationError(
            {"partner": "Bitte wählen Sie eine Kommune oder benennen Sie eine Stelle ohne Stimmrecht."}
        )
    if label and data.vote_weight:
        raise ValidationError({"vote_weight": "Eine Stimme hat nur, wer für eine Kommune im Gremium sitzt."})
    if data.vote_weight > HIGHEST_WEIGHT:
        raise ValidationError({"vote_weight": f"Bitte geben Sie höchstens {HIGHEST_WEIGHT} an."})
    partner = None
    if data.partner:
        partners = Partner.objects.filter(cooperation=row.body.cooperation_id, pk=data.partner)
        partner = (partners if row.partner_id == data.partner else partners.confirmed()).first()
        if partner is None:
            raise ValidationError(
                {"partner": "Bitte wählen Sie eine Kommune, die als Partner bestätigt ist."}
            )
        others = Seat.objects.filter(body=row.body, partner=partner).exclude(pk=row.pk)
        if _in_time(others, data):
            raise ValidationError({"partner": "Diese Kommune sitzt in dieser Zeit schon im Gremium."})
    row.partner, row.label, row.vote_weight = partner, label, data.vote_weight
    row.valid_from, row.valid_until = data.valid_from, data.valid_until
    row.full_clean(validate_constraints=False)


def _fill_member(row: Member, data: MemberData) -> None:
    email = data.email.strip()
    _check_time(data)
    if bool(data.user) == bool(email):
        raise ValidationError(
            {"user": "Bitte wählen Sie ein Konto oder geben Sie eine E-Mail-Adresse an, nicht beides."}
        )
    user = None
    if data.user:
        user = _account(row, data.user)
        others = Member.objects.filter(seat__body=row.seat.body, user=user).exclude(pk=row.pk)
        if _in_time(others.filter(seat=row.seat), data):
            raise ValidationError({"user": "Dieses Konto sitzt in dieser Zeit schon auf diesem Sitz."})
        if not data.is_deputy and _in_time(others.filter(is_deputy=False), data):
            raise ValidationError({"user": "Dieses Konto sitzt in dieser Zeit schon auf einem anderen Sitz."})
    else:
        # Whoever sits there twice would be invited twice.
        here = Member.objects.filter(seat=row.seat).exclude(pk=row.pk)
        if _in_time(here.filter(Q(email__iexact=email) | Q(user__email__iexact=email)), data):
            raise ValidationError({"email": "Diese Adresse sitzt in dieser Zeit schon auf diesem Sitz."})
    if data.is_deputy and data.office in (Office.CHAIR, Office.VICE_CHAIR):
        raise ValidationError({"office": "Den Vorsitz hat ein Mitglied, keine Stellvertretung."})
    if data.office == Office.CHAIR:
        chairs = Member.objects.filter(seat__body=row.seat.body, office=Office.CHAIR).exclude(pk=row.pk)
        if _in_time(chairs, data):
            raise ValidationError({"office": "Den Vorsitz hat in dieser Zeit schon jemand anderes."})
    row.user, row.email, row.function = user, email, data.function.strip()
    row.office, row.is_deputy = data.office, data.is_deputy
    row.valid_from, row.valid_until = data.valid_from, data.valid_until
    row.full_clean(validate_constraints=False)


def _account(row: Member, pk: int) -> User:
    """The account, which works for the seat's municipality today, or sat there before."""
    partner = row.seat.partner
    if row.user_id == pk and row.user is not None:
        return row.user
    places = (
        [partner.municipality_id]
        if partner is not None
        else row.seat.body.cooperation.partners.confirmed().values_list("municipality_id", flat=True)
    )
    found = (
        Membership.objects.current().filter(user=pk, municipality__in=places).select_related("user").first()
    )
    if found is None or not found.user.is_valid_today:
        raise ValidationError(
            {"user": f"Dieses Konto arbeitet zurzeit nicht für {partner or 'einen der Partner'}."}
        )
    return found.user

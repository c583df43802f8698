"""Calendar addresses: a secret link per device or program, shown once, revocable; also for accounts that only read."""

import hashlib
import secrets

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.utils import timezone

from governance.models import CalendarAddress
from ikz.accounts.models import User

MOST_ADDRESSES = 20
LABEL_LENGTH = 80


def digest_of(token: str) -> str:
    """What is stored of a token: it carries 256 random bits, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def create_calendar_address(*, actor: User, label: str) -> tuple[CalendarAddress, str]:
    """Make an address; its token is returned once and stored nowhere. At most 20 open ones per account."""
    owner = _lock(actor)
    label = " ".join(label.split())
    if not label:
        raise ValidationError({"label": "Bitte nennen Sie, wofür die Adresse ist."})
    if len(label) > LABEL_LENGTH:
        raise ValidationError({"label": f"Bitte höchstens {LABEL_LENGTH} Zeichen."})
    rows = CalendarAddress.objects.filter(user=owner, revoked_at=None)
    if rows.count() >= MOST_ADDRESSES:
        raise ValidationError(
            {"label": f"Sie haben schon {MOST_ADDRESSES} Adressen. Bitte widerrufen Sie zuerst eine davon."}
        )
    token = secrets.token_urlsafe(32)
    return CalendarAddress.objects.create(user=owner, label=label, digest=digest_of(token)), token


@transaction.atomic
def revoke_calendar_address(*, actor: User, address: CalendarAddress) -> None:
    """Let an address open nothing any more, at once."""
    owner = _lock(actor)
    revoked = CalendarAddress.objects.filter(user=owner, pk=address.pk, revoked_at=None).update(
        revoked_at=timezone.now()
    )
    if not revoked:
        raise Http404


@transaction.atomic
def reader_of(token: str) -> User | None:
    """The account whose calendar the token opens, noting the day; None for revoked ones and accounts that ended."""
    address = CalendarAddress.objects.filter(digest=digest_of(token), revoked_at=None)
    row = address.select_related("user").first()
    if row is None or not row.user.is_valid_today:
        return None
    today = timezone.localdate()
    if row.last_read_on != today:
        address.update(last_read_on=today)
    return row.user


def _lock(actor: User) -> User:
    owner = User.objects.select_for_update().get(pk=actor.pk)
    if not owner.is_valid_today:
        raise PermissionDenied
    return owner

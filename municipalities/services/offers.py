"""Offers of existing structures, and what their examination for a need came to."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from ikz.access.conflicts import EditConflict
from ikz.access.querysets import get_editable, get_visible
from ikz.accounts.models import User
from municipalities.catalog import LAENDER, task_areas
from municipalities.folding import fold
from municipalities.models import Kind, Municipality, Need, Offer, OfferReview
from municipalities.own import own_municipality

MOST_SERVED = 60


@dataclass(frozen=True)
class OfferData:
    """What a person enters about an offer; keys are those of the catalogs.

    An offer without ``land_keys`` and ``serves`` serves everybody.
    """

    name: str
    kind: str
    task_areas: Sequence[str]
    modules: str
    land_keys: Sequence[str] = ()
    serves: Sequence[Municipality] = ()
    conditions: str = ""
    contact_office: str = ""
    contact_email: str = ""
    website: str = ""
    source: str = ""


def stored_values(offer: Offer) -> dict[str, Any]:
    """What is stored, by the names of :class:`OfferData`."""
    values = {item.name: getattr(offer, item.name) for item in fields(OfferData) if item.name != "serves"}
    return values | {"serves": list(offer.serves.all())}


def _check(data: OfferData) -> None:
    errors = {}
    if not data.task_areas:
        errors["task_areas"] = "Bitte wählen Sie mindestens einen Aufgabenbereich."
    elif unknown := sorted(set(data.task_areas) - set(task_areas())):
        errors["task_areas"] = f"Unbekannte Auswahl: {', '.join(unknown)}."
    if unknown := sorted(set(data.land_keys) - set(LAENDER)):
        errors["land_keys"] = f"Unbekannte Auswahl: {', '.join(unknown)}."
    if len(data.serves) > MOST_SERVED:
        errors["serves"] = (
            f"Bitte nennen Sie höchstens {MOST_SERVED} Kommunen, lieber die Kreise, zu denen sie gehören."
        )
    elif laender := [str(row) for row in data.serves if row.kind == Kind.LAND]:
        errors["serves"] = f"{', '.join(laender)}: Bitte wählen Sie Länder in der Liste der Länder."
    if errors:
        raise ValidationError(errors)


def _fill(row: Offer, data: OfferData) -> None:
    _check(data)
    for item in fields(data):
        if item.name == "serves":
            continue
        value = getattr(data, item.name)
        if isinstance(value, str):
            # Browsers send line ends as CRLF: the same words must be the same text.
            setattr(row, item.name, value.replace("\r\n", "\n").strip())
        else:
            setattr(row, item.name, sorted(set(value)))
    row.name = " ".join(row.name.split())
    row.folded_name = fold(row.name)[:240]
    row.full_clean()


@transaction.atomic
def enter_offer(*, actor: User, data: OfferData, owner: Municipality | None = None) -> Offer:
    """Enter an offer that ``owner`` keeps up to date, or the administration where it is None.

    Raises PermissionDenied for those who do not work for ``owner``, ValidationError by field of ``data``.
    """
    if owner is not None:
        owner = own_municipality(actor, pk=owner.pk)
        if owner.is_dissolved:
            raise ValidationError(f"{owner} steht nicht mehr im amtlichen Verzeichnis.")
    elif not (actor.is_valid_today and actor.is_administrator) or actor.read_only:
        raise PermissionDenied
    row = Offer(owner=owner)
    _fill(row, data)
    row.save()
    row.serves.set(data.serves)
    return row


@transaction.atomic
def change_offer(*, actor: User, offer: Offer, data: OfferData, expected_version: int) -> Offer:
    """Store changed data; raises EditConflict when somebody saved in between, ValidationError by field."""
    row: Offer = get_editable(Offer.objects, actor, lock=True, pk=offer.pk)
    if row.version != expected_version:
        raise EditConflict(current=row, submitted=data)
    _fill(row, data)
    row.version += 1
    row.save()
    row.serves.set(data.serves)
    return row


@transaction.atomic
def withdraw_offer(*, actor: User, offer: Offer) -> Offer:
    """Mark an offer as no longer open to join; what was noted about it stays."""
    row: Offer = get_editable(Offer.objects, actor, lock=True, pk=offer.pk)
    if row.withdrawn_at is None:
        row.withdrawn_at = timezone.now()
        row.save(update_fields=["withdrawn_at", "updated_at"])
    return row


@transaction.atomic
def restore_offer(*, actor: User, offer: Offer) -> Offer:
    """Take the withdrawal back."""
    row: Offer = get_editable(Offer.objects, actor, lock=True, pk=offer.pk)
    if row.withdrawn_at is not None:
        row.withdrawn_at = None
        row.save(update_fields=["withdrawn_at", "updated_at"])
    return row


@transaction.atomic
def record_review(
    *, actor: User, need: Need, offer: Offer, outcome: str, note: str, expected_version: int
) -> OfferReview:
    """Note what the examination of an offer for a need came to; one note per need and offer.

    ``expected_version`` is the version the person saw, 0 where there was none. Raises EditConflict when
    somebody noted something else since (``current`` is a new review of version 0 where theirs was removed),
    ValidationError by field, and for a withdrawn offer that was not examined before.
    """
    # The need is locked: two first notes at once would otherwise meet in the constraint.
    locked: Need = get_editable(Need.objects, actor, lock=True, pk=need.pk)
    seen: Offer = get_visible(Offer.objects, actor, pk=offer.pk)
    row = OfferReview.objects.filter(need=locked, offer=seen).first()
    if row is None:
        if seen.withdrawn_at is not None:
            raise ValidationError("Dieses Angebot ist zurückgezogen. Eine neue Prüfung ist nicht möglich.")
        row = OfferReview(need=locked, offer=seen, version=0)
    text = note.replace("\r\n", "\n").strip()
    if row.version and (row.outcome, row.note) == (outcome, text):
        return row
    if row.version != expected_version:
        raise EditConflict(current=row, submitted=(outcome, text))
    row.outcome, row.note, row.version, row.reviewed_by = outcome, text, row.version + 1, actor
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def remove_review(*, actor: User, review: OfferReview, expected_version: int) -> None:
    """Take a note back; raises EditConflict when somebody changed it in between."""
    row: OfferReview = get_editable(OfferReview.objects, actor, lock=True, pk=review.pk)
    if row.version != expected_version:
        raise EditConflict(current=row, submitted=None)
    row.delete()

"""Agreements as a whole: begun from a cooperation, their frame changed, given up and taken up again."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from agreements.aids import facts_of
from agreements.drafting import filled, needed
from agreements.instruments import LABELS, instrument_of, instrument_of_form
from agreements.models import Agreement, Clause
from cooperations.catalog import models
from cooperations.models import Cooperation
from cooperations.selectors.relations import with_partners
from ikz.access.conflicts import EditConflict
from ikz.access.querysets import get_editable
from ikz.accounts.models import User
from municipalities.catalog import LAENDER

MOST = 50
DROPPED = "Diese Vereinbarung wird nicht weiterverfolgt. Nehmen Sie sie wieder auf, um daran zu arbeiten."
IN_FORCE = (
    "Eine Fassung dieser Vereinbarung ist in Kraft: Sie wird gekündigt oder aufgehoben, nicht aufgegeben."
)


@dataclass(frozen=True, kw_only=True)
class FrameData:
    """What an agreement is: title, forms of cooperation, and the Land whose law governs it."""

    title: str
    form_keys: Sequence[str]
    land: str


def stored_frame(row: Any) -> dict[str, Any]:
    """What is stored, by the names of :class:`FrameData`; also of a row of the history."""
    return {"title": row.title, "form_keys": list(row.form_keys), "land": row.land}


def check_forms(keys: Sequence[str]) -> None:
    """Raise ValidationError for no form, an unknown one, or forms that need different documents."""
    if not keys:
        raise ValidationError({"form_keys": "Bitte wählen Sie mindestens eine Form der Zusammenarbeit."})
    if set(keys) - set(models()):
        raise ValidationError({"form_keys": "Diese Form der Zusammenarbeit gibt es nicht."})
    if instrument_of(keys) is None:
        parts = ", ".join(f"{models()[key].label}: {LABELS[instrument_of_form(key)]}" for key in keys)
        raise ValidationError(
            {
                "form_keys": (
                    f"Diese Formen brauchen verschiedene Dokumente ({parts}). Wählen Sie nur Formen, die sich in einem "
                    "Dokument verbinden lassen, und legen Sie für die anderen ein eigenes an."
                )
            }
        )


@transaction.atomic
def create_agreement(
    *, actor: User, cooperation: Cooperation, data: FrameData, with_wording: bool = True
) -> Agreement:
    """Begin a draft with the clauses that the sources and the law of the Land ask for, in the document's order.

    ``with_wording`` puts the neutral beginnings in, filled with what the cooperation knows. Raises ValidationError by
    field.
    """
    get_editable(Cooperation.objects, actor, lock=True, pk=cooperation.pk)
    owner: Cooperation = get_editable(with_partners(Cooperation.objects.all()), actor, pk=cooperation.pk)
    if Agreement.objects.filter(cooperation=owner).count() >= MOST:
        raise ValidationError(f"Mehr als {MOST} Vereinbarungen sind in einer Kooperation nicht möglich.")
    row = Agreement(cooperation=owner, created_by=actor)
    _fill(row, data)
    # A second click is no second agreement.
    same = Agreement.objects.pursued().filter(cooperation=owner, title=row.title)
    if same.exists():
        raise ValidationError(
            {"title": "Eine Vereinbarung mit diesem Titel gibt es in dieser Kooperation schon."}
        )
    row.save()
    facts = {key: aid.text for key, aid in facts_of(actor, owner).items()} if with_wording else {}
    Clause.objects.bulk_create(
        Clause(
            agreement=row,
            key=one.kind.key,
            position=position,
            heading=one.kind.heading,
            text=filled(one.kind.wording, facts) if with_wording else "",
            updated_by=actor,
        )
        for position, one in enumerate(
            (one for one in needed(row.land, row.form_keys).values() if one.is_due), start=1
        )
    )
    return row


def _fill(row: Agreement, data: FrameData) -> None:
    check_forms(data.form_keys)
    if data.land not in LAENDER:
        raise ValidationError({"land": "Bitte wählen Sie ein Land."})
    row.title = " ".join(data.title.split())
    row.form_keys, row.land = [key for key in models() if key in data.form_keys], data.land
    row.full_clean(validate_constraints=False)


@transaction.atomic
def change_frame(*, actor: User, agreement: Agreement, data: FrameData, expected_version: int) -> Agreement:
    """Change title, forms or Land; the clauses stay, the check tells what is missing then.

    What an authority answered about another Land or another form holds no more. Raises EditConflict when somebody saved in between, ValidationError by field.
    """
    row = lock_draft(actor, agreement.pk)
    if row.version != expected_version:
        raise EditConflict(current=row, submitted=data)
    before = (row.land, row.form_keys)
    _fill(row, data)
    if (row.land, row.form_keys) != before:
        row.clarified_requirement, row.clarified_on, row.clarification = "", None, ""
    row.version += 1
    row.save()
    return row


def lock_draft(actor: User, pk: int) -> Agreement:
    """The agreement, locked, whose draft ``actor`` changes; ValidationError where it was given up."""
    row: Agreement = get_editable(Agreement.objects, actor, lock=True, pk=pk)
    if row.dropped_on is not None:
        raise ValidationError(DROPPED)
    return row


@transaction.atomic
def drop_agreement(*, actor: User, agreement: Agreement) -> Agreement:
    """Give an agreement up; nothing is deleted. Raises ValidationError where a version is in force."""
    row: Agreement = get_editable(Agreement.objects, actor, lock=True, pk=agreement.pk)
    if row.versions.filter(state="in_force").exists():
        raise ValidationError(IN_FORCE)
    if row.dropped_on is None:
        row.dropped_on = timezone.localdate()
        row.save(update_fields=["dropped_on", "updated_at"])
    return row


@transaction.atomic
def pursue_again(*, actor: User, agreement: Agreement) -> Agreement:
    """Take up an agreement that was given up."""
    row: Agreement = get_editable(Agreement.objects, actor, lock=True, pk=agreement.pk)
    if row.dropped_on is not None:
        row.dropped_on = None
        row.save(update_fields=["dropped_on", "updated_at"])
    return row

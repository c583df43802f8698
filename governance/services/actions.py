"""Action items: what is to be done after a meeting, by whom and until when. Without all three there is none."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.utils import timezone

from cooperations.models import Cooperation, Partner
from cooperations.selectors.addressees import staff_of
from governance.gates import get_led
from governance.models import ActionItem, ActionState, AgendaItem, Resolution
from ikz.access.conflicts import EditConflict
from ikz.access.querysets import get_editable, get_visible
from ikz.accounts.models import User
from ikz.notifications.models import OutgoingMail
from ikz.notifications.services import enqueue_mail, withdraw_mails
from ikz.ui.formatting import de_date

# Why an action item is not one without it: shown at the field.
REASONS = {
    "title": "Bitte schreiben Sie kurz, was zu tun ist.",
    "partner": "Bitte wählen Sie die verantwortliche Kommune. Eine Aufgabe aller wird leicht die Aufgabe von niemandem.",
    "function": "Bitte nennen Sie die zuständige Person oder Stelle, zum Beispiel „Leitung Schul-IT“.",
    "due_on": "Bitte nennen Sie den Tag, bis zu dem die Aufgabe erledigt ist. Ohne Termin bleibt sie liegen.",
}
FURTHEST_YEARS = 10
NOTE_LENGTH = 500


@dataclass(frozen=True, kw_only=True)
class ActionData:
    """What is entered; ``partner`` and ``person`` are primary keys."""

    title: str
    partner: int | None
    function: str
    due_on: date | None
    description: str = ""
    person: int | None = None


@dataclass(frozen=True, kw_only=True)
class ProgressData:
    """Whether it is done, with a word on it."""

    state: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Where an action item comes from: an agenda item, a resolution, or nothing but the cooperation."""

    item: AgendaItem | None = None
    resolution: Resolution | None = None


def stored_values(row: Any) -> dict[str, Any]:
    """What is stored, by the names of :class:`ActionData`; also of a row of the history."""
    return {
        item.name: getattr(row, f"{item.name}_id" if item.name in ("partner", "person") else item.name)
        for item in fields(ActionData)
    }


def stored_progress(row: Any) -> dict[str, Any]:
    """What is stored, by the names of :class:`ProgressData`; also of a row of the history."""
    return {"state": row.state, "note": row.note}


def earlier(row: ActionItem, version: int) -> Any:
    """The row as it was under an earlier version; None where the history does not have it."""
    return row.events.filter(version=version).order_by("-pgh_id").first()  # type: ignore[attr-defined]


@transaction.atomic
def create_action(
    *, actor: User, cooperation: Cooperation, data: ActionData, origin: Origin | None = None
) -> ActionItem:
    """Enter an action item, by the coordination; out of a meeting also by its chair or minute-taker.

    Raises ValidationError by field without municipality, person or post, and day.
    """
    item, resolution = (origin.item, origin.resolution) if origin else (None, None)
    row = ActionItem(cooperation=_owner(actor, cooperation, item))
    if item is not None:
        row.item, row.meeting, row.body = item, item.meeting, item.body
    if resolution is not None:
        found = get_visible(Resolution.objects.filter(cooperation=cooperation), actor, pk=resolution.pk)
        row.resolution, row.meeting, row.body = found, found.meeting, found.body
    _fill(row, data)
    row.save()
    return row


@transaction.atomic
def change_action(*, actor: User, action: ActionItem, data: ActionData, expected_version: int) -> ActionItem:
    """Store changed data, by the coordination; raises EditConflict, ValidationError by field."""
    row: ActionItem = get_editable(ActionItem.objects, actor, lock=True, pk=action.pk)
    if row.version != expected_version:
        raise EditConflict(current=row, submitted=data)
    earlier_day, reminders = row.due_on, _prefix(row)
    _fill(row, data)
    row.version += 1
    row.save()
    if row.due_on != earlier_day:
        withdraw_mails(dedupe_prefix=reminders)
    return row


@transaction.atomic
def record_progress(
    *, actor: User, action: ActionItem, data: ProgressData, expected_version: int
) -> ActionItem:
    """Say that it is done, dropped or open again, by the responsible municipality or the coordination.

    Raises EditConflict when somebody saved in between, ValidationError by field: what is dropped needs a reason.
    """
    row = _carried(actor, action)
    if row.version != expected_version:
        raise EditConflict(current=row, submitted=data)
    note = " ".join(data.note.split())
    errors = {}
    if data.state not in ActionState.values:
        errors["state"] = "Bitte wählen Sie einen Stand."
    if data.state == ActionState.DROPPED and not note:
        errors["note"] = "Bitte schreiben Sie, warum die Aufgabe entfällt."
    if len(note) > NOTE_LENGTH:
        errors["note"] = f"Höchstens {NOTE_LENGTH} Zeichen."
    if errors:
        raise ValidationError(errors)
    row.state, row.note = data.state, note
    row.version += 1
    row.save(update_fields=["state", "note", "version", "updated_at"])
    if row.state != ActionState.OPEN:
        withdraw_mails(dedupe_prefix=_prefix(row))
    return row


def remind_of_overdue_actions(today: date | None = None) -> int:
    """Write once about each action item whose day has passed; return how many mails.

    To the account that keeps it, else to everybody who works for the municipality. Run daily by nobody in particular;
    twice or in parallel makes no second mail.
    """
    day = today or timezone.localdate()
    rows = ActionItem.objects.filter(state=ActionState.OPEN, due_on__lt=day).order_by("pk")
    return sum(_remind(pk, day) for pk in list(rows.values_list("pk", flat=True)))


@transaction.atomic
def _remind(pk: int, today: date) -> int:
    # Locked and read again: an item done at this moment needs no reminder.
    rows = ActionItem.objects.select_for_update(of=("self",)).filter(
        pk=pk, state=ActionState.OPEN, due_on__lt=today
    )
    row = rows.select_related("cooperation", "partner__municipality", "person").first()
    # One reminder is the promise: also whoever joins the municipality later finds it on the start page.
    if row is None or OutgoingMail.objects.filter(dedupe_key__startswith=_prefix(row)).exists():
        return 0
    found = list(_responsible(row))
    for user in found:
        enqueue_mail(
            dedupe_key=f"{_prefix(row)}{user.pk}",
            to=user.email,
            template="action_overdue",
            context={
                "title": row.title,
                "due_on": de_date(row.due_on),
                "partner": str(row.partner),
                "function": row.function,
                "cooperation": row.cooperation.title,
                "path": f"/kooperationen/{row.cooperation.slug}/aufgaben/{row.pk}/",
            },
        )
    return len(found)


def _responsible(row: ActionItem) -> Iterable[User]:
    staff = staff_of([row.partner.municipality_id])[row.partner.municipality_id]
    chosen = [user for user in staff if user.pk == row.person_id] or staff
    return [user for user in chosen if ActionItem.objects.visible_to(user).filter(pk=row.pk).exists()]


def _prefix(row: ActionItem) -> str:
    return f"action-overdue:{row.pk}:{row.due_on:%Y-%m-%d}:"


def _owner(actor: User, cooperation: Cooperation, item: AgendaItem | None) -> Cooperation:
    if item is None:
        owner: Cooperation = get_editable(Cooperation.objects, actor, pk=cooperation.pk)
        return owner
    if item.body.cooperation_id != cooperation.pk:
        raise Http404
    get_led(AgendaItem.objects, actor, pk=item.pk)
    seen: Cooperation = get_visible(Cooperation.objects, actor, pk=cooperation.pk)
    return seen


def _carried(actor: User, action: ActionItem) -> ActionItem:
    rows = ActionItem.objects.filter(pk=action.pk)
    row = rows.carried_by(actor).select_for_update(of=("self",)).first()
    if row is None or not rows.carried_by(actor).exists():
        if rows.visible_to(actor).exists():
            raise PermissionDenied
        raise Http404
    return row


def _fill(row: ActionItem, data: ActionData) -> None:
    texts = {name: " ".join(getattr(data, name).split()) for name in ("title", "function")}
    values = {"partner": data.partner, "due_on": data.due_on, **texts}
    errors = {name: reason for name, reason in REASONS.items() if not values[name]}
    if data.due_on and abs(data.due_on.year - timezone.localdate().year) > FURTHEST_YEARS:
        errors["due_on"] = "Bitte prüfen Sie das Jahr."
    partner = Partner.objects.filter(cooperation=row.cooperation_id, pk=data.partner or 0).confirmed().first()
    if data.partner and partner is None:
        errors["partner"] = "Verantwortlich kann nur eine Kommune sein, die als Partner bestätigt ist."
    if partner and data.person:
        staff = staff_of([partner.municipality_id])[partner.municipality_id]
        if all(user.pk != data.person for user in staff):
            errors["person"] = f"Dieses Konto arbeitet zurzeit nicht für {partner}."
    if errors or partner is None or data.due_on is None:
        raise ValidationError(errors)
    row.title, row.function = texts["title"], texts["function"]
    row.description = "\n".join(data.description.strip().splitlines())
    row.partner, row.person_id, row.due_on = partner, data.person, data.due_on
    row.full_clean(validate_constraints=False)

"""Every write to Steckbriefe: texts, orders for editions, what is public."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from cooperations.models import Cooperation
from ikz.access.conflicts import EditConflict
from ikz.access.querysets import get_editable
from ikz.accounts.models import User
from ikz.jobs import services as jobs
from ikz.jobs.models import JobState
from ikz.jobs.wake import wake_on_commit
from municipalities.folding import fold
from steckbriefe import catalog
from steckbriefe.models import OPEN_STATES, Edition, Steckbrief
from steckbriefe.selectors import current_snapshot
from steckbriefe.snapshot import Snapshot

LONGEST_LINE = 2000
MOST_LINES = 40


@dataclass(frozen=True)
class SteckbriefTexts:
    """What a person writes for a Steckbrief: lines by key of the catalog, and the office to ask."""

    texts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    contact_office: str = ""
    contact_email: str = ""


@transaction.atomic
def save_texts(
    *, actor: User, cooperation: Cooperation, data: SteckbriefTexts, expected_version: int
) -> Steckbrief:
    """Store the written parts; empty lines are left out.

    ``expected_version`` is the version the person saw, 0 where there was none. Raises EditConflict when
    somebody else saved other texts since, ValidationError by field.
    """
    row = _locked_steckbrief(actor, cooperation)
    texts = _tidy(data.texts)
    contact = (data.contact_office.strip(), data.contact_email.strip())
    if (row.texts, row.contact_office, row.contact_email) == (texts, *contact):
        return row
    if row.version != expected_version:
        raise EditConflict(current=row, submitted=data)
    row.texts, row.version = texts, row.version + 1
    row.contact_office, row.contact_email = contact
    row.full_clean()
    row.save()
    return row


def _locked_steckbrief(actor: User, cooperation: Cooperation) -> Steckbrief:
    """The Steckbrief of a cooperation that ``actor`` coordinates; the lock on the cooperation queues others."""
    locked = get_editable(Cooperation.objects, actor, lock=True, pk=cooperation.pk)
    row, _ = Steckbrief.objects.get_or_create(cooperation=locked)
    return row


def _tidy(texts: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    errors = dict.fromkeys(
        set(texts) - set(catalog.text_fields()), "Dieses Feld gibt es im Steckbrief nicht."
    )
    result = {}
    for key in catalog.text_fields():
        lines = [line.strip() for line in texts.get(key, ()) if line.strip()]
        if len(lines) > MOST_LINES:
            errors[key] = f"Höchstens {MOST_LINES} Punkte oder Absätze."
        elif any(len(line) > LONGEST_LINE for line in lines):
            errors[key] = f"Ein Punkt oder Absatz hat höchstens {LONGEST_LINE} Zeichen."
        elif lines:
            result[key] = lines
    if errors:
        raise ValidationError(errors)
    return result


@transaction.atomic
def request_edition(*, actor: User, cooperation: Cooperation) -> Edition:
    """Freeze the present content and order its PDF.

    Asked twice for the same content while the first order is open, returns that order.
    """
    steckbrief = _locked_steckbrief(actor, cooperation)
    # Read again: the gate's row may have been changed while this request waited for the lock.
    content = current_snapshot(steckbrief.cooperation)
    known = steckbrief.editions.filter(fingerprint=content.fingerprint, state__in=OPEN_STATES).first()
    if known is not None:
        return known
    number = (steckbrief.editions.aggregate(last=Max("number"))["last"] or 0) + 1
    edition = Edition.objects.create(
        steckbrief=steckbrief,
        number=number,
        snapshot=content.to_json(),
        fingerprint=content.fingerprint,
        title=content.title,
        land_keys=[land.key for land in content.laender],
        model_keys=[model.key for model in content.models],
        search_text=_search_text(content),
        data_as_of=content.data_as_of,
        requested_by=actor,
    )
    _wake(edition.pk)
    return edition


def _search_text(content: Snapshot) -> str:
    choices = (*content.models, *content.laender, *content.mep_phases, *content.task_areas)
    labels = [choice.label for choice in choices]
    lines = [
        content.title,
        content.subtitle,
        *content.partner_names,
        *labels,
        *content.goals,
        *content.motives,
    ]
    return fold(" ".join(lines))


@transaction.atomic
def restart_edition(*, actor: User, edition: Edition) -> Edition:
    """Try a failed edition again, for the coordination and the administration; others stay as they are.

    Raises ValidationError where the same content is being made in another edition already.
    """
    row = Edition.objects.restartable_by(actor).filter(pk=edition.pk).first()
    if row is None:
        row = get_editable(Edition.objects, actor, pk=edition.pk)
    Cooperation.objects.select_for_update().get(steckbrief=row.steckbrief_id)
    if _is_being_made(row):
        raise ValidationError("Der gleiche Stand wird gerade in einer anderen Ausgabe erstellt.")
    if jobs.restart(Edition, row.pk):
        _wake(row.pk)
    row.refresh_from_db()
    return row


@transaction.atomic
def publish(*, actor: User, edition: Edition) -> Steckbrief:
    """Make a finished edition public in place of what was; raises ValidationError for an unfinished one."""
    row = get_editable(Edition.objects, actor, pk=edition.pk)
    steckbrief = _locked_steckbrief(actor, row.steckbrief.cooperation)
    row.refresh_from_db(fields=["state"])
    if not row.is_done:
        raise ValidationError("Veröffentlicht werden kann nur eine fertige Ausgabe.")
    if steckbrief.published_id != row.pk:
        steckbrief.published, steckbrief.published_at = row, timezone.now()
        steckbrief.save(update_fields=["published", "published_at", "updated_at"])
    return steckbrief


@transaction.atomic
def withdraw(*, actor: User, cooperation: Cooperation) -> Steckbrief:
    """Take the Steckbrief out of the public catalogue; the editions stay and can be published again."""
    steckbrief = _locked_steckbrief(actor, cooperation)
    if steckbrief.published_id is not None:
        steckbrief.published, steckbrief.published_at = None, None
        steckbrief.save(update_fields=["published", "published_at", "updated_at"])
    return steckbrief


@transaction.atomic
def renew_lost_file(*, edition: Edition) -> bool:
    """Order the PDF of a finished edition again when its file is gone, as after restoring only the database.

    No person asks for this: whoever opens the PDF finds out. False where the file is there or being made, also
    where an edition with the same content is: then this one comes after it.
    """
    Cooperation.objects.select_for_update().get(steckbrief=edition.steckbrief_id)
    row = Edition.objects.select_for_update().get(pk=edition.pk)
    if not row.is_done or row.pdf.storage.exists(row.file_name) or _is_being_made(row):
        return False
    row.state, row.attempts, row.due_at = JobState.QUEUED, 0, timezone.now()
    row.pdf, row.pdf_sha256, row.finished_at = "", "", None
    row.save(update_fields=["state", "attempts", "due_at", "pdf", "pdf_sha256", "finished_at"])
    _wake(row.pk)
    return True


def _is_being_made(edition: Edition) -> bool:
    """Whether the same content is being made in another edition; ask with the cooperation locked."""
    same = Edition.objects.filter(
        steckbrief=edition.steckbrief_id, fingerprint=edition.fingerprint, state__in=OPEN_STATES
    )
    return same.exclude(pk=edition.pk).exists()


def _wake(pk: int) -> None:
    from steckbriefe.tasks import render_edition

    wake_on_commit(render_edition, pk)

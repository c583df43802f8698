"""Work that failed, waits for another attempt, or that no worker takes up."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from agreements.models import VersionDocument
from cooperations import catalog
from cooperations.models import HandoverSheet, ModelSheet
from governance.models import MinutesVersion
from ikz.accounts.models import User
from ikz.jobs.models import JobState, LeasedRow
from ikz.notifications.models import OutgoingMail
from municipalities.models import ImportJob
from steckbriefe.models import Edition

# Longer than any healthy queue waits.
PATIENCE = timedelta(minutes=10)


@dataclass(frozen=True)
class Trouble:
    """One row of work for the list; ``since`` is when it failed or should have been done."""

    pk: int
    title: str
    detail: str
    word: str
    kind: str
    reason: str
    since: datetime
    can_restart: bool


def _in_trouble() -> Q:
    late = timezone.now() - PATIENCE
    return (
        Q(state=JobState.FAILED)
        | Q(state=JobState.QUEUED, attempts__gt=0)
        | Q(state=JobState.QUEUED, due_at__lt=late)
        | Q(state=JobState.RUNNING, lease_until__lt=late)
    )


def troubled_mails(viewer: User) -> "QuerySet[OutgoingMail]":
    """Mails in trouble, the latest first; the texts stay in the database."""
    rows: QuerySet[OutgoingMail] = OutgoingMail.objects.visible_to(viewer).filter(_in_trouble())
    return rows.defer("body_text", "body_html").order_by("-created_at", "-pk")


def troubled_editions(viewer: User) -> "QuerySet[Edition]":
    """Steckbrief documents in trouble, the latest first; their content stays with the partners."""
    # The gate shows contents to partners only; the administration sees that there is work, and not what.
    administers = viewer.is_valid_today and viewer.is_administrator
    rows = Edition.objects.filter(_in_trouble()) if administers else Edition.objects.none()
    return rows.defer("snapshot").order_by("-created_at", "-pk")


def troubled_imports(viewer: User) -> "QuerySet[ImportJob]":
    """Imports in trouble, the latest first; for administrators, as lists of schools are also their staff's."""
    rows: QuerySet[ImportJob] = ImportJob.objects.visible_to(viewer).filter(_in_trouble())
    return rows.defer("report").order_by("-created_at", "-pk")


def troubled_model_sheets(viewer: User) -> "QuerySet[ModelSheet]":
    """Sheets of forms in trouble, the latest first."""
    rows: QuerySet[ModelSheet] = ModelSheet.objects.editable_by(viewer).filter(_in_trouble())
    return rows.order_by("-created_at", "-pk")


def troubled_handovers(viewer: User) -> "QuerySet[HandoverSheet]":
    """Handover sheets in trouble, the latest first; what they say stays with the coordination."""
    rows: QuerySet[HandoverSheet] = HandoverSheet.objects.administered_by(viewer).filter(_in_trouble())
    return rows.order_by("-created_at", "-pk")


def troubled_minutes(viewer: User) -> "QuerySet[MinutesVersion]":
    """Minutes whose PDF is in trouble, the latest first; what they say stays with the partners."""
    rows: QuerySet[MinutesVersion] = MinutesVersion.objects.administered_by(viewer).filter(_in_trouble())
    return rows.order_by("-created_at", "-pk")


def troubled_documents(viewer: User) -> "QuerySet[VersionDocument]":
    """Documents of agreements in trouble, the latest first; what they say stays with the partners."""
    rows: QuerySet[VersionDocument] = VersionDocument.objects.administered_by(viewer).filter(_in_trouble())
    return rows.select_related("version").defer("version__content").order_by("-created_at", "-pk")


def mail_trouble(row: OutgoingMail) -> Trouble:
    """A mail for the list: enough of the address to recognise it, no more."""
    name, _, domain = row.to.rpartition("@")
    return _trouble(row, title=f"E-Mail {row.pk}: {row.subject}", detail=f"an {name[:1]}…@{domain}")


def edition_trouble(row: Edition) -> Trouble:
    """A document for the list: its number, not what is in it."""
    return _trouble(row, title=f"Steckbrief-PDF {row.pk}", detail=f"Ausgabe {row.number}")


def import_trouble(row: ImportJob) -> Trouble:
    """An import for the list: what is imported, and the file."""
    return _trouble(row, title=f"Import {row.pk}: {row.get_kind_display()}", detail=row.main_name)


def model_sheet_trouble(row: ModelSheet) -> Trouble:
    """A sheet of a form for the list; one that the catalog has no longer is named by its key."""
    form = catalog.models().get(row.model_key)
    return _trouble(
        row,
        title=f"Modellblatt {row.pk}: {form.label if form else row.model_key}",
        detail=row.get_land_display() if row.land else "ohne Recht eines Landes",
    )


def handover_trouble(row: HandoverSheet) -> Trouble:
    """A handover sheet for the list: its number, not what is in it."""
    return _trouble(row, title=f"Übergabeblatt {row.pk}", detail="")


def minutes_trouble(row: MinutesVersion) -> Trouble:
    """Minutes for the list: their number, not what is in them."""
    return _trouble(row, title=f"Niederschrift {row.pk}", detail=f"Fassung {row.number}")


def document_trouble(row: VersionDocument) -> Trouble:
    """A document of an agreement for the list: its number, not what is in it."""
    title = f"Vereinbarung {row.version.agreement_id}: {row.get_kind_display()}"
    return _trouble(row, title=title, detail=f"Fassung {row.version.number}")


def _trouble(row: LeasedRow, *, title: str, detail: str) -> Trouble:
    if row.state == JobState.FAILED:
        word, kind, since = "fehlgeschlagen", "danger", row.finished_at or row.created_at
    elif row.attempts and row.state == JobState.QUEUED:
        word, kind, since = "neuer Versuch folgt", "waiting", row.created_at
    else:
        word, kind, since = "steckt fest", "warning", row.due_at
    return Trouble(
        pk=row.pk,
        title=title,
        detail=detail,
        word=word,
        kind=kind,
        reason=row.last_error
        or ("" if row.state == JobState.FAILED else "Kein Worker hat den Auftrag übernommen."),
        since=since,
        can_restart=row.state == JobState.FAILED,
    )

"""The documents of a version: ordered when it is fixed, made again where the file is gone or set differently today."""

from collections.abc import Callable, Sequence

from django.db import transaction
from django.http import Http404

from agreements.models import AgreementVersion, DocumentKind, VersionDocument
from ikz.accounts.models import User
from ikz.jobs import services as jobs
from ikz.jobs.models import JobState
from ikz.jobs.wake import wake_on_commit


@transaction.atomic
def order_documents(version: AgreementVersion) -> None:
    """Have all documents of a version made; those that are there or under way stay."""
    there = set(VersionDocument.objects.filter(version=version).values_list("kind", flat=True))
    rows = VersionDocument.objects.bulk_create(
        VersionDocument(version=version, kind=kind) for kind in DocumentKind if kind not in there
    )
    for row in rows:
        _wake(row.pk)


@transaction.atomic
def wanted_document(version: AgreementVersion, kind: DocumentKind, fingerprint: str) -> VersionDocument:
    """The row of a document; one that was set otherwise than ``fingerprint`` says is ordered again.

    A reader's request brings it about, also that of an account that only reads: nothing of theirs is stored.
    """
    row, new = VersionDocument.objects.get_or_create(version=version, kind=kind)
    row = VersionDocument.objects.select_for_update(of=("self",)).get(pk=row.pk)
    outdated = row.state == JobState.DONE and row.fingerprint != fingerprint
    if new or ((outdated or row.state == JobState.FAILED) and jobs.order_again(row)):
        _wake(row.pk)
    return row


@transaction.atomic
def wanted_documents(
    versions: Sequence[AgreementVersion], is_current: Callable[[VersionDocument], bool]
) -> list[VersionDocument]:
    """The rows of all documents of these versions, as :func:`wanted_document` gives one; a few queries for all.

    Rows that are done and not ``is_current`` are ordered again.
    """
    there = set(VersionDocument.objects.filter(version__in=versions).values_list("version_id", "kind"))
    for version in versions:
        if {(version.pk, kind.value) for kind in DocumentKind} - there:
            order_documents(version)
    rows = list(
        VersionDocument.objects.filter(version__in=versions)
        .select_for_update(of=("self",))
        .order_by("-version__number", "pk")
    )
    for row in rows:
        again = row.state == JobState.FAILED or (row.state == JobState.DONE and not is_current(row))
        if again and jobs.order_again(row):
            _wake(row.pk)
    return rows


@transaction.atomic
def renew(document: VersionDocument) -> VersionDocument:
    """Have a document made again whose file is gone, as after restoring only the database."""
    row = VersionDocument.objects.select_for_update(of=("self",)).get(pk=document.pk)
    if jobs.order_again(row):
        _wake(row.pk)
    return row


@transaction.atomic
def restart_document(*, actor: User, document_id: int) -> bool:
    """Try a document that failed again, for the administration; False when it has not failed (any more)."""
    if not VersionDocument.objects.administered_by(actor).filter(pk=document_id).exists():
        raise Http404
    restarted = jobs.restart(VersionDocument, document_id)
    if restarted:
        _wake(document_id)
    return restarted


def _wake(document_id: int) -> None:
    from agreements.tasks import set_document

    wake_on_commit(set_document, document_id)

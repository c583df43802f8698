"""What supervision opens is written down; nobody else's reading is."""

from django.db import transaction
from django.db.models import Q

from agreements.models import (
    Agreement,
    AgreementVersion,
    CouncilResolution,
    DocumentAccess,
    DocumentPart,
    Proceeding,
    ProceedingEntry,
)
from ikz.accounts.models import User
from ikz.files.models import StoredFile

DETAIL_LENGTH = 200


@transaction.atomic
def record_access(
    *,
    user: User,
    agreement: Agreement,
    part: DocumentPart,
    version: AgreementVersion | None = None,
    detail: str = "",
) -> None:
    """Keep that a supervisory account opened something of ``agreement``; views call it after the gate.

    Accounts of partners read what is theirs, and nothing is kept of it.
    """
    if not user.read_only:
        return
    proceedings = Proceeding.objects.visible_to(user).filter(version__agreement=agreement)
    if version is not None:
        proceedings = proceedings.filter(version=version)
    DocumentAccess.objects.create(
        agreement=agreement,
        version=version,
        authority_id=proceedings.order_by("pk").values_list("authority_id", flat=True).first(),
        user=user,
        part=part,
        detail=detail[:DETAIL_LENGTH],
    )


def record_file_opened(user: User, file: StoredFile) -> None:
    """Keep that a supervisory account opened an uploaded file of an agreement; files of other rooms don't concern us."""
    if not user.read_only:
        return
    places = (
        Q(published_file=file),
        Q(resolutions__in=CouncilResolution.objects.filter(file=file)),
        Q(proceedings__in=Proceeding.objects.filter(decision_file=file)),
        Q(proceedings__entries__in=ProceedingEntry.objects.filter(file=file)),
    )
    found = (AgreementVersion.objects.filter(place).first() for place in places)
    version = next((row for row in found if row is not None), None)
    if version is not None:
        record_access(
            user=user, agreement=version.agreement, part=DocumentPart.FILE, version=version, detail=file.name
        )

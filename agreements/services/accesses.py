"""What supervision opens is written down; nobody else's reading is."""

from django.db import transaction

from agreements.models import Agreement, AgreementVersion, DocumentAccess, DocumentPart, Proceeding
from ikz.accounts.models import User

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

"""What pages, downloads and the API tell of supervision's reading; called right after the gate."""

from django.http import HttpRequest

from agreements.models import Agreement, AgreementVersion, DocumentPart
from agreements.services.accesses import record_access
from ikz.access.actors import actor_of


def note_access(
    request: HttpRequest,
    agreement: Agreement,
    part: DocumentPart,
    *,
    version: AgreementVersion | None = None,
    detail: str = "",
) -> None:
    """Keep that supervision opened something; nothing for others, and nothing where only the headers are asked for."""
    if request.method == "GET":
        record_access(user=actor_of(request), agreement=agreement, part=part, version=version, detail=detail)

"""The documents of a version: the stored file, or a page that asks to wait."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from agreements.documents import CONTENT_TYPES, fingerprint_of
from agreements.models import DocumentKind, DocumentPart
from agreements.services.documents import renew, wanted_document
from agreements.views.accesses import note_access
from agreements.views.version_places import version_at, version_place
from cooperations.services.model_sheets import read_stored
from ikz.jobs.models import JobState
from municipalities.folding import fold

RETRY_AFTER_SECONDS = 3
_PARTS = {DocumentKind.PDF: DocumentPart.PDF, DocumentKind.DOCX: DocumentPart.DOCX}


@require_safe
@login_required
def version_pdf(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The version as PDF/UA."""
    return _document(request, pk, number, DocumentKind.PDF)


@require_safe
@login_required
def version_docx(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The version as a Word document."""
    return _document(request, pk, number, DocumentKind.DOCX)


def _document(request: HttpRequest, pk: int, number: int, kind: DocumentKind) -> HttpResponse:
    place = version_place(request, pk)
    version = version_at(request, place, number)
    row = wanted_document(version, kind, fingerprint_of(version, kind))
    stored = read_stored(str(row.file)) if row.state == JobState.DONE else None
    if stored is None:
        row = renew(row)
        context = place.context | {"version": version, "row": row, "kind": kind}
        status = 202 if row.is_open else 503
        waiting = render(request, "agreements/versions/waiting.html", context, status=status)
        waiting["Retry-After"] = str(RETRY_AFTER_SECONDS)
        return waiting
    note_access(request, place.agreement, _PARTS[kind], version=version)
    etag = f'"{row.fingerprint}"'
    name = f"{slugify(fold(place.agreement.title))[:80] or 'vereinbarung'}-fassung-{number}.{kind}"
    shown = "inline" if kind is DocumentKind.PDF else "attachment"
    response = get_conditional_response(request, etag=etag) or HttpResponse(
        stored,
        content_type=CONTENT_TYPES[kind],
        headers={
            "Content-Disposition": f'{shown}; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
        },
    )
    response["ETag"] = etag
    # Not public: nobody in between keeps it, and it is asked for again each time.
    response["Cache-Control"] = "no-cache, private"
    return response

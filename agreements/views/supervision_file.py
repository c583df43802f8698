"""One agreement as supervision reads it: overview, print view, and all documents as one archive. It only reads."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from agreements.models import DocumentPart
from agreements.selectors.archive import archive_of, index_of, members
from agreements.selectors.submitted import File, file_of
from agreements.sheet import sheet_of
from agreements.views.accesses import note_access
from ikz.access.actors import actor_of
from ikz.ui.archives import zipped

RETRY_AFTER_SECONDS = 3


def _context(file: File) -> dict[str, Any]:
    return {
        "file": file,
        "agreement_id": file.agreement.pk,
        "current": file.current,
        "older": file.versions[1:],
        "today": timezone.localdate(),
    }


@require_safe
@login_required
def overview(request: HttpRequest, pk: int) -> HttpResponse:
    """What was submitted of an agreement, and everything that belongs to it."""
    file = file_of(actor_of(request), pk)
    note_access(request, file.agreement, DocumentPart.AGREEMENT, version=file.current.version)
    return render(request, "agreements/supervision/file.html", _context(file))


@require_safe
@login_required
def print_view(request: HttpRequest, pk: int) -> HttpResponse:
    """The same with the whole wording on one page, to be printed from the browser."""
    file = file_of(actor_of(request), pk)
    note_access(request, file.agreement, DocumentPart.PRINT, version=file.current.version, detail="Akte")
    context = _context(file) | {"sheet": sheet_of(file.current.version, file.current.content)}
    return render(request, "agreements/supervision/print.html", context)


@never_cache
@require_safe
@login_required
def archive(request: HttpRequest, pk: int) -> HttpResponseBase:
    """All documents as one ZIP with an index; a page that asks to wait while a worker still sets some of them."""
    file = file_of(actor_of(request), pk)
    found = archive_of(file)
    if found.waiting:
        waiting = render(request, "agreements/supervision/waiting.html", _context(file), status=202)
        waiting["Retry-After"] = str(RETRY_AFTER_SECONDS)
        return waiting
    numbers = ", ".join(str(one.version.number) for one in reversed(file.versions))
    note_access(
        request,
        file.agreement,
        DocumentPart.ARCHIVE,
        version=file.current.version,
        detail=f"Fassungen {numbers}" if len(file.versions) > 1 else f"Fassung {numbers}",
    )
    headers = {
        "Content-Disposition": f'attachment; filename="{_name(file)}.zip"',
        "X-Content-Type-Options": "nosniff",
    }
    if request.method == "HEAD":
        return HttpResponse(content_type="application/zip", headers=headers)
    content = zipped(members(found.documents), last=lambda packed: index_of(file, found.documents, packed))
    return StreamingHttpResponse(content, content_type="application/zip", headers=headers)


def _name(file: File) -> str:
    # Of the submitted version: the title of the draft is the partners' own.
    return f"{slugify(file.current.content.title)[:80] or 'vereinbarung'}-unterlagen"

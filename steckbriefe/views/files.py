"""Stored PDFs over HTTP, and the waiting page for those that are being made."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response

from cooperations.models import Cooperation
from steckbriefe.models import Edition
from steckbriefe.services import renew_lost_file

RETRY_AFTER_SECONDS = 3


def pdf_response(request: HttpRequest, edition: Edition, *, slug: str, public: bool) -> HttpResponse | None:
    """The stored PDF to look at in the browser, 304 where the browser has it, None where there is no file."""
    if not edition.is_done:
        return None
    try:
        # Small enough to be read at once: two pages are 50 KB.
        with edition.pdf.storage.open(edition.file_name) as file:
            content = file.read()
    except FileNotFoundError:
        renew_lost_file(edition=edition)
        edition.refresh_from_db(fields=["state", "last_error"])
        return None
    etag = f'"{edition.pdf_sha256}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(
            content,
            content_type="application/pdf",
            headers={"Content-Disposition": f'inline; filename="steckbrief-{slug}.pdf"'},
        )
    response["ETag"] = etag
    # Always asked again: what is withdrawn must not live on in caches.
    response["Cache-Control"] = f"no-cache, {'public' if public else 'private'}"
    return response


def waiting_page(
    request: HttpRequest, edition: Edition, cooperation: Cooperation | None = None
) -> HttpResponse:
    """Say that the PDF is being made (202), or why it is not (409)."""
    response = render(
        request,
        "steckbriefe/waiting.html",
        {"edition": edition, "cooperation": cooperation},
        status=409 if edition.has_failed else 202,
    )
    if edition.is_open:
        response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response

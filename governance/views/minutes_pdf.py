"""The PDF of the minutes: the stored file, or a page that asks to wait."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from cooperations.services.model_sheets import read_stored
from governance.models import Meeting, MinutesVersion
from governance.selectors.minutes_versions import visible_versions
from governance.services.minutes import order_draft, renew
from governance.views.minutes import base_context, seen_meeting
from ikz.access.actors import actor_of
from ikz.jobs.models import JobState

RETRY_AFTER_SECONDS = 3


@require_safe
@login_required
def minutes_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The latest version that went out, ``?fassung=2`` another one, ``?fassung=entwurf`` the text as it is now."""
    meeting, may_write = seen_meeting(request, pk)
    version = _version(request, meeting, may_write=may_write)
    stored = read_stored(str(version.pdf)) if version.state == JobState.DONE else None
    if stored is None:
        renew(version)
        context = base_context(meeting) | {"row": version}
        waiting = render(
            request, "governance/minutes/waiting.html", context, status=202 if version.is_open else 503
        )
        waiting["Retry-After"] = str(RETRY_AFTER_SECONDS)
        return waiting
    etag = f'"{version.fingerprint}"'
    name = f"niederschrift-{slugify(meeting.title)}-{meeting.starts_at:%Y-%m-%d}.pdf"
    response = get_conditional_response(request, etag=etag) or HttpResponse(
        stored,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )
    response["ETag"] = etag
    # Inner work of the partners: nobody in between keeps it, and it is asked for again each time.
    response["Cache-Control"] = "no-cache, private"
    return response


def _version(request: HttpRequest, meeting: Meeting, *, may_write: bool) -> MinutesVersion:
    wanted = request.GET.get("fassung", "")
    rows = visible_versions(actor_of(request), meeting)
    if wanted.isascii() and wanted.isdigit() and len(wanted) < 5:  # noqa: PLR2004 - digits of a version's number
        rows = rows.filter(number=int(wanted))
    elif wanted not in ("", "entwurf"):
        raise Http404
    version = None if wanted == "entwurf" else rows.first()
    if version is not None:
        return version
    if wanted not in ("", "entwurf"):
        raise Http404
    if not may_write:
        if wanted:
            raise PermissionDenied
        raise Http404
    try:
        return order_draft(actor=actor_of(request), meeting=meeting)
    except ValidationError as problem:
        raise Http404 from problem

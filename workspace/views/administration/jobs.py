"""Work that failed or is stuck, and another try."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from agreements.services.documents import restart_document
from cooperations.services.handover_sheets import restart_handover
from cooperations.services.model_sheets import restart_model_sheet
from governance.services.minutes import restart_minutes
from ikz.access.actors import actor_of
from ikz.access.administration import for_administrators
from ikz.notifications.services import restart_mail
from municipalities.models import ImportJob
from municipalities.services import retry_import
from steckbriefe.services import restart_edition
from workspace.selectors import jobs
from workspace.views.administration.shared import PAGE_SIZE

ON_ITS_WAY = "Der Auftrag wird erneut versucht."
NOT_FAILED = "Der Auftrag ist nicht (mehr) fehlgeschlagen."


@require_safe
@for_administrators
def job_list(request: HttpRequest) -> HttpResponse:
    """Mails, documents and imports in trouble, each with its reason."""
    viewer = actor_of(request)
    mails = Paginator(jobs.troubled_mails(viewer), PAGE_SIZE).get_page(request.GET.get("mails"))
    editions = Paginator(jobs.troubled_editions(viewer), PAGE_SIZE).get_page(request.GET.get("steckbriefe"))
    sheets = Paginator(jobs.troubled_model_sheets(viewer), PAGE_SIZE).get_page(request.GET.get("modelle"))
    handovers = Paginator(jobs.troubled_handovers(viewer), PAGE_SIZE).get_page(request.GET.get("uebergaben"))
    minutes = Paginator(jobs.troubled_minutes(viewer), PAGE_SIZE).get_page(request.GET.get("niederschriften"))
    documents = Paginator(jobs.troubled_documents(viewer), PAGE_SIZE).get_page(
        request.GET.get("vereinbarungen")
    )
    imports = Paginator(jobs.troubled_imports(viewer), PAGE_SIZE).get_page(request.GET.get("importe"))
    context = {
        "mails": mails,
        "mail_rows": [jobs.mail_trouble(row) for row in mails],
        "editions": editions,
        "edition_rows": [jobs.edition_trouble(row) for row in editions],
        "sheets": sheets,
        "sheet_rows": [jobs.model_sheet_trouble(row) for row in sheets],
        "handovers": handovers,
        "handover_rows": [jobs.handover_trouble(row) for row in handovers],
        "minutes": minutes,
        "minutes_rows": [jobs.minutes_trouble(row) for row in minutes],
        "documents": documents,
        "document_rows": [jobs.document_trouble(row) for row in documents],
        "imports": imports,
        "import_rows": [jobs.import_trouble(row) for row in imports],
    }
    return render(request, "workspace/administration/jobs.html", context)


def _answer(request: HttpRequest, *, restarted: bool) -> HttpResponse:
    if restarted:
        messages.success(request, ON_ITS_WAY)
    else:
        messages.warning(request, NOT_FAILED)
    return redirect("administration:jobs")


@require_POST
@for_administrators
def mail_restart(request: HttpRequest, pk: int) -> HttpResponse:
    """Try a failed mail again."""
    return _answer(request, restarted=restart_mail(actor=actor_of(request), mail_id=pk))


@require_POST
@for_administrators
def model_sheet_restart(request: HttpRequest, pk: int) -> HttpResponse:
    """Try a failed sheet of a form again."""
    return _answer(request, restarted=restart_model_sheet(actor=actor_of(request), sheet_id=pk))


@require_POST
@for_administrators
def handover_restart(request: HttpRequest, pk: int) -> HttpResponse:
    """Try a failed handover sheet again."""
    return _answer(request, restarted=restart_handover(actor=actor_of(request), sheet_id=pk))


@require_POST
@for_administrators
def minutes_restart(request: HttpRequest, pk: int) -> HttpResponse:
    """Try failed minutes again."""
    return _answer(request, restarted=restart_minutes(actor=actor_of(request), version_id=pk))


@require_POST
@for_administrators
def document_restart(request: HttpRequest, pk: int) -> HttpResponse:
    """Try a failed document of an agreement again."""
    return _answer(request, restarted=restart_document(actor=actor_of(request), document_id=pk))


@require_POST
@for_administrators
def edition_restart(request: HttpRequest, pk: int) -> HttpResponse:
    """Try a failed Steckbrief document again."""
    viewer = actor_of(request)
    row = get_object_or_404(jobs.troubled_editions(viewer), pk=pk)
    try:
        restart_edition(actor=viewer, edition=row)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        messages.success(request, ON_ITS_WAY)
    return redirect("administration:jobs")


@require_POST
@for_administrators
def import_restart(request: HttpRequest, pk: int) -> HttpResponse:
    """Try a failed import again."""
    viewer = actor_of(request)
    row = get_object_or_404(ImportJob.objects.visible_to(viewer), pk=pk)
    try:
        retry_import(actor=viewer, reference=row.uuid)
    except ValidationError:
        messages.warning(request, NOT_FAILED)
    else:
        messages.success(request, ON_ITS_WAY)
    return redirect("administration:jobs")

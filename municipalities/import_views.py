"""Imports in the administration."""

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from ikz.access.actors import actor_of
from ikz.access.administration import for_administrators
from ikz.access.querysets import get_visible
from ikz.accounts.models import User
from ikz.ui.exports import export, wanted_format
from ikz.ui.forms import add_errors
from ikz.ui.htmx import render_page_or_partial
from municipalities import services
from municipalities.import_answers import Face, answer
from municipalities.import_forms import ImportFilter, ImportForm, SchoolListForm
from municipalities.imports import presentation
from municipalities.models import ImportJob, ImportKind

PAGE_SIZE = 50


@require_safe
@for_administrators
def import_list(request: HttpRequest) -> HttpResponse:
    """All imports, the latest first."""
    rows = ImportJob.objects.visible_to(actor_of(request)).select_related("requested_by", "municipality")
    found = ImportFilter(request.GET, queryset=rows)
    if fmt := wanted_format(request.GET.get("format")):
        lines = presentation.job_lines(found.qs)
        return export(fmt, name="importe", columns=presentation.JOB_COLUMNS, rows=lines)
    page = Paginator(found.qs, PAGE_SIZE).get_page(request.GET.get("page"))
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {
        "filter": found,
        "page_obj": page,
        "rows": [(row, *presentation.status_of(row)) for row in page],
        "export_query": f"{kept.urlencode()}&" if kept else "",
    }
    return render_page_or_partial(
        request,
        page="municipalities/imports/list.html",
        partial="municipalities/imports/partials/list.html",
        context=context,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def import_new(request: HttpRequest) -> HttpResponse:
    """Upload the files of an import; ``?art=`` names its kind, else it is the official directory."""
    actor = actor_of(request)
    asked = request.POST.get("kind", "") if request.method == "POST" else request.GET.get("art", "")
    kind = ImportKind(asked) if asked in ImportKind.values else ImportKind.REGISTER
    form = _form(request, kind, actor)
    if request.method == "POST" and form.is_valid():
        files = {name: value for name, value in form.cleaned_data.items() if name != "kind"}
        try:
            job = services.start_import(actor=actor, kind=kind, **files)
        except ValidationError as error:
            add_errors(form, error)
        else:
            return redirect("imports:page", reference=job.uuid)
    context = {"form": form, "kind": kind, "kinds": ImportKind.choices}
    return render(request, "municipalities/imports/new.html", context)


def _form(request: HttpRequest, kind: ImportKind, actor: User) -> ImportForm:
    data = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    if kind == ImportKind.SCHOOL_LIST:
        return SchoolListForm(*data, actor=actor)
    return ImportForm(*data, import_kind=kind)


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def import_page(request: HttpRequest, reference: str) -> HttpResponse:
    """One import: progress, preview, result."""
    job: ImportJob = get_visible(ImportJob.objects, actor_of(request), uuid=reference)
    return answer(request, job, Face("municipalities/imports/page.html", reverse("imports:new")))

"""Schools of one municipality as pages: the list, and reading in a list."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from ikz.access.actors import actor_of
from ikz.access.querysets import get_visible
from ikz.ui.exports import export, wanted_format
from ikz.ui.forms import add_errors
from ikz.ui.htmx import render_page_or_partial
from municipalities import school_selectors as selectors
from municipalities import services
from municipalities.import_answers import Face, answer
from municipalities.import_forms import ImportForm
from municipalities.models import ImportJob, ImportKind, Municipality
from municipalities.own import own_municipality, works_for
from municipalities.school_filters import SchoolFilter

PAGE_SIZE = 50
OTHERS_SIZE = 25


@require_safe
@login_required
def school_list(request: HttpRequest, ags: str) -> HttpResponse:
    """Own schools with totals, and those of others there; ``?format=`` exports, ``?liste=andere`` the others."""
    municipality = get_visible(Municipality.objects, request.user, ags=ags)
    own = selectors.schools_of(request.user, municipality)
    others = selectors.schools_of_others(request.user, municipality)
    found = SchoolFilter(
        request.GET,
        queryset=own.order_by("folded_name", "pk"),
        request=request,
        school_forms=selectors.forms_of(own),
    )
    if fmt := wanted_format(request.GET.get("format")):
        if request.GET.get("liste") == "andere":
            rows = selectors.lines_of_others(others)
            return export(fmt, name=f"schulen-anderer-{ags}", columns=selectors.OTHERS_HEADER, rows=rows)
        return export(fmt, name=f"schulen-{ags}", columns=selectors.HEADER, rows=selectors.lines(found.qs))
    kept = request.GET.copy()
    kept.pop("page", None)
    kept.pop("weitere", None)
    context = {
        "municipality": municipality,
        "may_edit": works_for(request.user, municipality),
        "figures": selectors.figures(own),
        "filter": found,
        "filtered": any(value for key, value in kept.items() if key != "sort"),
        "page_obj": Paginator(found.qs, PAGE_SIZE).get_page(request.GET.get("page")),
        "others": Paginator(others, OTHERS_SIZE).get_page(request.GET.get("weitere")),
        "export_query": f"{kept.urlencode()}&" if kept else "",
    }
    return render_page_or_partial(
        request,
        page="municipalities/schools/list.html",
        partial="municipalities/schools/partials/list.html",
        context=context,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def upload(request: HttpRequest, ags: str) -> HttpResponse:
    """Read in a list of the own schools; ``?vorlage=csv`` and ``?vorlage=xlsx`` give the template to fill in."""
    municipality = own_municipality(request.user, ags=ags)
    if fmt := wanted_format(request.GET.get("vorlage")):
        rows = selectors.schools_of(request.user, municipality).running().order_by("folded_name", "pk")
        return export(
            fmt, name=f"schulen-vorlage-{ags}", columns=selectors.HEADER, rows=selectors.lines(rows)
        )
    files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ImportForm(*files, import_kind=ImportKind.SCHOOL_LIST)
    if request.method == "POST" and form.is_valid():
        try:
            job = services.start_import(
                actor=actor_of(request),
                kind=ImportKind.SCHOOL_LIST,
                main=form.cleaned_data["main"],
                municipality=municipality,
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            return redirect("schools:import", ags, job.uuid)
    context = {"municipality": municipality, "may_edit": True, "form": form, "columns": selectors.HEADER}
    return render(request, "municipalities/schools/upload.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def uploaded(request: HttpRequest, ags: str, reference: str) -> HttpResponse:
    """One list that was read in: progress, preview, result."""
    municipality = own_municipality(request.user, ags=ags)
    rows = ImportJob.objects.filter(municipality=municipality, kind=ImportKind.SCHOOL_LIST)
    job: ImportJob = get_visible(rows, request.user, uuid=reference)
    face = Face(
        "municipalities/schools/import.html",
        reverse("schools:upload", args=[ags]),
        {"municipality": municipality, "may_edit": True},
    )
    return answer(request, job, face)

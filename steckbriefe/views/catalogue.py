"""The public catalogue: published editions, read from their snapshots alone."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ikz.access.querysets import Viewer
from ikz.ui.exports import Cell, export, wanted_format
from ikz.ui.formatting import de_months
from ikz.ui.htmx import render_page_or_partial
from steckbriefe import presentation, selectors
from steckbriefe.filters import EditionFilter
from steckbriefe.models import Edition
from steckbriefe.views.files import pdf_response, waiting_page

PAGE_SIZE = 20
COLUMNS = (
    "Titel",
    "Untertitel",
    "Partner",
    "Schulen",
    "Schülerinnen und Schüler",
    "Kooperationsmodell",
    "Land",
    "Aufbauphase",
    "Laufzeit",
    "Veröffentlicht am",
    "Adresse",
)


@require_safe
def steckbrief_list(request: HttpRequest) -> HttpResponse:
    """Find Steckbriefe by Land, model and words; ``?format=xlsx`` and ``csv`` give the same rows as a file."""
    found = EditionFilter(request.GET, queryset=selectors.catalogue(request.user), request=request)
    fmt = wanted_format(request.GET.get("format"))
    if fmt:
        rows = (_export_row(request, edition) for edition in found.qs)
        return export(fmt, name="steckbriefe", columns=COLUMNS, rows=rows)
    page = Paginator(found.qs, PAGE_SIZE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "filter": found,
        "page_obj": page,
        "cards": [(edition, edition.content) for edition in page],
        "query": query.urlencode(),
    }
    return render_page_or_partial(
        request,
        page="steckbriefe/catalogue.html",
        partial="steckbriefe/partials/catalogue.html",
        context=context,
    )


def _export_row(request: HttpRequest, edition: Edition) -> list[Cell]:
    content = edition.content
    return [
        content.title,
        content.subtitle,
        ", ".join(content.partner_names),
        content.schools,
        content.pupils,
        ", ".join(model.label for model in content.models),
        ", ".join(land.label for land in content.laender),
        de_months(content.build_up_from, content.build_up_to) if content.build_up_from else "",
        presentation.duration_text(content),
        edition.published_by.published_at,
        request.build_absolute_uri(f"/steckbriefe/{content.slug}/"),
    ]


def _published(user: Viewer, slug: str) -> Edition:
    edition = selectors.catalogue(user).filter(steckbrief__cooperation__slug=slug).first()
    if edition is None:
        raise Http404
    return edition


@require_safe
def steckbrief_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One Steckbrief as a page."""
    edition = _published(request.user, slug)
    content = edition.content
    context = {
        "edition": edition,
        "snapshot": content,
        "facts": presentation.facts(content),
        "steps": presentation.phase_steps(content),
        "sections": presentation.sections(content),
        "summary": presentation.summary(content),
        "chart": presentation.check_chart(content),
    }
    return render(request, "steckbriefe/detail.html", context)


@require_safe
def steckbrief_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """The published PDF as it is stored."""
    edition = _published(request.user, slug)
    return pdf_response(request, edition, slug=slug, public=True) or waiting_page(request, edition)

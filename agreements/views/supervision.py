"""The list of the supervisory authorities: what was submitted to them. It only reads."""

from collections.abc import Iterable, Iterator

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from agreements.selectors.supervision import Submission, lines, own_mandates, submissions
from agreements.supervision_filter import SubmissionFilter
from ikz.access.actors import actor_of
from ikz.ui.exports import Cell, export, wanted_format
from ikz.ui.htmx import render_page_or_partial

PAGE_SIZE = 20
HEADER = (
    "Titel",
    "Art",
    "Kooperation",
    "Kommunen",
    "Formen",
    "Land",
    "Fassung",
    "Stand der Fassung",
    "Verfahren",
    "Aufsichtsbehörde",
    "Vorgelegt am",
    "Eingegangen am",
    "Frist der Behörde bis",
    "Antwort erbeten bis",
    "Entscheidung",
    "Entschieden am",
    "Aktenzeichen",
    "Adresse",
)


@require_safe
@login_required
def submission_list(request: HttpRequest) -> HttpResponse:
    """What was submitted to the own authorities; without a mandate of today the page does not exist.

    ``?format=csv`` and ``?format=xlsx`` export what the filter leaves.
    """
    viewer = actor_of(request)
    mandates = own_mandates(viewer)
    if not mandates:
        raise Http404
    today = timezone.localdate()
    found = SubmissionFilter(request.GET, queryset=submissions(viewer), request=request)
    if fmt := wanted_format(request.GET.get("format")):
        return export(
            fmt, name="vorgelegte-vereinbarungen", columns=HEADER, rows=_cells(lines(found.qs, today))
        )
    # What is shown of a version lies in its long content: it is read for the lines of this page only.
    page = Paginator(found.qs.values_list("pk", flat=True), PAGE_SIZE).get_page(request.GET.get("page"))
    rows = submissions(viewer).in_bulk(list(page.object_list))
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {
        "mandates": mandates,
        "filter": found,
        "page_obj": page,
        "rows": lines([rows[key] for key in page.object_list], today),
        "filtered": any(request.GET.get(name) for name in found.filters if name != "sort"),
        "several_authorities": len({own.row.authority_id for own in mandates}) > 1,
        "export_query": f"{kept.urlencode()}&" if kept else "",
        "today": today,
    }
    return render_page_or_partial(
        request,
        page="agreements/supervision/list.html",
        partial="agreements/supervision/partials/list.html",
        context=context,
    )


def _cells(found: Iterable[Submission]) -> Iterator[list[Cell]]:
    for line in found:
        row = line.row
        yield [
            line.title,
            line.instrument,
            line.cooperation,
            ", ".join(line.partners),
            ", ".join(line.forms),
            line.land,
            row.version.number,
            line.state,
            row.get_kind_display(),
            row.authority.name,
            row.submitted_on,
            row.received_on,
            line.period,
            line.awaited,
            row.get_decision_display() or "offen",
            row.decided_on,
            row.file_number,
            f"{settings.BASE_URL}/aufsicht/vereinbarungen/{row.version.agreement_id}/",
        ]

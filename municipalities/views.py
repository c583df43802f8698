"""The register of municipalities, for everybody who is signed in."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from ikz.ui.htmx import render_page_or_partial
from municipalities import selectors
from municipalities.filters import MunicipalityFilter

PAGE_SIZE = 50


@login_required
@require_safe
def municipality_list(request: HttpRequest) -> HttpResponse:
    """Search and filter the register."""
    rows = MunicipalityFilter(request.GET, queryset=selectors.register(request.user), request=request)
    context = {
        "filter": rows,
        "page_obj": Paginator(rows.qs, PAGE_SIZE).get_page(request.GET.get("page")),
    }
    return render_page_or_partial(
        request,
        page="municipalities/list.html",
        partial="municipalities/partials/list.html",
        context=context,
    )

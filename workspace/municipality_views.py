"""The page of one municipality: the register and the cooperations it takes part in."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cooperations.models import PRESENT, Cooperation
from municipalities import selectors

PAGE_SIZE = 50


@require_safe
@login_required
def profile(request: HttpRequest, ags: str) -> HttpResponse:
    """Key facts, what belongs to it, and its cooperations as far as the visitor may see them."""
    municipality = selectors.register(request.user).filter(ags=ags).first()
    if municipality is None:
        raise Http404
    below = Paginator(selectors.children(request.user, municipality), PAGE_SIZE)
    cooperations = Cooperation.objects.visible_to(request.user).filter(
        partners__municipality=municipality, partners__status__in=PRESENT
    )
    context = {
        "municipality": municipality,
        "children": below.get_page(request.GET.get("page")),
        "cooperations": cooperations,
    }
    return render(request, "municipalities/profile.html", context)

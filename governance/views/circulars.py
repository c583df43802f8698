"""Circular resolutions of a cooperation: the list, a new one, and one to vote in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cooperations.models import Cooperation
from cooperations.views.lookup import seen
from governance.forms.decisions import CircularForm
from governance.models import Ballot, Body
from governance.querysets import BodyQuerySet
from governance.selectors.ballots import is_late
from governance.services.circulars import open_circular
from governance.views.ballots import seen_ballot, show_ballot
from ikz.access.actors import actor_of
from ikz.ui.forms import add_errors

PAGE_SIZE = 20


@require_safe
@login_required
def circulars(request: HttpRequest, slug: str) -> HttpResponse:
    """The circulars of a cooperation, those that go on first."""
    cooperation, _ = seen(request, slug)
    user = actor_of(request)
    rows = Ballot.objects.visible_to(user).filter(body__cooperation=cooperation, meeting=None)
    rows = rows.select_related("body", "resolution").order_by("-closed_at", "closes_at", "-pk")
    # Without a closing time comes first: PostgreSQL sorts nulls as the greatest.
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "cooperation": cooperation,
        "page_obj": page,
        "rows": [(row, is_late(row)) for row in page.object_list],
        "may_open": _led_bodies(request, cooperation).exists(),
    }
    return render(request, "governance/circulars/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Put a motion to the members of a body."""
    cooperation, viewer = seen(request, slug)
    bodies = _led_bodies(request, cooperation)
    if not viewer.coordinates and not bodies.exists():
        raise PermissionDenied
    form = CircularForm(request.POST if request.method == "POST" else None, bodies=bodies)
    if request.method == "POST" and form.is_valid():
        try:
            row = open_circular(actor=actor_of(request), body=form.cleaned_data["body"], data=form.to_data())
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, "Die Abstimmung ist eröffnet. Die Mitglieder erhalten eine E-Mail.")
            return redirect("governance:circular", slug, row.pk)
    context = {"cooperation": cooperation, "form": form, "has_bodies": bodies.exists()}
    return render(request, "governance/circulars/new.html", context)


@require_safe
@login_required
@never_cache
def circular(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One circular: vote, and the result once it is closed."""
    row = seen_ballot(request, pk)
    if row.meeting_id is not None or row.body.cooperation.slug != slug:
        raise Http404
    return show_ballot(request, row)


def _led_bodies(request: HttpRequest, cooperation: Cooperation) -> BodyQuerySet[Body]:
    rows = Body.objects.recordable_by(actor_of(request)).filter(cooperation=cooperation, dissolved_on=None)
    return rows.order_by("title")

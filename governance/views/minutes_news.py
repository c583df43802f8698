"""Whether somebody else has written while one's own page of the minutes stands open."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from governance.models import AgendaItem
from governance.selectors.minutes_news import newer_items, shown_mark
from governance.views.minutes import recorded_meeting
from ikz.access.actors import actor_of
from ikz.ui.htmx import wants_partial


@require_safe
@login_required
def news(request: HttpRequest, pk: int) -> HttpResponse:
    """Items that others saved since ``?stand=<key>-<version>,…``: a hint, or nothing new (204).

    ``gezeigt`` is the mark of the hint that stands there already, so that nothing is announced twice.
    """
    meeting = recorded_meeting(request, pk)
    if not wants_partial(request):
        return redirect("governance:minutes", pk)
    rows = AgendaItem.objects.filter(meeting=meeting).select_related("recorded_by").order_by("position")
    known = request.GET.get("stand", "")
    found = newer_items(list(rows), known, actor_of(request))
    mark = shown_mark(found)
    if mark == request.GET.get("gezeigt", ""):
        return HttpResponse(status=204)
    context = {"meeting": meeting, "newer": found, "known": known, "mark": mark}
    return render(request, "governance/minutes/partials/news.html", context)

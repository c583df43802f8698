"""How long what is kept, and whose period is over."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ikz.access.actors import actor_of
from ikz.access.administration import for_administrators
from ikz.ui.exports import export, wanted_format
from workspace.selectors import retention

COLUMNS = ("Art", "Bezeichnung", "Beendet", "Frist abgelaufen am")


@require_safe
@for_administrators
def retention_periods(request: HttpRequest) -> HttpResponse:
    """The periods with their reasons, and what is due; ``?format=`` exports what is due."""
    viewer = actor_of(request)
    due = retention.due_records(viewer)
    if fmt := wanted_format(request.GET.get("format")):
        rows = [(row.kind, row.title, row.ended_on, row.over_on) for row in due]
        return export(fmt, name="abgelaufene-fristen", columns=COLUMNS, rows=rows)
    context = {"periods": retention.periods(viewer), "due": due}
    return render(request, "workspace/administration/retention.html", context)

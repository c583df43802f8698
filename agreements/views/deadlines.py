"""The deadlines of an agreement: as a page with how each was computed, and as a file for the calendar."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from agreements.deadline_ics import calendar_text
from agreements.deadlines import STAGES
from agreements.selectors.deadlines import outlook, proceeding_days
from agreements.views.drafts import seen_place
from ikz.access.actors import actor_of


@require_safe
@login_required
def deadlines_page(request: HttpRequest, pk: int) -> HttpResponse:
    """What lies ahead, by the version that holds, else by the draft."""
    place = seen_place(request, pk)
    found = outlook(place.agreement)
    clauses = dict(place.agreement.clauses.exclude(key="").values_list("key", "heading"))
    context = {
        **place.context,
        "outlook": found,
        "rows": [(one, clauses.get(one.clause_key, "")) for one in found.deadlines],
        "proceeding_days": proceeding_days(actor_of(request), place.agreement),
        "stages": [f"{stage} Monate" if stage > 1 else "1 Monat" for stage in STAGES],
    }
    return render(request, "agreements/deadlines/page.html", context)


@require_safe
@login_required
def deadlines_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The same days as whole-day entries for a calendar; those that move every day are left out."""
    place = seen_place(request, pk)
    found = outlook(place.agreement)
    host = urlsplit(settings.BASE_URL).hostname or "ikz"
    text = calendar_text(
        [one for one in found.deadlines if one.reminds],
        title=place.agreement.title,
        uid=f"agreement-{pk}@{host}",
        address=f"{settings.BASE_URL}{reverse('agreements:deadlines', args=[pk])}",
        stamp=timezone.now(),
    )
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="fristen-{pk}.ics"'
    return answer

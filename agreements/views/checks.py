"""The completeness check of a draft, as a page."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from agreements.findings import CheckResult, Level
from agreements.mending import with_ways
from agreements.selectors.checks import check_of_draft
from agreements.views.drafts import seen_place


@require_safe
@login_required
def check_page(request: HttpRequest, pk: int) -> HttpResponse:
    """What is missing, what to look at, and what is only good to know or in order."""
    place = seen_place(request, pk)
    whole = check_of_draft(place.agreement)
    rows = place.agreement.clauses.exclude(key="").values_list("key", "pk")
    check = with_ways(whole, agreement_id=pk, clause_ids=dict(rows), may_change=place.may_change)
    context = {
        **place.context,
        "check": check,
        "counts": list(whole.counts.items()),
        "worst": _worst(whole),
    }
    return render(request, "agreements/checks/page.html", context)


def _worst(check: CheckResult) -> Level:
    """The most serious level there is."""
    return next((level for level, count in check.counts.items() if count), Level.OK)

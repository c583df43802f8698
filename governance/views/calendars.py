"""Meetings in other calendars: one as a file, all of an account by a secret address."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from governance.forms.invitations import CalendarAddressForm
from governance.models import CalendarAddress, Meeting
from governance.selectors.calendars import calendar_of, meeting_file
from governance.services.calendars import (
    create_calendar_address,
    digest_of,
    reader_of,
    revoke_calendar_address,
)
from ikz.access.actors import actor_of
from ikz.access.querysets import get_visible
from ikz.access.throttling import is_within
from ikz.ui.forms import add_errors

# Calendars ask every few minutes at most; a town hall's all come from one address.
RATES = "30/m/key,300/m/ip"
CALENDAR_TYPE = "text/calendar; charset=utf-8"
form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@login_required
@never_cache
def meeting_ics(request: HttpRequest, pk: int) -> HttpResponse:
    """One meeting for the own calendar."""
    rows = Meeting.objects.select_related("body__cooperation").prefetch_related("items")
    meeting = get_visible(rows, actor_of(request), pk=pk)
    response = HttpResponse(meeting_file(meeting), content_type=CALENDAR_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="sitzung-{meeting.pk}.ics"'
    return response


@require_safe
def subscription(request: HttpRequest, token: str) -> HttpResponse:
    """What a calendar program fetches: no signing in, the address is the key."""
    if not is_within(request, "calendar", RATES, key=digest_of(token)):
        return _private(
            HttpResponse("Zu viele Anfragen.", status=429, content_type="text/plain; charset=utf-8")
        )
    reader = reader_of(token)
    if reader is None:
        return _private(
            HttpResponse(
                "Diese Kalenderadresse gibt es nicht oder nicht mehr.",
                status=404,
                content_type="text/plain; charset=utf-8",
            )
        )
    response = HttpResponse(calendar_of(reader), content_type=CALENDAR_TYPE)
    response.headers["Content-Disposition"] = 'inline; filename="sitzungen.ics"'
    return _private(response)


def _private(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@form_page
@login_required
@never_cache
def addresses(request: HttpRequest) -> HttpResponse:
    """The own addresses, and the form for one more; a new address stands on the answer to this one request."""
    user = actor_of(request)
    form = CalendarAddressForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            row, token = create_calendar_address(actor=user, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        else:
            address = f"{settings.BASE_URL}/kalender/{token}.ics"
            return render(request, "governance/calendars/created.html", {"row": row, "address": address})
    rows = CalendarAddress.objects.visible_to(user).filter(revoked_at=None)
    return render(request, "governance/calendars/list.html", {"addresses": rows, "form": form})


@form_page
@login_required
@never_cache
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once, then revoke."""
    user = actor_of(request)
    row = get_visible(CalendarAddress.objects.filter(revoked_at=None), user, pk=pk)
    if request.method == "POST":
        revoke_calendar_address(actor=user, address=row)
        messages.success(request, f"Die Kalenderadresse „{row.label}“ ist widerrufen.")
        return redirect("governance:calendar_addresses")
    return render(request, "governance/calendars/revoke.html", {"row": row})

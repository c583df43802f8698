"""Sessions of the own account."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from ikz.access.actors import actor_of
from ikz.accounts import services


@require_POST
@login_required
def end_others(request: HttpRequest) -> HttpResponse:
    """End every session of the account but this one."""
    user = services.end_other_sessions(actor=actor_of(request))
    update_session_auth_hash(request, user)
    messages.success(request, "Auf allen anderen Geräten sind Sie jetzt abgemeldet.")
    return redirect("account:overview")

"""API keys of the own account: list, make, revoke."""

from collections.abc import Callable
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ikz.access.actors import actor_of
from ikz.accounts import services
from ikz.accounts.forms import ApiTokenForm
from ikz.accounts.models import ApiToken

View = Callable[[HttpRequest], HttpResponse]
# allauth's decorator has no types.
_confirmed: Callable[[View], View] = reauthentication_required


@require_safe
@login_required
@never_cache
def token_list(request: HttpRequest) -> HttpResponse:
    """Show which programs may act for the account, and when they last did."""
    return render(
        request, "accounts/tokens.html", {"tokens": ApiToken.objects.filter(user=actor_of(request))}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@_confirmed
@never_cache
def create_token(request: HttpRequest) -> HttpResponse:
    """Make a key; its text stands on the answer to this one request and nowhere else."""
    form = ApiTokenForm(request.POST or None)
    if form.is_valid():
        try:
            token, text = services.create_api_token(actor=actor_of(request), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return render(request, "accounts/token_created.html", {"token": token, "text": text})
    return render(request, "accounts/token_create.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def revoke_token(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Ask once, then make the key useless."""
    token = get_object_or_404(ApiToken, user=actor_of(request), reference=reference)
    if request.method != "POST":
        return render(request, "accounts/token_revoke.html", {"token": token})
    services.revoke_api_token(actor=actor_of(request), token=token)
    messages.success(request, f"Der Schlüssel „{token.name}“ ist widerrufen.")
    return redirect("accounts:tokens")

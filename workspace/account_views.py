"""The overview of the own account: the account itself, and the municipalities and authorities behind it."""

from allauth.mfa.models import Authenticator
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ikz.access.actors import actor_of
from ikz.accounts.models import ApiToken
from ikz.accounts.second_factor import FACTORS, is_required
from municipalities.models import Mandate, Membership
from workspace.own_data.export import archive, as_json, tables


@require_safe
@login_required
@never_cache
def overview(request: HttpRequest) -> HttpResponse:
    """Who I am here, for whom I work, and how the account is protected."""
    owner = actor_of(request)
    factors = Authenticator.objects.filter(user_id=owner.pk, type__in=FACTORS)
    memberships = Membership.objects.visible_to(owner).current().filter(user=owner)
    mandates = Mandate.objects.visible_to(owner).current().filter(user=owner)
    context = {
        "memberships": memberships.select_related("municipality"),
        "mandates": mandates.select_related("authority"),
        "factor_kinds": set(factors.values_list("type", flat=True)),
        "factor_required": is_required(),
        "token_count": ApiToken.objects.filter(user=owner).count(),
    }
    return render(request, "accounts/overview.html", context)


@require_safe
@login_required
@never_cache
def own_data(request: HttpRequest) -> HttpResponse:
    """What is stored about the person behind the account; ``?format=zip`` and ``?format=json`` download it."""
    owner = actor_of(request)
    if request.GET.get("format") == "json":
        return _download(as_json(owner, tables(owner)).encode(), "application/json", "meine-daten.json")
    if request.GET.get("format") == "zip":
        return _download(archive(owner, tables(owner)), "application/zip", "meine-daten.zip")
    found = tables(owner, whole=False)
    context = {
        "tables": [table for table in found if table.count],
        "empty": [table for table in found if not table.count],
    }
    return render(request, "accounts/own_data.html", context)


def _download(content: bytes, content_type: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=content_type, headers=headers)

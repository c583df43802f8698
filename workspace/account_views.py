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

"""The page of one municipality: what the register, its staff and the cooperations tell about it."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ikz.access.actors import actor_of
from ikz.access.pagination import KeysFirst
from ikz.access.querysets import get_visible
from ikz.accounts.models import User
from municipalities import selectors
from municipalities.models import Kind, Municipality
from municipalities.need_selectors import needs_of
from municipalities.profile_selectors import profile_of
from municipalities.school_selectors import school_totals
from workspace.municipality_steps import Own, municipality_steps
from workspace.selectors.municipalities import cooperations_of, public_editions_of

PAGE_SIZE = 50


@require_safe
@login_required
def profile(request: HttpRequest, ags: str) -> HttpResponse:
    """Key facts, profile, schools, needs, what belongs to it, and cooperations as far as the visitor sees them."""
    user = actor_of(request)
    municipality = get_visible(Municipality.objects.select_related("parent__parent__parent"), user, ags=ags)
    below = KeysFirst(selectors.children(user, municipality), PAGE_SIZE)
    context = {
        "municipality": municipality,
        "place": selectors.told_apart(user, [municipality]).get(municipality.pk, ""),
        "above": _above(municipality),
        "density": _density(municipality),
        "children": below.get_page(request.GET.get("page")),
        "cooperations": cooperations_of(user, municipality),
        "editions": public_editions_of(user, municipality),
    }
    if municipality.kind != Kind.LAND:
        context |= _own_facts(user, municipality)
    return render(request, "municipalities/profile.html", context)


def _above(municipality: Municipality) -> list[Municipality]:
    """What the municipality lies in, the Land first."""
    rows: list[Municipality] = []
    while municipality.parent:
        municipality = municipality.parent
        rows.insert(0, municipality)
    return rows


def _density(municipality: Municipality) -> int | None:
    """People per square kilometre."""
    if municipality.population is None or not municipality.area_km2:
        return None
    return round(municipality.population / municipality.area_km2)


def _own_facts(user: User, municipality: Municipality) -> dict[str, Any]:
    """What Schulträger keep about themselves; a Land is none."""
    facts = profile_of(user, municipality)
    schools, pupils = school_totals(municipality)
    open_needs = needs_of(user, municipality).open().count()
    # Who works for it sees all of its needs.
    own = Own(
        ags=municipality.ags,
        has_profile=facts.profile is not None,
        is_stale=facts.is_stale,
        has_schools=schools > 0,
        has_need=open_needs > 0,
    )
    return {
        "may_edit": facts.may_edit,
        "profile_facts": facts,
        "schools": schools,
        "pupils": pupils,
        "open_needs": open_needs,
        "steps": municipality_steps(own) if facts.may_edit and not municipality.is_dissolved else [],
    }

"""The page of one cooperation: where it stands and what comes next."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cooperations import catalog
from cooperations.models import PRESENT, Cooperation, ModelAdvice, Partner, PartnerSearch
from cooperations.selectors.relations import with_partners
from ikz.access.actors import actor_of
from ikz.access.querysets import get_visible
from workspace.selectors.situations import Situation, situations


@dataclass(frozen=True)
class PhaseStep:
    """A phase on the line of phases."""

    title: str
    state: str
    href: str
    note: str


@require_safe
@login_required
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one cooperation to those who take part or are asked to."""
    user = actor_of(request)
    row = get_visible(with_partners(Cooperation.objects.with_totals()), user, slug=slug)
    [situation] = situations(user, [row])
    partners = [partner for partner in row.partners.all() if partner.status in PRESENT]
    context = {
        "cooperation": row,
        "situation": situation,
        "viewer_relation": situation.relation,
        "partners": [(partner, _share(partner, partners)) for partner in partners],
        "invited_count": sum(not partner.is_confirmed for partner in partners),
        "phase_steps": _phase_steps(situation),
        "measures": situation.measures,
        "advices": ModelAdvice.objects.visible_to(user).filter(cooperation=row).only("created_at"),
        "searches": PartnerSearch.objects.visible_to(user).filter(cooperation=row).only("created_at"),
    }
    return render(request, "workspace/overview.html", context)


def _share(partner: Partner, partners: list[Partner]) -> float | None:
    """The part of all pupils that a confirmed partner brings in; None where it is not known."""
    total = sum(row.pupils or 0 for row in partners if row.is_confirmed)
    if not partner.is_confirmed or partner.pupils is None or not total:
        return None
    return partner.pupils / total


def _phase_steps(situation: Situation) -> list[PhaseStep]:
    keys = list(catalog.phases())
    present = keys.index(situation.cooperation.phase)
    return [
        PhaseStep(
            title=row.label,
            state="done" if index < present else "current" if index == present else "open",
            href=f"/kooperationen/{situation.cooperation.slug}/phasen/?phase={row.key}",
            note=f"{row.text} Antworten",
        )
        for index, row in enumerate(situation.phases)
    ]

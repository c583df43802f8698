"""The first page: what needs the administration's attention."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cooperations.models import LawNote
from ikz.access.actors import actor_of
from ikz.access.administration import for_administrators
from municipalities.models import Authority, ImportJob, ImportStage
from workspace.selectors import administration, jobs
from workspace.selectors.retention import due_records

# Long enough before its end to ask whether a mandate goes on.
MANDATE_NOTICE = timedelta(days=60)


@require_safe
@for_administrators
def overview(request: HttpRequest) -> HttpResponse:
    """Numbers of each part, and what is due."""
    viewer = actor_of(request)
    today = timezone.localdate()
    ending = administration.mandates(viewer).current().filter(valid_until__lte=today + MANDATE_NOTICE)
    active = administration.in_state(administration.accounts(viewer), administration.AccountState.ACTIVE)
    context = {
        "account_count": active.count(),
        "invitation_count": administration.invitations(viewer).count(),
        "membership_count": administration.memberships(viewer).current().count(),
        "mandate_count": administration.mandates(viewer).current().count(),
        "authority_count": Authority.objects.visible_to(viewer).count(),
        "trouble_count": sum(
            rows(viewer).count()
            for rows in (
                jobs.troubled_mails,
                jobs.troubled_editions,
                jobs.troubled_model_sheets,
                jobs.troubled_handovers,
                jobs.troubled_imports,
            )
        ),
        "waiting_imports": ImportJob.objects.visible_to(viewer).filter(stage=ImportStage.READY).count(),
        "law_note_count": LawNote.objects.visible_to(viewer).in_force().count(),
        "due_count": len(due_records(viewer)),
        "ending_mandates": ending.order_by("valid_until", "pk")[:10],
    }
    return render(request, "workspace/administration/overview.html", context)

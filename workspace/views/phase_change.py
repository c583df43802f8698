"""The step from one phase to the next, or back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from cooperations.models import Phase
from cooperations.selectors import guiding
from cooperations.views.lookup import coordinated
from ikz.access.actors import actor_of
from ikz.ui.forms import add_errors
from workspace.forms.phase_change import PhaseForm
from workspace.selectors.open_items import open_items
from workspace.services.phase_change import change_phase


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def phase_change(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what is still open in the present phase, ask why, and move on or back; nothing open ever blocks."""
    cooperation, _ = coordinated(request, slug)
    user = actor_of(request)
    # The choices are those that the person met: where the phase changed meanwhile, the service says so.
    met = request.POST.get("seen", "")
    current = met if met in Phase.values else cooperation.phase
    form = PhaseForm(request.POST if request.method == "POST" else None, current=current)
    if request.method == "POST" and (form.is_valid() or current != cooperation.phase):
        try:
            row = change_phase(
                actor=user,
                cooperation=cooperation,
                phase=Phase(form.cleaned_data.get("phase") or current),
                reason=form.cleaned_data.get("reason", ""),
                seen=Phase(met) if met in Phase.values else None,
            )
        except ValidationError as error:
            # What the person saw is over: from here on the new phase counts, and the reason they wrote stays.
            cooperation, _ = coordinated(request, slug)
            form = PhaseForm(request.POST, current=cooperation.phase)
            form.errors.clear()
            add_errors(form, error)
        else:
            messages.success(request, f"Neue Phase: {row.get_phase_display()}.")
            return redirect("cooperations:phases", slug)
    rows = guiding.phase_progress(cooperation, guiding.visible_answers(user, cooperation))
    context = {
        "cooperation": cooperation,
        "form": form,
        "phase_progress": next(row for row in rows if row.key == cooperation.phase),
        "open_items": open_items(cooperation),
    }
    return render(request, "workspace/phase_change.html", context)

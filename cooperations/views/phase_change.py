"""The step from one phase to the next, or back."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from cooperations.models import Phase
from cooperations.selectors import guiding
from cooperations.services import change_phase
from cooperations.services.phases import TRANSITIONS
from cooperations.views.lookup import coordinated
from ikz.access.actors import actor_of


class PhaseForm(forms.Form):
    """The phases that can be reached from the present one."""

    def __init__(self, data: QueryDict | None = None, *, current: str) -> None:
        super().__init__(data)
        reachable = [(phase.value, phase.label) for phase in Phase if phase in TRANSITIONS[current]]
        self.fields["phase"] = forms.ChoiceField(
            label="Neue Phase", choices=reachable, widget=forms.RadioSelect
        )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def phase_change(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what is still open in the present phase, and move on or back; open questions never block."""
    cooperation, _ = coordinated(request, slug)
    user = actor_of(request)
    form = PhaseForm(request.POST if request.method == "POST" else None, current=cooperation.phase)
    if request.method == "POST" and form.is_valid():
        try:
            row = change_phase(actor=user, cooperation=cooperation, phase=Phase(form.cleaned_data["phase"]))
        except ValidationError as error:
            # Somebody else was quicker, so the step that was asked for leads nowhere any more.
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, f"Neue Phase: {row.get_phase_display()}.")
        return redirect("cooperations:phases", slug)
    rows = guiding.phase_progress(cooperation, guiding.visible_answers(user, cooperation))
    present = next(row for row in rows if row.key == cooperation.phase)
    context = {"cooperation": cooperation, "form": form, "phase_progress": present}
    return render(request, "cooperations/phase_change.html", context)

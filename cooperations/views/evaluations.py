"""Self-evaluations of a cooperation: recorded by the coordination, taken back where they were a mistake."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cooperations.models import SelfEvaluation
from cooperations.models.conduct import TEXT_LENGTH
from cooperations.selectors.conduct import conducts
from cooperations.services import record_self_evaluation, remove_self_evaluation
from cooperations.views.lookup import coordinated
from ikz.access.actors import actor_of
from ikz.access.querysets import get_editable
from ikz.ui.forms import DateField, add_errors

form_page = require_http_methods(["GET", "HEAD", "POST"])


class EvaluationForm(forms.Form):
    """When it was held, and what it came to."""

    held_on = DateField(label="Durchgeführt am")
    outcome = forms.CharField(
        label="Ergebnis",
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Was haben die Partner gemeinsam festgestellt, und was folgt daraus?",
        error_messages={"required": "Bitte halten Sie das Ergebnis fest."},
    )


@form_page
@login_required
def record(request: HttpRequest, slug: str) -> HttpResponse:
    """Record a self-evaluation; the next one falls due five years later."""
    cooperation, _ = coordinated(request, slug)
    form = EvaluationForm(request.POST or None, initial={"held_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            record_self_evaluation(actor=actor_of(request), cooperation=cooperation, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, "Die Selbstevaluation ist festgehalten.")
            return redirect("cooperations:phases", slug)
    context = {"cooperation": cooperation, "form": form, "due": conducts([cooperation])[cooperation.pk].due}
    return render(request, "cooperations/evaluation.html", context)


@form_page
@login_required
def remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ask once, then take the entry back."""
    cooperation, _ = coordinated(request, slug)
    row = get_editable(SelfEvaluation.objects, actor_of(request), cooperation=cooperation, pk=pk)
    if request.method == "POST":
        remove_self_evaluation(actor=actor_of(request), evaluation=row)
        messages.success(request, "Der Eintrag ist entfernt.")
        return redirect("cooperations:phases", slug)
    return render(
        request, "cooperations/evaluation_remove.html", {"cooperation": cooperation, "evaluation": row}
    )

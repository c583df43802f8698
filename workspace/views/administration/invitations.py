"""Invitations: those that are open, and a new one."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from ikz.access.actors import actor_of
from ikz.access.administration import for_administrators
from workspace.forms.administration import InviteForm
from workspace.selectors import administration
from workspace.services.administration import invite_with_role
from workspace.views.administration.shared import PAGE_SIZE, accepted


@require_safe
@for_administrators
def invitation_list(request: HttpRequest) -> HttpResponse:
    """Invitations that wait for an answer, those that expire first on top."""
    rows = Paginator(administration.invitations(actor_of(request)), PAGE_SIZE)
    context = {"page_obj": rows.get_page(request.GET.get("page"))}
    return render(request, "workspace/administration/invitations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def invite(request: HttpRequest) -> HttpResponse:
    """Invite somebody by e-mail, together with the task."""
    viewer = actor_of(request)
    if "add_row" in request.POST:
        form = InviteForm.with_new_row(request.POST, actor=viewer)
        return render(request, "workspace/administration/invite.html", {"form": form})
    form = InviteForm(request.POST or None, actor=viewer)

    def save() -> None:
        invite_with_role(
            actor=viewer,
            email=form.cleaned_data["email"],
            label=form.cleaned_data["label"],
            role=form.chosen_role(),
        )

    if accepted(request, form, save):
        messages.success(request, f"Die Einladung an {form.cleaned_data['email']} ist unterwegs.")
        return redirect("administration:invitations")
    return render(request, "workspace/administration/invite.html", {"form": form})

"""Accounts: the list, one account, and what can be done with it."""

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from ikz.access.actors import actor_of
from ikz.access.administration import for_administrators
from ikz.accounts import services
from ikz.accounts.models import User
from ikz.accounts.second_factor import FACTORS
from ikz.ui.exports import export, wanted_format
from ikz.ui.htmx import render_page_or_partial
from workspace import exports
from workspace.filters import AccountFilter
from workspace.forms.administration import AccountForm
from workspace.selectors import administration
from workspace.views.administration.shared import PAGE_SIZE, accepted, export_query


@require_safe
@for_administrators
def account_list(request: HttpRequest) -> HttpResponse:
    """Search and filter accounts; ``?format=csv`` and ``?format=xlsx`` export what the filter leaves."""
    found = AccountFilter(request.GET, queryset=administration.accounts(actor_of(request)), request=request)
    if fmt := wanted_format(request.GET.get("format")):
        lines = exports.account_lines(found.qs)
        return export(fmt, name="konten", columns=exports.ACCOUNTS, rows=lines)
    context = {
        "filter": found,
        "export_query": export_query(request),
        "page_obj": Paginator(found.qs, PAGE_SIZE).get_page(request.GET.get("page")),
    }
    return render_page_or_partial(
        request,
        page="workspace/administration/accounts.html",
        partial="workspace/administration/partials/accounts.html",
        context=context,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an account with all its periods; change function, last day and administration."""
    viewer = actor_of(request)
    row = get_object_or_404(administration.accounts(viewer), pk=pk)
    initial = {"label": row.label, "expires_on": row.expires_on, "is_administrator": row.is_administrator}
    form = AccountForm(request.POST or None, initial=initial)
    if accepted(request, form, lambda: services.update_account(actor=viewer, user=row, **form.cleaned_data)):
        messages.success(request, "Die Angaben zum Konto sind gespeichert.")
        return redirect("administration:account", pk)
    context = {
        "account": row,
        "form": form,
        "is_own": row.pk == viewer.pk,
        "today": timezone.localdate(),
        "memberships": administration.memberships(viewer).filter(user=row),
        "mandates": administration.mandates(viewer).filter(user=row),
        "invitation": administration.invitations(viewer).filter(user=row).first(),
        "has_password": row.has_usable_password(),
        "has_second_factor": Authenticator.objects.filter(user=row, type__in=FACTORS).exists(),
    }
    return render(request, "workspace/administration/account.html", context)


def _confirmed(template: str, done: str, service: Callable[..., object]) -> Callable[..., HttpResponse]:
    """Make a view that asks once and then calls ``service`` for the account in its address."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @for_administrators
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        viewer = actor_of(request)
        row: User = get_object_or_404(administration.accounts(viewer), pk=pk)
        if request.method != "POST":
            return render(request, f"workspace/administration/{template}", {"account": row})
        try:
            service(actor=viewer, user=row)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, done)
        return redirect("administration:account", pk)

    return view


deactivate = _confirmed("account_deactivate.html", "Das Konto ist gesperrt.", services.deactivate_account)
reactivate = _confirmed("account_reactivate.html", "Das Konto ist entsperrt.", services.reactivate_account)
reset_second_factor = _confirmed(
    "account_second_factor.html", "Die zweiten Faktoren sind entfernt.", services.reset_second_factor
)
resend_invitation = _confirmed(
    "invitation_resend.html", "Die Einladung ist unterwegs.", services.resend_invitation
)
revoke_invitation = _confirmed(
    "invitation_revoke.html", "Die Einladung ist zurückgezogen.", services.revoke_invitation
)

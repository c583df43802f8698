"""Replace a person by the function, asked once with everything that will happen."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from ikz.access.actors import actor_of
from ikz.access.administration import for_administrators
from ikz.accounts.services.replacements import GONE_DOMAIN
from workspace.forms.redaction import ReplaceNameForm, ReplaceUnknownForm
from workspace.selectors import administration
from workspace.selectors.redaction import outlook, outlook_without_account, suggested_function
from workspace.services.redaction import replace_person, replace_person_without_account
from workspace.views.administration.shared import accepted


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def replace_name(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for function and spellings, show what will happen, and do it once that is confirmed."""
    viewer = actor_of(request)
    row = get_object_or_404(administration.accounts(viewer), pk=pk)
    form = ReplaceNameForm(request.POST or None, initial={"function": suggested_function(row)})
    context = {"account": row, "form": form, "is_gone": row.email.endswith(GONE_DOMAIN)}
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data
        if not sent["confirmed"]:
            context |= {"sent": sent, "outlook": outlook(row, sent["names"])}
            return render(request, "workspace/administration/account_replace_confirm.html", context)
        if accepted(
            request,
            form,
            lambda: replace_person(actor=viewer, user=row, function=sent["function"], names=sent["names"]),
        ):
            messages.success(
                request, "Der Name ist überall durch die Funktion ersetzt, das Konto ist geschlossen."
            )
            return redirect("administration:account", pk)
    return render(request, "workspace/administration/account_replace.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def replace_unknown(request: HttpRequest) -> HttpResponse:
    """The same for a person who has no account: a member known by mail address, a guest, somebody named in texts."""
    viewer = actor_of(request)
    form = ReplaceUnknownForm(request.POST or None)
    context: dict[str, object] = {"form": form}
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data
        who = {name: sent[name] for name in ("function", "email", "names")}
        if not sent["confirmed"]:
            context |= {"sent": sent, "outlook": outlook_without_account(sent["email"], sent["names"])}
            return render(request, "workspace/administration/person_replace_confirm.html", context)
        if accepted(request, form, lambda: replace_person_without_account(actor=viewer, **who)):
            messages.success(request, "Der Name ist überall durch die Funktion ersetzt.")
            return redirect("administration:accounts")
    return render(request, "workspace/administration/person_replace.html", context)

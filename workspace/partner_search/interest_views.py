"""The Interessensbekundung: choose from a result, write, look once more, send."""

from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from cooperations.models import Cooperation
from cooperations.selectors.addressees import Addressee, addressees
from cooperations.services import express_interest
from cooperations.services.searches import MOST_MUNICIPALITIES, Letter
from ikz.access.actors import actor_of
from ikz.accounts.models import User
from ikz.ui.forms import add_errors
from municipalities.models import Kind, Municipality, Need
from municipalities.own import own_municipality
from workspace.partner_search.evidence import evidence
from workspace.partner_search.forms import InterestForm, SearchForm, first_letter
from workspace.partner_search.views import own_need

CHOOSE = "Bitte wählen Sie mindestens eine Kommune aus."
TOO_MANY = f"Bitte wählen Sie höchstens {MOST_MUNICIPALITIES} Kommunen aus."


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def interest(request: HttpRequest, ags: str) -> HttpResponse:
    """Ask for the letter, show it once more (``step=preview``), send it (``step=send``).

    Who is written to, and the search behind it, are in the address.
    """
    user = actor_of(request)
    municipality = own_municipality(user, ags=ags)
    need = own_need(user, municipality, request.GET.get("bedarf", ""))
    chosen = _chosen(user, municipality, request.GET.getlist("kommune"))
    if not 1 <= len(chosen) <= MOST_MUNICIPALITIES:
        messages.error(request, TOO_MANY if chosen else CHOOSE)
        return redirect(_back(request, ags))
    receivers = addressees(chosen)
    unreachable = [row.municipality for row in receivers if not row.is_known]
    if request.method != "POST":
        form = InterestForm(unreachable=unreachable, initial=first_letter(user, need, token=uuid4()))
        return _show(request, need, form, receivers)
    form = InterestForm(request.POST, unreachable=unreachable)
    step = request.POST.get("step", "preview")
    if step == "send" and form.is_valid():
        try:
            cooperation = _send(request, user, need, chosen, form)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(
                request,
                "Ihre Interessensbekundung ist unterwegs. Die Kooperation ist in der Sondierung angelegt, "
                "die Partnersuche als Nachweis gesichert.",
            )
            return redirect("workspace:overview", cooperation.slug)
    return _show(request, need, form, receivers, preview=step == "preview" and form.is_valid())


def _chosen(user: User, own: Municipality, keys: list[str]) -> list[Municipality]:
    """The named municipalities in the order of the result; keys that name nobody are passed over."""
    wanted = list(dict.fromkeys(keys))[: MOST_MUNICIPALITIES + 1]
    rows = Municipality.objects.visible_to(user).present().exclude(kind=Kind.LAND).exclude(pk=own.pk)
    named = {row.ags: row for row in rows.filter(ags__in=[key[:9] for key in wanted])}
    return [named[key] for key in wanted if key in named]


def _back(request: HttpRequest, ags: str) -> str:
    """The address of the result that the choice was made from."""
    kept = request.GET.copy()
    kept.pop("kommune", None)
    return f"{reverse('partner_search:search', args=[ags])}?{kept.urlencode()}"


def _send(
    request: HttpRequest, user: User, need: Need, chosen: list[Municipality], form: InterestForm
) -> Cooperation:
    values = form.cleaned_data
    wanted = SearchForm(request.GET, own=need.municipality).wanted()
    return express_interest(
        actor=user,
        need=need,
        municipalities=chosen,
        letter=Letter(
            title=values["title"],
            message=values["message"],
            reply_office=values["reply_office"],
            reply_email=values["reply_email"],
            typed=form.typed(),
        ),
        result=evidence(user, need, wanted),
        token=values["token"],
    )


def _show(
    request: HttpRequest,
    need: Need,
    form: InterestForm,
    receivers: list[Addressee],
    *,
    preview: bool = False,
) -> HttpResponse:
    typed = form.typed() if preview else {}
    context = {
        "municipality": need.municipality,
        "may_edit": True,
        "need": need,
        "form": form,
        "receivers": [(row, typed.get(row.municipality.ags, "")) for row in receivers],
        "action": request.get_full_path(),
        "back": _back(request, need.municipality.ags),
    }
    page = "preview" if preview else "interest"
    return render(request, f"workspace/partner_search/{page}.html", context)

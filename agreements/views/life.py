"""What pages of resolutions and proceedings share: the version they are about, and a step entered in a form."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from agreements.models import AgreementVersion
from agreements.views.drafts import Place, coordinated_place, seen_place
from ikz.access.actors import actor_of
from ikz.ui.forms import add_errors

NO_VERSION = "Erst eine festgeschriebene Fassung lässt sich beschließen und vorlegen."
DIGITS = 6


def version_asked_for(request: HttpRequest, place: Place) -> AgreementVersion | None:
    """The version that ``?fassung=`` names, else the last one; None before the first. Http404 for unknown numbers."""
    rows = AgreementVersion.objects.visible_to(actor_of(request)).filter(agreement=place.agreement)
    number = request.GET.get("fassung", "")
    if number:
        row = rows.filter(number=int(number)).first() if _is_number(number) else None
        if row is None:
            raise Http404
    else:
        row = rows.order_by("-number").first()
    if row is not None:
        row.agreement = place.agreement
    return row


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < DIGITS


def needed_version(request: HttpRequest, place: Place) -> AgreementVersion:
    """The same for steps, which are of no use without one."""
    row = version_asked_for(request, place)
    if row is None:
        raise Http404
    return row


def seen_with_version(request: HttpRequest, pk: int) -> tuple[Place, AgreementVersion | None]:
    """The agreement of one's own cooperation and the version asked for."""
    place = seen_place(request, pk)
    return place, version_asked_for(request, place)


def coordinated_with_version(request: HttpRequest, pk: int) -> tuple[Place, AgreementVersion]:
    """The same for steps of the coordination."""
    place = coordinated_place(request, pk)
    return place, needed_version(request, place)


def page_of(address: str, version: AgreementVersion) -> str:
    """The address of a page about this version."""
    return f"{reverse(f'agreements:{address}', args=[version.agreement_id])}?fassung={version.number}"


def answer(
    request: HttpRequest,
    place: Place,
    version: AgreementVersion,
    form: forms.Form,
    save: Callable[[dict[str, Any]], str],
    *,
    fresh: Callable[[], int] | None = None,
    **words: Any,
) -> HttpResponse:
    """Show a step's form, or take the step and go back to the page of proceedings; ``save`` returns what to say.

    ``fresh`` tells what ``expected`` is now: whoever was told that something changed may save what they typed.
    """
    if request.method == "POST" and form.is_valid():
        try:
            said = save(form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
            if fresh is not None:
                data = request.POST.copy()
                data["expected"] = str(fresh())
                form.data = data
        else:
            messages.success(request, said)
            return redirect(page_of("proceedings", version))
    context = {
        **place.context,
        "version": version,
        "form": form,
        "back_url": page_of("proceedings", version),
        "save_url": request.get_full_path(),
        **words,
    }
    return render(request, words.get("template", "agreements/proceedings/step.html"), context)

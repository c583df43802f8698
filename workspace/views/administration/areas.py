"""The page that changes the area of an authority or a mandate."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from ikz.access.actors import actor_of
from municipalities import services
from municipalities.models import Authority, Mandate, Municipality
from workspace.forms.administration import AreaForm
from workspace.views.administration.shared import accepted


def change_area(
    request: HttpRequest,
    row: Authority | Mandate,
    *,
    empty_means: str,
    back: str,
    page: Mapping[str, Any],
) -> HttpResponse:
    """Ask for the area of ``row`` and store it; "weitere Kommune" shows the same page with one more row.

    ``page`` says whose area it is (``of``), what it does (``title``, ``lead``) and where it belongs (``parent``).
    """
    viewer = actor_of(request)
    stored = list(Municipality.objects.visible_to(viewer).filter(ags__in=row.area).order_by("ags"))
    asked: dict[str, Any] = {"actor": viewer, "empty_means": empty_means}
    if "add_row" in request.POST:
        form = AreaForm.with_new_row(request.POST, **asked)
    else:
        form = AreaForm(request.POST or None, initial={"area": stored}, **asked)
        if accepted(request, form, _save(row, viewer, form)):
            messages.success(request, "Das Gebiet ist gespeichert.")
            return redirect(back)
    context = {**page, "form": form, "back": back}
    return render(request, "workspace/administration/area.html", context)


def _save(row: Authority | Mandate, viewer: Any, form: AreaForm) -> Callable[[], object]:
    def save() -> object:
        area = form.cleaned_data["area"]
        if isinstance(row, Authority):
            return services.set_authority_area(actor=viewer, authority_id=row.pk, area=area)
        return services.set_mandate_area(actor=viewer, mandate_id=row.pk, area=area)

    return save

"""Supervisory authorities."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from ikz.access.actors import actor_of
from ikz.access.administration import for_administrators
from municipalities import services
from municipalities.areas import name_areas
from municipalities.models import Authority
from municipalities.querysets import valid_today
from workspace.forms.administration import WHOLE_LAND, AuthorityForm, AuthorityNameForm
from workspace.views.administration.areas import change_area
from workspace.views.administration.shared import PAGE_SIZE, accepted


@require_safe
@for_administrators
def authority_list(request: HttpRequest) -> HttpResponse:
    """Authorities by Land, with the number of accounts that read for them today."""
    rows = (
        Authority.objects.visible_to(actor_of(request))
        .annotate(mandate_count=Count("mandates", filter=valid_today("mandates__")))
        .order_by("land", "name")
    )
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    name_areas(actor_of(request), list(page.object_list))
    context = {"page_obj": page}
    return render(request, "workspace/administration/authorities.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def authority_add(request: HttpRequest) -> HttpResponse:
    """Enter an authority."""
    viewer = actor_of(request)
    if "add_row" in request.POST:
        return _show_new(request, AuthorityForm.with_new_row(request.POST, actor=viewer))
    form = AuthorityForm(request.POST or None, actor=viewer)
    if accepted(request, form, lambda: services.create_authority(actor=viewer, **form.cleaned_data)):
        messages.success(request, "Die Aufsichtsbehörde ist eingetragen.")
        return redirect("administration:authorities")
    return _show_new(request, form)


def _show_new(request: HttpRequest, form: AuthorityForm) -> HttpResponse:
    return render(request, "workspace/administration/authority_add.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def authority_rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the name of an authority."""
    viewer = actor_of(request)
    row = get_object_or_404(Authority.objects.visible_to(viewer), pk=pk)
    form = AuthorityNameForm(request.POST or None, initial={"name": row.name})
    if accepted(
        request, form, lambda: services.rename_authority(actor=viewer, authority_id=pk, **form.cleaned_data)
    ):
        messages.success(request, "Der Name ist geändert.")
        return redirect("administration:authorities")
    return render(request, "workspace/administration/authority_rename.html", {"form": form, "row": row})


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def authority_area(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the area of an authority."""
    row = get_object_or_404(Authority.objects.visible_to(actor_of(request)), pk=pk)
    back = reverse("administration:authorities")
    return change_area(
        request,
        row,
        empty_means=WHOLE_LAND,
        back=back,
        page={
            "of": f"{row}, {row.get_land_display()}",
            "title": "Gebiet der Behörde",
            "lead": "Danach richtet sich, ob der Behörde etwas vorgelegt werden kann.",
            "parent": {"title": "Aufsichtsbehörden", "url": back},
        },
    )

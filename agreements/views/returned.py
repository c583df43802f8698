"""Documents that came back to a version: attached and removed by the coordination."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from agreements.forms.versions import ReturnedForm
from agreements.models import AgreementVersion, ReturnedDocument
from agreements.services.returned import attach_document, remove_document
from agreements.views.drafts import Place, coordinated_place
from ikz.access.actors import actor_of
from ikz.access.querysets import get_visible
from ikz.ui.forms import add_errors

form_page = require_http_methods(["GET", "HEAD", "POST"])


def _version(request: HttpRequest, pk: int, number: int) -> tuple[Place, AgreementVersion]:
    place = coordinated_place(request, pk)
    row = AgreementVersion.objects.visible_to(actor_of(request)).filter(
        agreement=place.agreement, number=number
    )
    version = row.defer("content").first()
    if version is None:
        raise Http404
    return place, version


@form_page
@login_required
def attach(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Attach a document; what was typed stays where the file is refused."""
    place, version = _version(request, pk, number)
    form = ReturnedForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        found = form.cleaned_data
        try:
            attach_document(
                actor=actor_of(request), version=version, note=found["note"], upload=found["file"]
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(
                request, f"Das Dokument „{found['file'].name}“ liegt jetzt bei Fassung {number}."
            )
            return redirect("agreements:version", pk, number)
    context = place.context | {"version": version, "form": form}
    return render(request, "agreements/versions/attach.html", context)


@form_page
@login_required
def remove(request: HttpRequest, pk: int, number: int, document_pk: int) -> HttpResponse:
    """Ask once, then remove a document and its file."""
    place, version = _version(request, pk, number)
    rows = ReturnedDocument.objects.filter(version=version).select_related("file")
    document = get_visible(rows, actor_of(request), pk=document_pk)
    if request.method == "POST":
        remove_document(actor=actor_of(request), document=document)
        messages.success(request, "Das Dokument ist entfernt.")
        return redirect("agreements:version", pk, number)
    context = place.context | {"version": version, "document": document}
    return render(request, "agreements/versions/remove.html", context)

"""Public sheets of the forms of cooperation: a comparison, a page for each, and the same as PDF."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from cooperations import catalog, law_words, model_sheet, model_words
from cooperations.catalog import CooperationModel
from cooperations.model_forms import land_form
from cooperations.selectors.law_notes import public_notes
from cooperations.services import model_sheets
from municipalities.catalog import LAENDER

RETRY_AFTER_SECONDS = 3


def _model(key: str) -> CooperationModel:
    model = catalog.models().get(key)
    if model is None:
        raise Http404
    return model


@require_safe
def model_list(request: HttpRequest) -> HttpResponse:
    """Compare all forms of cooperation, with what a Land asks for where one was chosen."""
    form, land = land_form(request)
    context = {
        "form": form,
        "land": land,
        "land_name": LAENDER.get(land, ""),
        "rows": model_sheet.comparison(land),
        "notes": [note for note in public_notes(land) if not note.model_key],
        "compiled_on": model_sheet.compiled_on(),
        "advice_note": law_words.NO_LEGAL_ADVICE,
    }
    return render(request, "cooperations/models/list.html", context)


@require_safe
def model_detail(request: HttpRequest, key: str) -> HttpResponse:
    """Explain one form of cooperation, with the law of a Land where one was chosen."""
    model = _model(key)
    form, land = land_form(request)
    context = {
        "form": form,
        **model_sheet.context(model, land),
    }
    return render(request, "cooperations/models/detail.html", context)


@require_safe
def model_pdf(request: HttpRequest, key: str) -> HttpResponse:
    """The stored PDF of a sheet; where none is current it is ordered, and a page asks to wait (202)."""
    model = _model(key)
    form, land = land_form(request)
    if form.errors:
        raise Http404
    row, content = model_sheets.stored_sheet(model=model, land=land)
    if content is None:
        context = {"sheet": model_words.sheet(model), "row": row, "land": land}
        status = 202 if row.is_open else 503
        waiting = render(request, "cooperations/models/waiting.html", context, status=status)
        waiting["Retry-After"] = str(RETRY_AFTER_SECONDS)
        return waiting
    etag = f'"{row.fingerprint}"'
    name = f"modell-{key}-{land}.pdf" if land else f"modell-{key}.pdf"
    response = get_conditional_response(request, etag=etag) or HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )
    response["ETag"] = etag
    # Always asked again: notes on the law may change any day.
    response["Cache-Control"] = "no-cache, public"
    return response

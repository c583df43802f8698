"""The Quick Check for everybody: computed, shown, and forgotten."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from ikz.access.middleware import stores_nothing
from quickcheck.forms import UnsavedCheckForm
from quickcheck.sheets import unsaved_sheet


@stores_nothing
@require_http_methods(["GET", "HEAD", "POST"])
def unsaved_check(request: HttpRequest) -> HttpResponse:
    """Ask for the twelve factors and show what follows; nothing is stored."""
    form = UnsavedCheckForm(request.POST if request.method == "POST" else None)
    sheet = unsaved_sheet(form.cleaned_data) if form.is_valid() else None
    return render(request, "quickcheck/unsaved.html", {"form": form, "sheet": sheet})

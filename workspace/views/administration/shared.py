"""What all pages of the administration share."""

from collections.abc import Callable

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from ikz.ui.forms import add_errors

PAGE_SIZE = 50


def export_query(request: HttpRequest) -> str:
    """The filter of this page as the beginning of the address of its export."""
    kept = request.GET.copy()
    kept.pop("page", None)
    return f"{kept.urlencode()}&" if kept else ""


def accepted(request: HttpRequest, form: forms.Form, save: Callable[[], object]) -> bool:
    """Whether the form was sent, is valid and the service took it; refusals stand beside their fields."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        save()
    except ValidationError as error:
        add_errors(form, error)
        return False
    return True

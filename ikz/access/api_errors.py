"""Errors of the API: German words under ``detail`` or per field, also for what services raise."""

from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import Http404
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.views import exception_handler

from ikz.access.conflicts import EditConflict


class Conflict(exceptions.APIException):
    """Somebody saved a newer version; ``current`` is what is stored now, nothing was written."""

    status_code = status.HTTP_409_CONFLICT

    def __init__(self, conflict: EditConflict, current: Any) -> None:
        super().__init__()
        # Set past the base class, which would turn every value of the answer into a string.
        self.detail: Any = {"detail": str(conflict), "current": current}


def handle_exception(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's handler, plus the errors that services raise: by field as 400, a conflict of versions as 409."""
    if isinstance(error, ValidationError):
        error = exceptions.ValidationError(_by_field(error))
    elif isinstance(error, Http404):
        # Without Django's words, which are English and name the model.
        error = exceptions.NotFound()
    elif isinstance(error, exceptions.ParseError):
        # Without the parser's words, which are English.
        error = exceptions.ParseError("Die Anfrage ist nicht lesbar. Erwartet wird gültiges JSON.")
    elif isinstance(error, exceptions.ValidationError) and _is_empty(error):
        # Without the framework's words, which are English.
        error = exceptions.ValidationError({"detail": ["Die Anfrage enthält keine Daten."]})
    elif isinstance(error, EditConflict):
        error = Conflict(error, {"version": error.current.version})
    return exception_handler(error, context)


def _is_empty(error: exceptions.ValidationError) -> bool:
    """Whether the whole body was ``null``; a field that was null speaks for itself."""
    codes = error.get_codes()
    return isinstance(codes, dict) and codes == {api_settings.NON_FIELD_ERRORS_KEY: ["null"]}


def _by_field(error: ValidationError) -> dict[str, list[str]]:
    if not hasattr(error, "error_dict"):
        return {"detail": error.messages}
    return {
        "detail" if field == NON_FIELD_ERRORS else field: messages
        for field, messages in error.message_dict.items()
    }

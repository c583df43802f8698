"""Pages for errors outside any view; below /api/ they are JSON like every other answer there."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views import defaults

API = "/api/"


def _as_json(status: int, words: str) -> JsonResponse:
    return JsonResponse({"detail": words}, status=status, json_dumps_params={"ensure_ascii": False})


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: also what the middleware for accounts that only read refuses before any view of the API."""
    if request.path.startswith(API):
        return _as_json(403, "Sie dürfen das hier nicht ändern.")
    return defaults.permission_denied(request, exception)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: an address that no view has."""
    if request.path.startswith(API):
        return _as_json(404, "Nicht gefunden.")
    return defaults.page_not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, without anything of what went wrong."""
    if request.path.startswith(API):
        return _as_json(500, "Es ist ein Fehler aufgetreten. Bitte versuchen Sie es später noch einmal.")
    return defaults.server_error(request)

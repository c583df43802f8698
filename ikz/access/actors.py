"""Who sends a request, typed."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from ikz.accounts.models import User


def actor_of(request: HttpRequest) -> User:
    """The signed-in account behind a request; views behind ``login_required`` call it."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user

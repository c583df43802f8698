"""The gate's rule for the API; rows are filtered by ``visible_to`` and ``editable_by`` as everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rest_framework.permissions import SAFE_METHODS, BasePermission

from ikz.accounts.models import User

if TYPE_CHECKING:
    # rest_framework.views reads this module while it is being imported.
    from rest_framework.request import Request
    from rest_framework.views import APIView


class GatePermission(BasePermission):
    """Signed in to read; accounts that only read send no unsafe method."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Tell whether the request may reach the view at all."""
        user = request.user
        if not isinstance(user, User) or not user.is_valid_today:
            return False
        return request.method in SAFE_METHODS or not user.read_only


class PublicReadPermission(BasePermission):
    """What everybody may read, signed in or not; nobody writes."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Tell whether the method only reads."""
        return request.method in SAFE_METHODS


class PublicComputationPermission(BasePermission):
    """A computation that stores nothing: open to everybody with every method of the view."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Everybody."""
        return True

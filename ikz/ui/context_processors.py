"""What every page knows: the installation, the visitor, and the navigation. Needs no query of its own."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from ikz.ui.navigation import nav_items

SITE_NAME = "IKZ Schul-IT"


def site(request: HttpRequest) -> dict[str, Any]:
    """Return ``site`` (also as ``ikz``), ``viewer`` and the lazily built ``nav_items``."""

    def viewer() -> dict[str, bool]:
        user = getattr(request, "user", None)
        return {
            "is_authenticated": bool(user is not None and user.is_authenticated),
            "is_administrator": bool(getattr(user, "is_administrator", False)),
            "read_only": bool(getattr(user, "read_only", False)),
        }

    def items() -> Any:
        flags = viewer()
        return nav_items(
            request,
            signed_in=flags["is_authenticated"],
            administrator=flags["is_administrator"],
            supervision=flags["read_only"],
        )

    installation = {"name": SITE_NAME, "demo": settings.DEMO, "base_url": settings.BASE_URL}
    return {
        "site": installation,
        # The frame of the page uses this name: allauth's views have a "site" of their own.
        "ikz": installation,
        # Lazy: looking at the user makes the response depend on the session, and PDFs need neither.
        "viewer": SimpleLazyObject(viewer),
        "nav_items": SimpleLazyObject(items),
    }

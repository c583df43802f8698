"""How often an address may be asked that nobody has to sign in for."""

from allauth.core.internal import ratelimit
from django.http import HttpRequest


def is_within(request: HttpRequest, action: str, rates: str, *, key: str | None = None) -> bool:
    """Count this request, GET as well, and tell whether it is within ``rates`` such as ``60/m/ip,30/h/key``."""
    used = ratelimit.consume(
        request, app="ikz", action=action, config={action: rates}, key=key, limit_get=True
    )
    return bool(used)

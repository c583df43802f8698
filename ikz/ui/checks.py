"""Deployment checks: the legal pages must have the operator's own texts."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

TEXTS = {
    "imprint": ("Impressum", "IKZ_LEGAL_IMPRINT"),
    "privacy": ("Datenschutz", "IKZ_LEGAL_PRIVACY"),
    "accessibility": ("Barrierefreiheit", "IKZ_LEGAL_ACCESSIBILITY"),
}


@register(Tags.security, deploy=True)
def legal_texts(app_configs: Iterable[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Refuse a deployment without imprint, privacy notice, accessibility statement or its address.

    The demo serves nobody but its own machine and says so on the pages instead.
    """
    if settings.DEMO:
        return []
    messages: list[CheckMessage] = [
        Error(f"The page {page} has no text.", hint=f"Set {variable}.", id="ui.E001")
        for key, (page, variable) in TEXTS.items()
        if not settings.LEGAL_TEXTS.get(key, "").strip()
    ]
    if not settings.FEEDBACK_EMAIL:
        messages.append(
            Error(
                "There is no address for feedback on accessibility.",
                hint="Set IKZ_FEEDBACK_EMAIL.",
                id="ui.E002",
            )
        )
    return messages

"""The interface layer: components, formatting and the pages that belong to no domain."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Registers the checks of the legal pages."""

    name = "ikz.ui"
    label = "ui"

    def ready(self) -> None:
        """Import the checks for their registration."""
        from ikz.ui import checks  # noqa: F401

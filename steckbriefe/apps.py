from django.apps import AppConfig


class SteckbriefeConfig(AppConfig):
    name = "steckbriefe"
    verbose_name = "Steckbriefe"

    def ready(self) -> None:
        """Read the catalog once, so that a broken file stops the start and no request."""
        from steckbriefe import catalog

        catalog.sections()

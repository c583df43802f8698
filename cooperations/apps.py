from django.apps import AppConfig


class CooperationsConfig(AppConfig):
    name = "cooperations"
    verbose_name = "Kooperationen"

    def ready(self) -> None:
        """Read the catalogs once, so that a broken file stops the start and no request."""
        from cooperations import catalog

        catalog.models()
        catalog.questions()
        catalog.task_areas()

from django.apps import AppConfig


class MunicipalitiesConfig(AppConfig):
    name = "municipalities"
    verbose_name = "Kommunen"

    def ready(self) -> None:
        """Read the catalogs once, so that a broken file stops the start and no request."""
        from municipalities import catalog

        catalog.mep_phases()
        catalog.task_areas()

from django.apps import AppConfig


class QuickcheckConfig(AppConfig):
    name = "quickcheck"
    verbose_name = "Quick Check"

    def ready(self) -> None:
        """Read the catalog once, so that a broken file stops the start and no request."""
        from cooperations.models import Phase
        from quickcheck import catalog
        from quickcheck.models import RatingValue

        catalog.check(values=RatingValue.choices, phase_keys=Phase.values)

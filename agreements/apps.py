from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "agreements"
    verbose_name = "Vereinbarungen"

    def ready(self) -> None:
        """Read the catalogs, so that a mistake in them shows at start-up; say which files this room shows to whom."""
        from agreements.procedure import procedures
        from agreements.selectors.files import files_shown_to
        from ikz.files import visibility

        procedures()
        visibility.shown_by(files_shown_to)

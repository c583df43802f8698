from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "agreements"
    verbose_name = "Vereinbarungen"

    def ready(self) -> None:
        """Read the catalogs, so that a mistake in them shows at start-up; say which files this room shows."""
        from agreements.contents import mapping
        from agreements.procedure import procedures
        from agreements.selectors.files import files_shown_to
        from agreements.services.accesses import record_file_opened
        from ikz.files import visibility

        procedures()
        mapping()
        visibility.shown_by(files_shown_to)
        visibility.tell_of_opening(record_file_opened)

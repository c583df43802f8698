from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "governance"
    verbose_name = "Gremien und Sitzungen"

    def ready(self) -> None:
        """Say which files this room shows to whom."""
        from governance.selectors.papers import files_shown_to
        from ikz.files import visibility

        visibility.shown_by(files_shown_to)

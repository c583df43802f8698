from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    name = "workspace"
    verbose_name = "Arbeitsbereich"

    def ready(self) -> None:
        """Let rooms that know nothing of each other suggest to each other."""
        from agreements import aids
        from governance import suggesting
        from quickcheck import suggestions
        from workspace.agenda_suggestions import due_measures, gaps
        from workspace.agreement_aids import governance_aids
        from workspace.governance_evidence import evidence

        suggesting.suggested_by(gaps)
        suggesting.suggested_by(due_measures)
        suggestions.suggested_by(evidence)
        aids.told_by(governance_aids)

from django.apps import AppConfig


class CooperationsConfig(AppConfig):
    name = "cooperations"
    verbose_name = "Kooperationen"

    def ready(self) -> None:
        """Read the catalogs once, so that a broken file stops the start and no request; say who is a partner."""
        from cooperations import advice_catalog, catalog, law_catalog
        from cooperations.partnerships import partners_of
        from municipalities import partnerships

        catalog.models()
        catalog.questions()
        catalog.criteria()
        law_catalog.laender()
        advice_catalog.rules()
        partnerships.answer_with(partners_of)

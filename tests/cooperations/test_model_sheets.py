"""The sheets of cooperation models are public and speak German."""

import pytest
from django.test import Client

from cooperations import catalog, model_words


def test_every_key_of_the_catalog_has_a_word() -> None:
    assert [sheet.model.key for sheet in model_words.sheets()] == list(catalog.models())


@pytest.mark.django_db
def test_comparison_lists_all_forms_for_everybody(client: Client) -> None:
    page = client.get("/modelle/").content.decode()
    assert all(model.label in page for model in catalog.models().values())


@pytest.mark.django_db
@pytest.mark.parametrize("key", list(catalog.models()))
def test_sheet_explains_suitability_and_warns_about_law(client: Client, key: str) -> None:
    page = client.get(f"/modelle/{key}/").content.decode()
    assert catalog.models()[key].suits in page
    assert "Recht des Landes bitte prüfen" in page


@pytest.mark.django_db
def test_unknown_form_is_not_found(client: Client) -> None:
    assert client.get("/modelle/gmbh-und-co/").status_code == 404

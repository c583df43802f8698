"""The law of the 16 Länder: complete, sourced, and honest about what is not known."""

import pytest

from cooperations import catalog, law_catalog
from cooperations.law import Requirement
from municipalities.catalog import LAENDER

EVERY_FORM = [(land, model) for land in LAENDER for model in catalog.models()]


@pytest.mark.parametrize(("land", "model"), EVERY_FORM)
def test_every_form_in_every_land_has_a_rule_with_source_or_is_to_be_checked(land: str, model: str) -> None:
    found = law_catalog.law_for(land, model)
    assert found.to_check or (found.supervision is not None and found.supervision.sources)
    if found.supervision is None or found.supervision.requirement is Requirement.UNKNOWN:
        assert found.to_check


@pytest.mark.parametrize("land", LAENDER)
def test_every_land_has_its_own_words_and_sources(land: str) -> None:
    law = law_catalog.laender()[land]
    assert law.name == LAENDER[land]
    assert law.act.sources
    assert law.city_state or law.act.title


def test_the_same_form_is_supervised_differently_across_the_border() -> None:
    here, there = law_catalog.law_for("07", "mandating"), law_catalog.law_for("06", "mandating")
    assert here.supervision is not None
    assert there.supervision is not None
    assert here.supervision.requirement is Requirement.APPROVAL_CONDITIONAL
    assert there.supervision.requirement is Requirement.NOTIFICATION
    assert here.to_check


def test_an_association_in_rheinland_pfalz_is_established_by_the_authority() -> None:
    found = law_catalog.law_for("07", "special-purpose-association")
    assert found.supervision is not None
    assert found.supervision.requirement is Requirement.ESTABLISHMENT
    assert not found.to_check
    assert found.contents is not None
    assert "Name und Sitz" in found.contents.items


def test_an_informal_exchange_needs_no_authority_anywhere() -> None:
    for land in LAENDER:
        found = law_catalog.law_for(land, "informal")
        assert found.supervision is not None
        assert found.supervision.requirement is Requirement.NONE


def test_a_form_without_entry_is_to_be_checked() -> None:
    found = law_catalog.law_for("07", "cooperative")
    assert found.supervision is None
    assert any("keine Angabe" in doubt for doubt in found.doubts)


def test_city_states_say_why_they_differ() -> None:
    found = law_catalog.law_for("11", "mandating")
    assert any("Stadtstaat" in doubt for doubt in found.doubts)

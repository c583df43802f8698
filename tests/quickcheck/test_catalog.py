"""The catalog is the method's: twelve factors in order, and it fits what is stored."""

import pytest

from cooperations.models import Phase
from ikz.catalogs import CatalogError
from quickcheck import catalog
from quickcheck.models import RatingValue


def test_twelve_factors_in_three_phases_and_in_order() -> None:
    assert [len(phase.factors) for phase in catalog.phases().values()] == [6, 4, 2]
    assert [factor.number for factor in catalog.factors().values()] == list(range(1, 13))


def test_every_factor_says_what_it_means_how_it_is_shown_and_where_it_comes_from() -> None:
    for factor in catalog.factors().values():
        assert all(
            [factor.title, factor.help, factor.evidence_hint, factor.guiding_section, factor.derivable]
        )


def test_it_fits_the_models() -> None:
    catalog.check(values=RatingValue.choices, phase_keys=Phase.values)


def test_a_catalog_that_names_other_values_or_phases_stops_the_start() -> None:
    with pytest.raises(CatalogError):
        catalog.check(values=[("open", "offen")], phase_keys=Phase.values)
    with pytest.raises(CatalogError):
        catalog.check(values=RatingValue.choices, phase_keys=reversed(Phase.values))

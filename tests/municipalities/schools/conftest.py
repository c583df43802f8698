import pytest

from municipalities.models import Kind, Municipality
from municipalities.services import register_municipality


@pytest.fixture
def musterkreis(db: None) -> Municipality:
    return register_municipality(ags="05999", kind=Kind.DISTRICT, name="Muster", display_name="Kreis Muster")


@pytest.fixture
def musterstadt(musterkreis: Municipality) -> Municipality:
    return register_municipality(
        ags="05999004",
        kind=Kind.MUNICIPALITY,
        name="Musterstadt, Stadt",
        display_name="Musterstadt",
        parent=musterkreis,
    )

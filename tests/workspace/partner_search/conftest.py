"""Donnersbergkreis looks for partners; the places lie where they really lie, about."""

import pytest

from ikz.accounts.models import User
from municipalities.models import Municipality, Need
from municipalities.services import describe_need
from municipalities.services.needs import NeedData

POSITIONS = {
    "07333": (49.63, 7.97, 75_000),
    "07335": (49.45, 7.70, 106_000),
    "07336": (49.54, 7.40, 70_000),
}


@pytest.fixture
def placed(donnersberg: Municipality, kusel: Municipality, kaiserslautern: Municipality) -> None:
    """The three Kreise with their positions and people."""
    for row in (donnersberg, kusel, kaiserslautern):
        row.latitude, row.longitude, row.population = POSITIONS[row.ags]
        row.save()


@pytest.fixture
def need(placed: None, coordinator: User, donnersberg: Municipality) -> Need:
    return describe_need(
        actor=coordinator,
        municipality=donnersberg,
        data=NeedData(task_area="onsite-support", aim="relief", goal="Hilfe vor Ort\nan einem Tag"),
    )


@pytest.fixture
def same_need(kusel_staff: User, kusel: Municipality) -> Need:
    """Kusel has the same need and shows it to everybody signed in."""
    return describe_need(
        actor=kusel_staff,
        municipality=kusel,
        data=NeedData(task_area="onsite-support", aim="relief", goal="Vor Ort helfen"),
    )

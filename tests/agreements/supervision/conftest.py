"""The case that supervision reads; its files lie in a folder of the test."""

from pathlib import Path

import pytest
from pytest_django import Settings

from cooperations.models import Cooperation
from ikz.accounts.models import User
from municipalities.models import Authority
from tests.agreements.supervision.world import Case, case_of


@pytest.fixture
def case(
    settings: Settings,
    tmp_path: Path,
    cooperation: Cooperation,
    authority: Authority,
    coordinator: User,
    administrator: User,
) -> Case:
    settings.MEDIA_ROOT = tmp_path
    return case_of(cooperation, authority, coordinator, administrator)

"""The tabs of a municipality lead only where the visitor may go."""

from collections.abc import Callable

import pytest
from django.test import Client

from ikz.accounts.models import User
from municipalities.models import Municipality

SignIn = Callable[[User], Client]


@pytest.mark.parametrize("part", ["", "schulen/", "bedarfe/"])
def test_only_its_own_staff_are_led_to_the_partner_search(
    sign_in: SignIn, kusel: Municipality, kusel_staff: User, stranger: User, part: str
) -> None:
    address = f"/kommunen/{kusel.ags}/"
    link = f'href="{address}partnersuche/"'
    assert link in sign_in(kusel_staff).get(address + part).content.decode()
    assert link not in sign_in(stranger).get(address + part).content.decode()

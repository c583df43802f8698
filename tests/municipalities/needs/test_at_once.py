"""Two people of one municipality at the same moment: one wins, the other is told."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404

from ikz.access.conflicts import EditConflict
from ikz.accounts.models import User
from municipalities.models import Membership, Municipality, Need, Profile
from municipalities.services import change_need, close_need, describe_need, reopen_need, save_profile
from municipalities.services.needs import NeedData, stored_values
from municipalities.services.profiles import ProfileData
from tests.cast import SINCE
from tests.robustness.test_at_once import at_once, refused, while_held

pytestmark = pytest.mark.django_db(transaction=True)
DATA = NeedData(task_area="mdm", aim="relief", goal="Ein MDM")


def test_the_same_need_is_described_once(kusel: Municipality, kusel_staff: User) -> None:
    results = at_once(
        *(lambda: describe_need(actor=kusel_staff, municipality=kusel, data=DATA) for _ in range(3))
    )
    assert refused(results) == 2
    assert all("task_area" in row.message_dict for row in results if isinstance(row, ValidationError))
    assert Need.objects.count() == 1


def test_the_first_profile_is_saved_once(kusel: Municipality, kusel_staff: User) -> None:
    results = at_once(
        *(
            lambda devices=devices: save_profile(
                actor=kusel_staff,
                municipality=kusel,
                data=ProfileData(devices=devices),
                expected_version=0,
            )
            for devices in (1, 2, 3)
        )
    )
    assert sum(isinstance(row, EditConflict) for row in results) == 2
    assert Profile.objects.get().version == 1


def test_changing_closing_and_reopening_leave_one_open_need(kusel: Municipality, kusel_staff: User) -> None:
    one = describe_need(actor=kusel_staff, municipality=kusel, data=DATA)
    close_need(actor=kusel_staff, need=one)
    other = describe_need(
        actor=kusel_staff,
        municipality=kusel,
        data=NeedData(**stored_values(one) | {"aim": "change"}),
    )
    results = at_once(
        lambda: reopen_need(actor=kusel_staff, need=one),
        lambda: change_need(actor=kusel_staff, need=other, data=DATA, expected_version=1),
        lambda: describe_need(actor=kusel_staff, municipality=kusel, data=DATA),
    )
    assert refused(results) == 2
    assert Need.objects.open().filter(aim="relief").count() == 1


def test_whoever_left_while_waiting_writes_nothing(kusel: Municipality, kusel_staff: User) -> None:
    def leave() -> None:
        Membership.objects.filter(user=kusel_staff).update(valid_until=SINCE)

    for act in (
        lambda: describe_need(actor=kusel_staff, municipality=kusel, data=DATA),
        lambda: save_profile(
            actor=kusel_staff, municipality=kusel, data=ProfileData(devices=1), expected_version=0
        ),
    ):
        Membership.objects.filter(user=kusel_staff).update(valid_until=None)
        result = while_held(
            lambda: Municipality.objects.select_for_update().get(pk=kusel.pk), act, then=leave
        )
        assert isinstance(result, PermissionDenied | Http404)
    assert not Need.objects.exists()
    assert not Profile.objects.exists()

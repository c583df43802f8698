"""Who rates what, and that nothing is overwritten silently."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404

from cooperations.models import Cooperation, Partner
from cooperations.services import add_partner
from ikz.access.conflicts import EditConflict
from ikz.accounts.models import User
from municipalities.models import Municipality
from quickcheck.models import Rating
from quickcheck.services import Assessment, rate_factor
from tests.quickcheck.conftest import Rate


def attempt(actor: User, cooperation: Cooperation, **changes: object) -> Rating:
    arguments = {
        "factor_key": "clear-goals",
        "value": "mostly",
        "evidence": "Zielpapier",
        "expected_version": 0,
        "partner": None,
    }
    return rate_factor(actor=actor, cooperation=cooperation, **{**arguments, **changes})  # type: ignore[arg-type]


def test_the_coordination_rates_the_whole_and_every_partner(
    cooperation: Cooperation, coordinator: User, kusel_partner: Partner
) -> None:
    whole = attempt(coordinator, cooperation)
    kusel = attempt(coordinator, cooperation, partner=kusel_partner, value="open")
    assert (whole.value, whole.evidence, whole.version, whole.updated_by) == (
        "mostly",
        "Zielpapier",
        1,
        coordinator,
    )
    assert (kusel.partner, kusel.value) == (kusel_partner, "open")
    assert Rating.objects.count() == 2


def test_staff_rate_for_their_own_municipality_only(
    cooperation: Cooperation, kusel_staff: User, kusel_partner: Partner, kaiserslautern_partner: Partner
) -> None:
    assert attempt(kusel_staff, cooperation, partner=kusel_partner).updated_by == kusel_staff
    for other in (None, kaiserslautern_partner):
        with pytest.raises(PermissionDenied):
            attempt(kusel_staff, cooperation, partner=other)
    assert Rating.objects.count() == 1


def test_what_is_invisible_does_not_exist(
    cooperation: Cooperation, stranger: User, supervisor: User, kusel_partner: Partner
) -> None:
    for user in (stranger, supervisor):
        for partner in (None, kusel_partner):
            with pytest.raises(Http404):
                attempt(user, cooperation, partner=partner)


def test_an_invited_municipality_rates_only_after_confirming(
    cooperation: Cooperation, coordinator: User, stranger: User, halberstadt: Municipality
) -> None:
    partner = add_partner(actor=coordinator, cooperation=cooperation, municipality=halberstadt)
    for user in (stranger, coordinator):
        with pytest.raises(PermissionDenied):
            attempt(user, cooperation, partner=partner)


def test_bad_input_is_named(cooperation: Cooperation, coordinator: User) -> None:
    with pytest.raises(Http404):
        attempt(coordinator, cooperation, factor_key="no-such-factor")
    for changes, field in (
        ({"value": "vielleicht"}, "value"),
        ({"evidence": "x" * 4001}, "evidence"),
        ({"value": "", "evidence": " \r\n "}, "value"),
    ):
        with pytest.raises(ValidationError) as error:
            attempt(coordinator, cooperation, **changes)
        assert list(error.value.message_dict) == [field]
    assert not Rating.objects.exists()


def test_the_database_refuses_unknown_values_and_second_rows(cooperation: Cooperation, rate: Rate) -> None:
    rating = rate("clear-goals", "open")
    with pytest.raises(IntegrityError), transaction.atomic():
        Rating.objects.filter(pk=rating.pk).update(value="vielleicht")
    with pytest.raises(IntegrityError), transaction.atomic():
        Rating.objects.create(cooperation=cooperation, factor_key="clear-goals", value="open")


def test_the_second_of_two_people_is_told(cooperation: Cooperation, coordinator: User) -> None:
    attempt(coordinator, cooperation, value="fulfilled", evidence="Beschluss")
    with pytest.raises(EditConflict) as conflict:
        attempt(coordinator, cooperation, value="open", evidence="Noch nichts")
    assert conflict.value.current.value == "fulfilled"
    assert conflict.value.submitted == Assessment("open", "Noch nichts")
    assert Rating.objects.get().value == "fulfilled"


def test_the_same_again_is_no_conflict_and_no_new_version(
    cooperation: Cooperation, coordinator: User
) -> None:
    attempt(coordinator, cooperation, evidence="Zeile 1\r\nZeile 2")
    assert attempt(coordinator, cooperation, evidence="Zeile 1\nZeile 2\n").version == 1


def test_a_rating_taken_back_keeps_its_note_and_its_history(
    cooperation: Cooperation, coordinator: User
) -> None:
    attempt(coordinator, cooperation)
    back = attempt(coordinator, cooperation, value="", expected_version=1)
    assert (back.value, back.evidence, back.version) == ("", "Zielpapier", 2)
    # Who still has the first form open must not overwrite what came after.
    with pytest.raises(EditConflict):
        attempt(coordinator, cooperation, value="open", expected_version=1)

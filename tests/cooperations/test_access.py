"""Who sees a cooperation, and who changes it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from cooperations import grants
from cooperations.models import Cooperation, Partner, PartnerRole
from cooperations.services import (
    add_partner,
    remove_partner,
    respond_to_invitation,
    save_answer,
    update_figures,
)
from ikz.access.conflicts import EditConflict
from ikz.accounts.models import User
from municipalities.models import Membership, Municipality
from municipalities.services import end_membership


def sees(user: User, cooperation: Cooperation) -> bool:
    return Cooperation.objects.visible_to(user).filter(pk=cooperation.pk).exists()


def partner_of(cooperation: Cooperation, ags: str) -> Partner:
    return cooperation.partners.get(municipality__ags=ags)


def test_partners_see_and_only_the_coordination_changes(
    cooperation: Cooperation, coordinator: User, kusel_staff: User, stranger: User, supervisor: User
) -> None:
    assert [sees(user, cooperation) for user in (coordinator, kusel_staff, stranger, supervisor)] == [
        True,
        True,
        False,
        False,
    ]
    editable = Cooperation.objects.filter(pk=cooperation.pk).editable_by
    assert editable(coordinator).exists()
    assert not editable(kusel_staff).exists()


def test_administration_does_not_open_the_partners_work(
    cooperation: Cooperation, administrator: User
) -> None:
    assert not sees(administrator, cooperation)


def test_an_invited_municipality_sees_at_once_and_contributes_after_confirming(
    cooperation: Cooperation, coordinator: User, stranger: User, halberstadt: Municipality
) -> None:
    partner = add_partner(actor=coordinator, cooperation=cooperation, municipality=halberstadt)
    assert sees(stranger, cooperation)
    with pytest.raises(PermissionDenied):
        update_figures(actor=stranger, partner=partner, schools=4, pupils=900)
    respond_to_invitation(actor=stranger, partner=partner, accept=True)
    update_figures(actor=stranger, partner=partner, schools=4, pupils=900)
    totals: Any = Cooperation.objects.with_totals().get(pk=cooperation.pk)
    assert (totals.partner_count, totals.school_count, totals.pupil_count) == (4, 25, 13757)


def test_declining_ends_access(
    cooperation: Cooperation, coordinator: User, stranger: User, halberstadt: Municipality
) -> None:
    partner = add_partner(actor=coordinator, cooperation=cooperation, municipality=halberstadt)
    respond_to_invitation(actor=stranger, partner=partner, accept=False)
    assert not sees(stranger, cooperation)
    again = add_partner(actor=coordinator, cooperation=cooperation, municipality=halberstadt)
    assert again.pk == partner.pk
    assert sees(stranger, cooperation)


def test_an_ended_membership_loses_access_even_for_the_coordination(
    cooperation: Cooperation, coordinator: User, administrator: User
) -> None:
    membership = Membership.objects.get(user=coordinator)
    yesterday = timezone.localdate() - timedelta(days=1)
    end_membership(actor=administrator, membership_id=membership.pk, valid_until=yesterday)
    assert not sees(coordinator, cooperation)
    assert not Cooperation.objects.editable_by(coordinator).exists()


def test_an_expired_account_sees_nothing(cooperation: Cooperation, kusel_staff: User) -> None:
    kusel_staff.expires_on = timezone.localdate() - timedelta(days=1)
    assert not sees(kusel_staff, cooperation)


def test_staff_answer_for_their_own_municipality_only(cooperation: Cooperation, kusel_staff: User) -> None:
    own, other = partner_of(cooperation, "07336"), partner_of(cooperation, "07333")
    answer: Callable[..., object] = save_answer
    answer(
        actor=kusel_staff,
        cooperation=cooperation,
        question_key="relief",
        partner=own,
        text="Der Vor-Ort-Support",
        expected_version=0,
    )
    with pytest.raises(PermissionDenied):
        answer(
            actor=kusel_staff,
            cooperation=cooperation,
            question_key="relief",
            partner=other,
            text="x",
            expected_version=0,
        )
    with pytest.raises(PermissionDenied):
        answer(
            actor=kusel_staff,
            cooperation=cooperation,
            question_key="similar-needs",
            text="x",
            expected_version=0,
        )


def test_the_second_of_two_savers_is_told(cooperation: Cooperation, coordinator: User) -> None:
    first = save_answer(
        actor=coordinator,
        cooperation=cooperation,
        question_key="similar-needs",
        text="Erste Fassung",
        expected_version=0,
    )
    with pytest.raises(EditConflict) as conflict:
        save_answer(
            actor=coordinator,
            cooperation=cooperation,
            question_key="similar-needs",
            text="Zweite Fassung",
            expected_version=0,
        )
    assert conflict.value.current.text == "Erste Fassung"
    first.refresh_from_db()
    assert first.text == "Erste Fassung"


def test_the_lead_leaves_only_after_handing_over(cooperation: Cooperation, coordinator: User) -> None:
    with pytest.raises(ValidationError, match="Federführung"):
        remove_partner(actor=coordinator, partner=partner_of(cooperation, "07333"))
    remove_partner(actor=coordinator, partner=partner_of(cooperation, "07336"))
    assert not Partner.objects.filter(municipality__ags="07336").present().exists()


@pytest.mark.parametrize(
    "change",
    [
        {"role": PartnerRole.LEAD},
        {"schools": -1},
        {"pupils": -1},
    ],
)
def test_the_database_refuses_a_second_lead_and_negative_numbers(
    cooperation: Cooperation, change: dict[str, object]
) -> None:
    rows = Partner.objects.filter(cooperation=cooperation, municipality__ags="07336")
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(**change)


def test_the_database_refuses_a_partner_twice_and_an_end_before_the_start(cooperation: Cooperation) -> None:
    partner = partner_of(cooperation, "07336")
    with pytest.raises(IntegrityError), transaction.atomic():
        Partner.objects.create(cooperation=cooperation, municipality=partner.municipality)
    with pytest.raises(IntegrityError), transaction.atomic():
        Cooperation.objects.filter(pk=cooperation.pk).update(build_up_to="2020-01-01")


def test_stored_grants_equal_the_implied_ones_and_are_repaired(cooperation: Cooperation) -> None:
    assert grants.stored([cooperation.pk]) == grants.implied([cooperation.pk])
    Partner.objects.filter(cooperation=cooperation, municipality__ags="07336").update(status="left")
    _, removed = grants.sync([cooperation.pk])
    assert {grant.codename for grant in removed} == {"view_cooperation", "contribute_cooperation"}

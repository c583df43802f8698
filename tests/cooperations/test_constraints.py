"""What the database refuses, whoever writes."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from cooperations.models import Cooperation, GuidingAnswer, Partner
from cooperations.services import create_cooperation
from cooperations.services.cooperations import CooperationData
from ikz.accounts.models import User
from municipalities.models import Municipality
from quickcheck.models import Rating


@pytest.fixture
def other_partner(stranger: User, halberstadt: Municipality) -> Partner:
    """A partner of another cooperation."""
    row = create_cooperation(
        actor=stranger,
        data=CooperationData(title="Austausch", goals=["Voneinander lernen"]),
        lead=halberstadt,
        partners=[halberstadt],
    )
    return row.partners.get()


@pytest.mark.parametrize(
    "change",
    [
        lambda row: Cooperation.objects.filter(pk=row.pk).update(phase="anywhere"),
        lambda row: Cooperation.objects.filter(pk=row.pk).update(build_up_from="2022-09-17"),
        lambda row: row.partners.update(role="guest"),
        lambda row: row.partners.update(status="perhaps"),
    ],
)
def test_values_outside_the_method_are_refused(
    cooperation: Cooperation, change: Callable[[Cooperation], object]
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        change(cooperation)


def test_an_answer_or_rating_names_no_partner_of_another_cooperation(
    cooperation: Cooperation, other_partner: Partner
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        GuidingAnswer.objects.create(cooperation=cooperation, question_key="relief", partner=other_partner)
    with pytest.raises(IntegrityError), transaction.atomic():
        Rating.objects.create(
            cooperation=cooperation, factor_key="clear-goals", partner=other_partner, value="open"
        )


def test_the_api_takes_whole_months_only(
    coordinator: User, sign_in: Callable[[User], object], donnersberg: Municipality
) -> None:
    client = sign_in(coordinator)
    response = client.post(  # type: ignore[attr-defined]
        "/api/v1/cooperations/",
        {
            "title": "Neu",
            "goals": ["Ziel"],
            "lead": donnersberg.ags,
            "partners": [donnersberg.ags],
            "build_up_from": "2023-05-17",
        },
        content_type="application/json",
    )
    assert response.status_code == 400
    assert "ersten Tag" in response.json()["build_up_from"][0]

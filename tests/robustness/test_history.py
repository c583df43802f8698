"""The history of the models that matter: complete, and nobody changes it afterwards."""

from dataclasses import replace

import pghistory.models
import pytest
from django.apps import apps
from django.db import DatabaseError, models, transaction
from django.db.models import ProtectedError

from cooperations.models import Cooperation, Coordinator, MeasureDependency
from cooperations.services import change_measure, plan_measure, remove_measure, save_answer
from cooperations.services.measures import MeasureData, stored_values
from ikz.accounts.models import User
from municipalities.models import OfferArea
from municipalities.services import enter_offer
from municipalities.services.offers import OfferData, change_offer
from tests.cooperations.measures.words import smart

OWN = {"accounts", "municipalities", "cooperations", "quickcheck", "steckbriefe"}
EVENTS = [
    model
    for model in apps.get_models()
    if issubclass(model, pghistory.models.Event) and model._meta.app_label in OWN
]


def test_every_history_refuses_to_be_changed(cooperation: Cooperation, coordinator: User) -> None:
    tables: list[type[models.Model]] = [model for model in EVENTS if model._default_manager.exists()]
    assert {"CooperationEvent", "PartnerEvent", "CoordinatorEvent", "UserEvent", "MembershipEvent"} <= {
        model.__name__ for model in tables
    }
    for model in tables:
        with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
            model._default_manager.update(pgh_label="anders")
        with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
            model._default_manager.all().delete()


def test_relations_between_rows_are_kept_too(
    cooperation: Cooperation, coordinator: User, administrator: User
) -> None:
    partner = cooperation.partners.get(municipality__ags="07336")
    first, second = (
        plan_measure(actor=coordinator, cooperation=cooperation, data=smart(partner, title=title))
        for title in ("Netze", "Portal")
    )
    data = MeasureData(**stored_values(second) | {"waits_for": [first.pk]})
    change_measure(actor=coordinator, measure=second, data=data, expected_version=1)
    remove_measure(actor=coordinator, measure=second)
    waits = MeasureDependency.pgh_event_model.objects.order_by("pgh_id")
    assert list(waits.values_list("pgh_label", "from_measure_id", "to_measure_id")) == [
        ("insert", second.pk, first.pk),
        ("delete", second.pk, first.pk),
    ]
    area = OfferData(
        name="Medienzentrum",
        kind="media-centre",
        task_areas=["training"],
        modules="Schulungen",
        serves=[partner.municipality],
    )
    offer = enter_offer(actor=administrator, data=area)
    change_offer(actor=administrator, offer=offer, data=replace(area, serves=[]), expected_version=1)
    served = OfferArea.pgh_event_model.objects.order_by("pgh_id")
    assert list(served.values_list("pgh_label", "offer_id", "municipality_id")) == [
        ("insert", offer.pk, partner.municipality_id),
        ("delete", offer.pk, partner.municipality_id),
    ]


def test_history_outlives_an_account(cooperation: Cooperation, coordinator: User, kusel_staff: User) -> None:
    with pytest.raises(ProtectedError):
        coordinator.delete()
    helper = User.objects.create_user("aushilfe@test.example", label="Aushilfe")
    answer = save_answer(
        actor=coordinator,
        cooperation=cooperation,
        question_key="binding-degree",
        text="Lose",
        expected_version=0,
    )
    type(answer).objects.filter(pk=answer.pk).update(updated_by=helper)
    key = helper.pk
    helper.delete()
    answer.refresh_from_db()
    assert answer.updated_by_id is None
    stored = answer.events.values_list("updated_by_id", flat=True)  # type: ignore[attr-defined]
    assert key in stored
    assert Coordinator.objects.filter(user=coordinator).exists()

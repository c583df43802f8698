"""The history of the models that matter: complete, and nobody changes it afterwards."""

import pghistory.models
import pytest
from django.apps import apps
from django.db import DatabaseError, models, transaction
from django.db.models import ProtectedError

from cooperations.models import Cooperation, Coordinator
from cooperations.services import save_answer
from ikz.accounts.models import User

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

"""The history leaves nothing out by accident: every kind of record stands in it, or is named with the reason."""

import pghistory
import pghistory.models
import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.db.models import ForeignKey, Model

from cooperations.models import Barrier, Cooperation
from ikz.accounts.models import User
from workspace.history.fields import label_of, told
from workspace.history.sources import LEFT_OUT, sources


def _above(model: type[Model]) -> set[type[Model]]:
    return {
        field.related_model
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and isinstance(field.related_model, type)
    }


def _below(root: type[Model]) -> set[type[Model]]:
    """Every stored kind that leads to ``root``, over whatever is between; the events themselves excepted."""
    kinds = [
        model
        for model in apps.get_models(include_auto_created=True)
        if not issubclass(model, pghistory.models.Event) and not model._meta.proxy
    ]
    found = {root}
    while more := {model for model in kinds if model not in found and _above(model) & found}:
        found |= more
    return found


def test_every_kind_of_a_cooperation_has_a_history_or_a_reason() -> None:
    # Relations between rows are told by a proxy of the table that Django makes for them.
    told_of = {source.model._meta.concrete_model for source in sources().values()}
    missing = {
        model._meta.label
        for model in _below(Cooperation)
        if model not in told_of and model._meta.label not in LEFT_OUT
    }
    assert missing == set(), f"neither in the history nor left out with a reason: {missing}"
    assert not [label for label in LEFT_OUT if label in sources()]
    assert all(apps.get_model(label) for label in LEFT_OUT)


def test_nothing_of_secret_ballots_is_kept() -> None:
    for label in ("governance.SecretVoter", "governance.SecretPaper"):
        assert label in LEFT_OUT
        assert not hasattr(apps.get_model(label), "pgh_event_models")


def test_every_field_that_is_told_has_a_german_name() -> None:
    nameless = [
        f"{source.label}.{field.name}"
        for source in sources().values()
        for field in told(source)
        if not field.label
    ]
    assert nameless == []
    assert all(label_of(source.field(source.parent)) for source in sources().values() if source.parent)


def test_events_are_written_by_the_database_and_by_nobody_else(
    cooperation: Cooperation, coordinator: User
) -> None:
    # Past every service, past the ORM's own save: the trigger sees it.
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cooperations_cooperation SET title = 'An allem vorbei' WHERE id = %s", [cooperation.pk]
        )
    events = sources()["cooperations.Cooperation"].events
    assert events.objects.order_by("pgh_id").last().title == "An allem vorbei"
    filled = [source for source in sources().values() if source.events.objects.exists()]
    assert {"cooperations.Partner", "cooperations.Coordinator"} <= {source.label for source in filled}
    for source in sources().values():
        # The trigger stands before each row, so an empty table proves nothing; its presence does.
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname LIKE %s",
                [source.table, "pgtrigger_append_only%"],
            )
            assert cursor.fetchone() == (1,), source.label
    for source in filled:
        for statement in ("UPDATE {} SET pgh_label = 'x'", "DELETE FROM {}"):
            refused = pytest.raises(DatabaseError, match="Cannot update or delete")
            with refused, transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement.format(source.table))


def test_no_way_past_the_history(cooperation: Cooperation, coordinator: User) -> None:
    events = sources()["cooperations.Barrier"].events.objects.order_by("pgh_id")
    with pghistory.context(user=coordinator.pk, method="POST"):
        rows = Barrier.objects.bulk_create(Barrier(cooperation=cooperation, text=text) for text in ("A", "B"))
        Barrier.objects.filter(pk=rows[0].pk).update(text="C")
        rows[1].text = "D"
        Barrier.objects.bulk_update([rows[1]], ["text"])
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO cooperations_barrier (cooperation_id, text, counter_measure, resolved, version) "
                "SELECT cooperation_id, 'E', counter_measure, resolved, version FROM cooperations_barrier "
                "WHERE id = %s",
                [rows[0].pk],
            )
            cursor.execute("DELETE FROM cooperations_barrier WHERE text IN ('C', 'E')")
        Barrier.objects.all()._raw_delete(using="default")
    told = list(events.values_list("pgh_label", "text"))
    assert told[:5] == [("insert", "A"), ("insert", "B"), ("update", "C"), ("update", "D"), ("insert", "E")]
    assert sorted(told[5:]) == [("delete", "C"), ("delete", "D"), ("delete", "E")]
    assert {row.pgh_context.metadata["user"] for row in events.select_related("pgh_context")} == {
        coordinator.pk
    }


def test_who_did_it_cannot_be_rewritten(cooperation: Cooperation, coordinator: User) -> None:
    with pghistory.context(user=coordinator.pk, method="POST"):
        Barrier.objects.create(cooperation=cooperation, text="Zu wenig Zeit")
    key = sources()["cooperations.Barrier"].events.objects.get().pgh_context_id
    contexts = pghistory.models.Context.objects.filter(pk=key)
    # Signing out ends the account of a request; what it did before stays its own.
    for metadata in ({"user": None, "method": "POST"}, {"user": coordinator.pk + 1}, {}):
        contexts.update(metadata=metadata)
        assert contexts.get().metadata["user"] == coordinator.pk
    with pytest.raises(DatabaseError, match="says who did it"), transaction.atomic():
        contexts.delete()

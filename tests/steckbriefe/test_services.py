import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.http import Http404
from django.utils import timezone

from cooperations.models import Cooperation, Partner
from cooperations.services import add_partner, remove_partner, update_figures
from ikz.access.conflicts import EditConflict
from ikz.accounts.models import User
from ikz.jobs.models import JobState
from municipalities.models import Municipality
from steckbriefe import services
from steckbriefe.models import Edition
from steckbriefe.selectors import current_snapshot, gaps
from steckbriefe.services import SteckbriefTexts
from steckbriefe.snapshot import from_json

MakeEdition = Callable[[Cooperation], Edition]


def write(actor: User, cooperation: Cooperation, version: int, **texts: list[str]) -> None:
    services.save_texts(
        actor=actor, cooperation=cooperation, data=SteckbriefTexts(texts=texts), expected_version=version
    )


def test_a_snapshot_survives_storage(written: Cooperation) -> None:
    content = current_snapshot(written)
    assert from_json(content.to_json()) == content
    with pytest.raises(ValueError, match="schema"):
        from_json({**content.to_json(), "schema": 99})


def test_only_confirmed_partners_count(
    cooperation: Cooperation, coordinator: User, halberstadt: Municipality
) -> None:
    add_partner(actor=coordinator, cooperation=cooperation, municipality=halberstadt)
    kusel = Partner.objects.get(cooperation=cooperation, municipality__ags="07336")
    content = current_snapshot(cooperation)
    assert content.partner_names == ["Donnersbergkreis", "Landkreis Kaiserslautern", "Landkreis Kusel"]
    assert (content.schools, content.pupils) == (21, 12857)
    assert [land.label for land in content.laender] == ["Rheinland-Pfalz"]
    remove_partner(actor=coordinator, partner=kusel)
    assert current_snapshot(cooperation).partner_names == ["Donnersbergkreis", "Landkreis Kaiserslautern"]


def test_nothing_internal_is_frozen(
    edition: Edition, coordinator: User, kusel_staff: User, administrator: User
) -> None:
    stored = str(edition.snapshot)
    for secret in (coordinator.email, kusel_staff.email, coordinator.label, "Vertraulicher Vermerk"):
        assert secret not in stored
    assert edition.content.contact_email == "schul-it@kreis.example"
    assert edition.content.check_score is not None
    assert edition.content.check_score.headline == "erfüllt 1 von 12"


def test_gaps_hint_and_do_not_block(cooperation: Cooperation, coordinator: User) -> None:
    missing = {gap.field for gap in gaps(current_snapshot(cooperation))}
    assert {"subtitle", "summary", "contact_office"} <= missing
    assert not {"title", "goals", "legal_basis", "build_up_period"} & missing
    assert services.request_edition(actor=coordinator, cooperation=cooperation).state == JobState.QUEUED


def test_the_same_state_is_ordered_once(written: Cooperation, coordinator: User) -> None:
    first = services.request_edition(actor=coordinator, cooperation=written)
    assert services.request_edition(actor=coordinator, cooperation=written) == first
    write(coordinator, written, 1, measures=["Anderes"])
    second = services.request_edition(actor=coordinator, cooperation=written)
    assert (first.number, second.number) == (1, 2)


def test_the_database_refuses_a_second_open_order_of_one_state(
    written: Cooperation, coordinator: User
) -> None:
    first = services.request_edition(actor=coordinator, cooperation=written)
    first.pk, first.number = None, 2
    first._state.adding = True
    with pytest.raises(IntegrityError), transaction.atomic():
        first.save()


def test_a_finished_state_may_be_ordered_again(
    edition: Edition, written: Cooperation, make_edition: MakeEdition
) -> None:
    again = make_edition(written)
    assert again.number == edition.number + 1
    assert again.pdf.name != edition.pdf.name


@pytest.mark.django_db(transaction=True)
def test_two_people_at_once_order_one_edition(written: Cooperation, coordinator: User) -> None:
    gate, numbers = threading.Barrier(4), []

    def order() -> None:
        try:
            gate.wait(10)
            numbers.append(services.request_edition(actor=coordinator, cooperation=written).number)
        finally:
            connection.close()

    threads = [threading.Thread(target=order) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert numbers == [1, 1, 1, 1]
    assert Edition.objects.count() == 1


def test_a_frozen_edition_cannot_be_changed(edition: Edition) -> None:
    with pytest.raises(DatabaseError, match="edition_frozen"), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(snapshot={})


def test_services_know_the_gate(
    edition: Edition, written: Cooperation, kusel_staff: User, stranger: User, supervisor: User
) -> None:
    for actor, refusal in ((kusel_staff, PermissionDenied), (stranger, Http404), (supervisor, Http404)):
        with pytest.raises(refusal):
            write(actor, written, 1, measures=["x"])
        with pytest.raises(refusal):
            services.request_edition(actor=actor, cooperation=written)
        with pytest.raises(refusal):
            services.publish(actor=actor, edition=edition)
        with pytest.raises(refusal):
            services.withdraw(actor=actor, cooperation=written)
        with pytest.raises(refusal):
            services.restart_edition(actor=actor, edition=edition)


def test_unknown_and_endless_texts_are_refused(cooperation: Cooperation, coordinator: User) -> None:
    with pytest.raises(ValidationError, match="gibt es im Steckbrief nicht"):
        write(coordinator, cooperation, 0, title=["x"])
    with pytest.raises(ValidationError, match="Höchstens 40 Punkte"):
        write(coordinator, cooperation, 0, measures=["x"] * 41)


def test_the_second_of_two_writers_is_told(written: Cooperation, coordinator: User) -> None:
    with pytest.raises(EditConflict) as conflict:
        write(coordinator, written, 0, measures=["Anderes"])
    assert conflict.value.current.texts["measures"] == [
        "Gemeinsamer Service Desk",
        "Kreisübergreifender Remote-Support",
    ]


def test_saving_the_same_again_is_no_new_version(written: Cooperation, coordinator: User) -> None:
    same = SteckbriefTexts(
        texts=written.steckbrief.texts,
        contact_office="Kreisverwaltung, Fachbereich Schulen",
        contact_email="schul-it@kreis.example",
    )
    row = services.save_texts(actor=coordinator, cooperation=written, data=same, expected_version=0)
    assert row.version == 1


def test_a_newer_edition_replaces_the_public_one(
    published: Edition, written: Cooperation, coordinator: User, make_edition: MakeEdition
) -> None:
    partner = written.partners.get(municipality__ags="07336")
    update_figures(actor=coordinator, partner=partner, schools=6, pupils=4000)
    newer = make_edition(written)
    assert list(Edition.objects.published()) == [published]
    services.publish(actor=coordinator, edition=newer)
    assert list(Edition.objects.published()) == [newer]
    assert services.withdraw(actor=coordinator, cooperation=written).published_at is None
    assert not Edition.objects.published().exists()


def test_the_administration_restarts_what_failed_and_nothing_else(
    edition: Edition, written: Cooperation, administrator: User, coordinator: User
) -> None:
    with pytest.raises(Http404):
        services.restart_edition(actor=administrator, edition=edition)
    failed = services.request_edition(actor=coordinator, cooperation=written)
    Edition.objects.filter(pk=failed.pk).update(state=JobState.FAILED, last_error="Grund")
    assert services.restart_edition(actor=administrator, edition=failed).state == JobState.QUEUED


def test_a_failed_edition_is_not_restarted_beside_its_twin(written: Cooperation, coordinator: User) -> None:
    failed = services.request_edition(actor=coordinator, cooperation=written)
    Edition.objects.filter(pk=failed.pk).update(state=JobState.FAILED, finished_at=timezone.now())
    services.request_edition(actor=coordinator, cooperation=written)
    with pytest.raises(ValidationError, match="in einer anderen Ausgabe"):
        services.restart_edition(actor=coordinator, edition=failed)


def test_restarting_leaves_open_and_finished_editions_alone(edition: Edition, coordinator: User) -> None:
    before = edition.finished_at
    assert services.restart_edition(actor=coordinator, edition=edition).finished_at == before
    assert before is not None
    assert timezone.now() - before < timedelta(minutes=5)

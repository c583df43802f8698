"""Two people at the same moment, with real threads and connections: one wins, the other is told, nothing breaks."""

import threading
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.http import Http404
from django.test import Client

from cooperations import grants
from cooperations.models import Cooperation, Coordinator, Partner, PartnerStatus
from cooperations.services import (
    add_partner,
    appoint_coordinator,
    change_lead,
    create_cooperation,
    dismiss_coordinator,
    remove_partner,
    respond_to_invitation,
    save_answer,
    update_cooperation,
)
from cooperations.services.cooperations import CooperationData
from ikz.access.conflicts import EditConflict
from ikz.accounts import services as accounts
from ikz.accounts.models import Invitation, User
from ikz.notifications.models import OutgoingMail
from municipalities.models import Authority, Municipality
from municipalities.services import create_authority
from quickcheck.services import rate_factor
from steckbriefe import services as steckbriefe
from steckbriefe.models import Edition

pytestmark = pytest.mark.django_db(transaction=True)

REFUSALS = (ValidationError, PermissionDenied, Http404, EditConflict)
Act = Callable[[], object]


def at_once(*acts: Act) -> list[object]:
    """Run each act in a thread of its own, all from the same moment; what it returned or raised."""
    gate = threading.Barrier(len(acts))
    results: list[object] = [None] * len(acts)

    def run(index: int, act: Act) -> None:
        try:
            gate.wait(20)
            results[index] = act()
        except Exception as error:  # noqa: BLE001 - the test judges
            results[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(index, act)) for index, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    broken = [row for row in results if isinstance(row, Exception) and not isinstance(row, REFUSALS)]
    assert not broken, broken
    return results


def while_held(hold: Act, act: Act, *, then: Act = lambda: None) -> object:
    """Start ``act`` while a transaction that did ``hold`` is open, do ``then`` and commit; what ``act`` gave."""
    results: list[object] = []
    waits = threading.Event()
    me = connection

    def run() -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                pid.append(cursor.fetchone()[0])
            waits.set()
            results.append(act())
        except Exception as error:  # noqa: BLE001 - the test judges
            results.append(error)
        finally:
            connection.close()

    pid: list[int] = []
    thread = threading.Thread(target=run)
    with transaction.atomic():
        hold()
        thread.start()
        waits.wait(20)
        blocked(me, pid[0], thread)
        then()
    thread.join(60)
    [result] = results
    assert not isinstance(result, Exception) or isinstance(result, REFUSALS), result
    return result


def blocked(link: object, pid: int, thread: threading.Thread) -> None:
    """Return when the other connection waits for a lock of ours, or has finished without one."""
    pause = threading.Event()
    while thread.is_alive():
        with connection.cursor() as cursor:
            cursor.execute("SELECT cardinality(pg_blocking_pids(%s)) > 0", [pid])
            if cursor.fetchone()[0]:
                return
        pause.wait(0.02)


def refused(results: list[object]) -> int:
    return sum(isinstance(row, Exception) for row in results)


@pytest.fixture
def second(cooperation: Cooperation, coordinator: User, kusel_staff: User) -> User:
    """A second coordination, at another partner."""
    appoint_coordinator(actor=coordinator, cooperation=cooperation, email=kusel_staff.email)
    return kusel_staff


@pytest.fixture
def invited(cooperation: Cooperation, coordinator: User, halberstadt: Municipality) -> Partner:
    return add_partner(actor=coordinator, cooperation=cooperation, municipality=halberstadt)


def in_line(cooperation: Cooperation) -> bool:
    return grants.implied([cooperation.pk]) == grants.stored([cooperation.pk])


def test_the_same_municipality_is_invited_once(
    cooperation: Cooperation, coordinator: User, second: User, stranger: User, halberstadt: Municipality
) -> None:
    results = at_once(
        *(
            lambda actor=actor: add_partner(actor=actor, cooperation=cooperation, municipality=halberstadt)
            for actor in (coordinator, second, coordinator)
        )
    )
    assert refused(results) == 2
    assert OutgoingMail.objects.filter(to=stranger.email).count() == 1
    assert in_line(cooperation)


def test_the_same_colleague_is_appointed_once(
    cooperation: Cooperation, coordinator: User, second: User, kaiserslautern_staff: User
) -> None:
    results = at_once(
        *(
            lambda actor=actor: appoint_coordinator(
                actor=actor, cooperation=cooperation, email=kaiserslautern_staff.email
            )
            for actor in (coordinator, second)
        )
    )
    assert refused(results) == 1
    assert in_line(cooperation)


def test_two_coordinations_cannot_dismiss_each_other(
    cooperation: Cooperation, coordinator: User, second: User
) -> None:
    one, other = (Coordinator.objects.get(user=user) for user in (coordinator, second))
    at_once(
        lambda: dismiss_coordinator(actor=coordinator, coordinator=other),
        lambda: dismiss_coordinator(actor=second, coordinator=one),
    )
    assert Coordinator.objects.filter(cooperation=cooperation).count() == 1
    assert in_line(cooperation)


def test_whoever_was_dismissed_while_waiting_writes_nothing(
    cooperation: Cooperation, coordinator: User, second: User
) -> None:
    dismissed = Coordinator.objects.get(user=second)
    result = while_held(
        lambda: dismiss_coordinator(actor=coordinator, coordinator=dismissed),
        lambda: update_cooperation(
            actor=second, cooperation=cooperation, data=CooperationData(title="Anders"), expected_version=1
        ),
    )
    assert isinstance(result, PermissionDenied)


def test_a_partner_that_left_while_its_answer_waited_answers_nothing(
    cooperation: Cooperation, coordinator: User, kusel_staff: User
) -> None:
    partner = Partner.objects.represented_by(kusel_staff).get()
    for act in (
        lambda: save_answer(
            actor=kusel_staff,
            cooperation=cooperation,
            partner=partner,
            question_key="relief",
            text="Zu spät",
            expected_version=0,
        ),
        lambda: rate_factor(
            actor=kusel_staff,
            cooperation=cooperation,
            partner=partner,
            factor_key="clear-goals",
            value="open",
            evidence="",
            expected_version=0,
        ),
    ):
        result = while_held(lambda: remove_partner(actor=coordinator, partner=partner), act)
        assert isinstance(result, PermissionDenied | Http404)
        Partner.objects.filter(pk=partner.pk).update(status=PartnerStatus.CONFIRMED)
        grants.sync([cooperation.pk])


def test_an_invitation_is_answered_once(invited: Partner, stranger: User, cooperation: Cooperation) -> None:
    results = at_once(
        *(
            lambda accept=accept: respond_to_invitation(actor=stranger, partner=invited, accept=accept)
            for accept in (True, False, True)
        )
    )
    assert refused(results) == 2
    assert in_line(cooperation)


def test_declining_what_a_colleague_accepted_is_answered_in_words(
    invited: Partner, stranger: User, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(stranger)
    answer = while_held(
        lambda: respond_to_invitation(actor=stranger, partner=invited, accept=True),
        lambda: client.post("/kooperationen/donnersberg/partner/15085135/ablehnen/", follow=True),
    )
    assert "Die Einladung ist schon beantwortet." in answer.content.decode()  # type: ignore[attr-defined]


def test_an_answer_and_a_withdrawn_invitation_do_not_block_each_other(
    cooperation: Cooperation, invited: Partner, coordinator: User, stranger: User
) -> None:
    result = while_held(
        lambda: Cooperation.objects.select_for_update().get(pk=cooperation.pk),
        lambda: respond_to_invitation(actor=stranger, partner=invited, accept=True),
        then=lambda: remove_partner(actor=coordinator, partner=invited),
    )
    assert isinstance(result, Exception)
    invited.refresh_from_db()
    assert invited.status == PartnerStatus.LEFT
    assert in_line(cooperation)


def test_the_lead_stays_with_somebody_who_takes_part(
    cooperation: Cooperation, coordinator: User, second: User, kaiserslautern: Municipality
) -> None:
    partner = Partner.objects.get(municipality=kaiserslautern)
    at_once(
        lambda: change_lead(actor=coordinator, partner=partner),
        lambda: remove_partner(actor=second, partner=partner),
    )
    lead = Partner.objects.get(cooperation=cooperation, role="lead")
    assert lead.is_confirmed
    assert in_line(cooperation)


def test_two_people_answer_and_rate_at_once(
    cooperation: Cooperation, coordinator: User, second: User
) -> None:
    results = at_once(
        *(
            lambda actor=actor: save_answer(
                actor=actor,
                cooperation=cooperation,
                question_key="binding-degree",
                text=f"Antwort {actor.pk}",
                expected_version=0,
            )
            for actor in (coordinator, second)
        ),
    )
    assert sum(isinstance(row, EditConflict) for row in results) == 1
    results = at_once(
        *(
            lambda actor=actor: rate_factor(
                actor=actor,
                cooperation=cooperation,
                factor_key="clear-goals",
                value="open",
                evidence=str(actor.pk),
                expected_version=0,
            )
            for actor in (coordinator, second)
        )
    )
    assert sum(isinstance(row, EditConflict) for row in results) == 1


def test_the_same_title_twice_at_once(coordinator: User, donnersberg: Municipality) -> None:
    results = at_once(
        *(
            lambda: create_cooperation(
                actor=coordinator,
                data=CooperationData(title="Schul-IT"),
                lead=donnersberg,
                partners=[donnersberg],
            )
            for _ in range(3)
        )
    )
    assert not refused(results)
    slugs = Cooperation.objects.values_list("slug", flat=True)
    assert sorted(slugs) == ["schul-it", "schul-it-2", "schul-it-3"]


def test_one_address_is_invited_once(administrator: User) -> None:
    results = at_once(
        *(
            lambda: accounts.invite(actor=administrator, email="neu@test.example", label="Neu")
            for _ in range(3)
        )
    )
    assert refused(results) == 2
    assert all("email" in row.message_dict for row in results if isinstance(row, ValidationError))
    assert Invitation.objects.count() == 1


def test_one_authority_is_entered_once(administrator: User) -> None:
    results = at_once(
        *(lambda: create_authority(actor=administrator, name="ADD Trier", land="07") for _ in range(3))
    )
    assert refused(results) == 2
    assert Authority.objects.count() == 1


def test_accepting_and_withdrawing_an_invitation_do_not_block_each_other(administrator: User) -> None:
    invitation = accounts.invite(actor=administrator, email="neu@test.example", label="Neu")
    mail = OutgoingMail.objects.get()
    token = mail.body_text.partition("/konto/einladung/")[2].partition("/")[0]
    result = while_held(
        lambda: User.objects.select_for_update().get(pk=invitation.user_id),
        lambda: accounts.accept(token=token, password="ein-langes-Kennwort-7"),
        then=lambda: accounts.revoke_invitation(actor=administrator, user=invitation.user),
    )
    assert isinstance(result, Http404)
    assert not User.objects.get(pk=invitation.user_id).is_active


def test_two_administrators_cannot_take_each_others_rights(administrator: User) -> None:
    other = User.objects.create_user("zwei@test.example", "x", label="Zwei", is_administrator=True)
    at_once(
        *(
            lambda actor=actor, user=user: accounts.update_account(
                actor=actor, user=user, label="X", expires_on=None, is_administrator=False
            )
            for actor, user in ((administrator, other), (other, administrator))
        )
    )
    assert User.objects.filter(is_administrator=True).count() == 1


def test_publishing_and_withdrawing_at_once_leave_one_state(
    cooperation: Cooperation, coordinator: User, second: User
) -> None:
    edition = steckbriefe.request_edition(actor=coordinator, cooperation=cooperation)
    Edition.objects.filter(pk=edition.pk).update(state="done", pdf=edition.file_name)
    for _ in range(3):
        at_once(
            lambda: steckbriefe.publish(actor=coordinator, edition=edition),
            lambda: steckbriefe.withdraw(actor=second, cooperation=cooperation),
            lambda: steckbriefe.request_edition(actor=second, cooperation=cooperation),
            lambda: steckbriefe.renew_lost_file(edition=edition),
        )
    assert Edition.objects.filter(state="queued").count() == 1


def test_a_lost_file_waits_for_an_edition_with_the_same_content(
    cooperation: Cooperation, coordinator: User
) -> None:
    lost = steckbriefe.request_edition(actor=coordinator, cooperation=cooperation)
    Edition.objects.filter(pk=lost.pk).update(state="done", pdf=lost.file_name)
    steckbriefe.publish(actor=coordinator, edition=lost)
    waiting = steckbriefe.request_edition(actor=coordinator, cooperation=cooperation)
    assert waiting.pk != lost.pk
    assert Client().get("/steckbriefe/donnersberg.pdf").status_code == 202
    Edition.objects.filter(pk=waiting.pk).update(state="failed")
    assert Client().get("/steckbriefe/donnersberg.pdf").status_code == 202
    lost.refresh_from_db()
    assert lost.is_open

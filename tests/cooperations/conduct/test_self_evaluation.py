"""Self-evaluations: recorded, due after five years, reminded of once."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from cooperations.evaluation import months_later
from cooperations.models import Cooperation, Phase, SelfEvaluation
from cooperations.selectors.conduct import conducts
from cooperations.services import (
    appoint_coordinator,
    change_phase,
    record_self_evaluation,
    remind_of_self_evaluations,
    remove_self_evaluation,
)
from ikz.accounts.models import User
from ikz.notifications.models import OutgoingMail
from workspace.tasks import send_due_reminders

BASE = "/kooperationen/donnersberg/"
PHASES = f"{BASE}phasen/"
FORM = f"{PHASES}selbstevaluation/"
SignIn = Callable[[User], Client]


@pytest.fixture
def settled(cooperation: Cooperation, coordinator: User) -> Cooperation:
    """The cooperation in its Verstetigungsphase, entered today."""
    for phase in (Phase.IMPLEMENTATION, Phase.CONSOLIDATION):
        change_phase(actor=coordinator, cooperation=cooperation, phase=phase, reason="Weiter", open_items=[])
    return cooperation


def evaluate(actor: User, cooperation: Cooperation, held_on: date) -> SelfEvaluation:
    return record_self_evaluation(
        actor=actor, cooperation=cooperation, held_on=held_on, outcome="Der Support trägt."
    )


def reminders() -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(dedupe_key__startswith="self-evaluation-due:").order_by("to"))


def due_on(cooperation: Cooperation) -> date | None:
    due = conducts([cooperation])[cooperation.pk].due
    return due.on if due else None


def test_it_is_due_five_years_after_entering_or_after_the_last_one(
    settled: Cooperation, coordinator: User
) -> None:
    today = timezone.localdate()
    assert due_on(settled) == months_later(today, 60)
    evaluate(coordinator, settled, date(2024, 6, 17))
    row = evaluate(coordinator, settled, date(2025, 6, 17))
    evaluate(coordinator, settled, date(2023, 6, 17))
    assert due_on(settled) == date(2030, 6, 17)
    remove_self_evaluation(actor=coordinator, evaluation=row)
    assert due_on(settled) == date(2029, 6, 17)


def test_a_second_click_is_no_second_evaluation(cooperation: Cooperation, coordinator: User) -> None:
    day = date(2025, 6, 17)
    assert evaluate(coordinator, cooperation, day) == evaluate(coordinator, cooperation, day)
    evaluate(coordinator, cooperation, day - timedelta(days=1))
    assert SelfEvaluation.objects.count() == 2


def test_nothing_is_due_before_the_last_phase(cooperation: Cooperation, coordinator: User) -> None:
    evaluate(coordinator, cooperation, date(2015, 6, 17))
    assert due_on(cooperation) is None
    assert remind_of_self_evaluations(date(2100, 1, 1)) == 0


def test_the_coordination_is_reminded_once_six_months_ahead(
    settled: Cooperation, coordinator: User, kusel_staff: User
) -> None:
    appoint_coordinator(actor=coordinator, cooperation=settled, email=kusel_staff.email)
    first = months_later(months_later(timezone.localdate(), 60), -6)
    assert remind_of_self_evaluations(first - timedelta(days=1)) == 0
    assert remind_of_self_evaluations(first) == 2
    assert [remind_of_self_evaluations(first + timedelta(days=day)) for day in (0, 1, 400)] == [0, 0, 0]
    mails = reminders()
    assert [mail.to for mail in mails] == [coordinator.email, kusel_staff.email]
    assert mails[0].subject.startswith("Selbstevaluation bis ")
    assert settled.title in mails[0].body_text
    assert f"{PHASES}?phase=consolidation" in mails[0].body_html


def test_a_new_coordination_is_reminded_too_and_one_that_left_is_not(
    settled: Cooperation, coordinator: User, kusel_staff: User
) -> None:
    day = months_later(timezone.localdate(), 58)
    assert remind_of_self_evaluations(day) == 1
    appoint_coordinator(actor=coordinator, cooperation=settled, email=kusel_staff.email)
    User.objects.filter(pk=coordinator.pk).update(is_active=False)
    assert remind_of_self_evaluations(day) == 1
    assert [mail.to for mail in reminders()] == [coordinator.email, kusel_staff.email]


def test_the_next_round_is_a_new_occasion(settled: Cooperation, coordinator: User) -> None:
    assert remind_of_self_evaluations(months_later(timezone.localdate(), 58)) == 1
    evaluate(coordinator, settled, timezone.localdate() - timedelta(days=30))
    assert [mail.state for mail in reminders()] == ["withdrawn"]
    assert remind_of_self_evaluations(months_later(timezone.localdate(), 58)) == 1
    assert len(reminders()) == 2


def test_command_and_schedule_do_the_same(settled: Cooperation, coordinator: User) -> None:
    evaluate(coordinator, settled, timezone.localdate() - timedelta(days=5 * 365))
    call_command("send_due_reminders")
    assert len(reminders()) == 1
    assert send_due_reminders() == 0
    assert len(reminders()) == 1


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"held_on": "", "outcome": "Gut"}, "Dieses Feld ist zwingend erforderlich."),
        ({"held_on": "gestern", "outcome": "Gut"}, "Bitte geben Sie ein Datum wie 14.03.2027 ein."),
        ({"held_on": "17.06.0025", "outcome": "Gut"}, "Bitte prüfen Sie das Jahr."),
        ({"held_on": "01.01.2199", "outcome": "Gut"}, "kann nicht in der Zukunft liegen"),
        ({"held_on": "17.06.2025", "outcome": " "}, "Bitte halten Sie das Ergebnis fest."),
    ],
)
def test_what_is_wrong_is_told_and_nothing_lost(
    cooperation: Cooperation, coordinator: User, sign_in: SignIn, data: dict[str, str], message: str
) -> None:
    page = sign_in(coordinator).post(FORM, data).content.decode()
    assert message in page
    assert data["outcome"].strip() in page
    assert not SelfEvaluation.objects.exists()


def test_the_page_records_shows_and_removes(
    settled: Cooperation, coordinator: User, kusel_staff: User, sign_in: SignIn
) -> None:
    client = sign_in(coordinator)
    data = {"held_on": "17.06.2025", "outcome": "Der Support trägt."}
    page = client.post(FORM, data, follow=True).content.decode()
    for words in ("Die Selbstevaluation ist festgehalten.", "Selbstevaluation vom 17.06.2025", "17.06.2030"):
        assert words in page
    read = sign_in(kusel_staff).get(PHASES).content.decode()
    assert "Der Support trägt." in read
    assert "Selbstevaluation festhalten" not in read
    remove = f"{FORM}{SelfEvaluation.objects.get().pk}/entfernen/"
    assert "Selbstevaluation vom 17.06.2025 entfernen?" in client.get(remove).content.decode()
    assert SelfEvaluation.objects.exists()
    client.post(remove)
    assert not SelfEvaluation.objects.exists()


def test_staff_record_nothing(cooperation: Cooperation, kusel_staff: User, coordinator: User) -> None:
    with pytest.raises(PermissionDenied):
        evaluate(kusel_staff, cooperation, date(2025, 6, 17))
    row = evaluate(coordinator, cooperation, date(2025, 6, 17))
    with pytest.raises(PermissionDenied):
        remove_self_evaluation(actor=kusel_staff, evaluation=row)
    with pytest.raises(ValidationError):
        evaluate(coordinator, cooperation, timezone.localdate() + timedelta(days=1))


def test_it_stands_where_people_look_once_it_is_near(
    settled: Cooperation, coordinator: User, kusel_staff: User, sign_in: SignIn
) -> None:
    words = "Selbstevaluation durchführen"
    addresses = ("/start/", BASE)
    for user in (coordinator, kusel_staff):
        assert all(words not in sign_in(user).get(page).content.decode() for page in addresses)
    evaluate(coordinator, settled, months_later(timezone.localdate(), -57))
    for user in (coordinator, kusel_staff):
        for page in addresses:
            content = sign_in(user).get(page).content.decode()
            assert words in content
            assert "bald fällig" in content
    assert "Selbstevaluation bis " in sign_in(kusel_staff).get(PHASES).content.decode()
    SelfEvaluation.objects.update(held_on=months_later(timezone.localdate(), -61))
    assert "überfällig" in sign_in(coordinator).get("/start/").content.decode()
    assert "Die Selbstevaluation war am " in sign_in(coordinator).get(PHASES).content.decode()

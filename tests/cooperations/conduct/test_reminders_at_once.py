"""Schedule and cron remind at the same moment, each on a connection of its own: everybody hears once."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from cooperations.evaluation import months_later
from cooperations.models import Cooperation, Phase
from cooperations.services import appoint_coordinator, change_phase, record_self_evaluation
from ikz.accounts.models import User
from ikz.notifications.models import OutgoingMail
from tests.robustness.test_at_once import Act, at_once, while_held

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def near(cooperation: Cooperation, coordinator: User, kusel_staff: User) -> Cooperation:
    """A cooperation with two coordinators whose self-evaluation is due in three months."""
    for phase in (Phase.IMPLEMENTATION, Phase.CONSOLIDATION):
        change_phase(actor=coordinator, cooperation=cooperation, phase=phase, reason="Weiter", open_items=[])
    appoint_coordinator(actor=coordinator, cooperation=cooperation, email=kusel_staff.email)
    evaluate(coordinator, cooperation, months=-57)
    return cooperation


def evaluate(actor: User, cooperation: Cooperation, *, months: int) -> None:
    record_self_evaluation(
        actor=actor,
        cooperation=cooperation,
        held_on=months_later(timezone.localdate(), months),
        outcome="Der Support trägt.",
    )


def remind() -> str:
    """One run of the command, and what it said."""
    said = StringIO()
    call_command("send_due_reminders", stdout=said)
    return said.getvalue()


def reminded() -> list[str]:
    rows = OutgoingMail.objects.filter(dedupe_key__startswith="self-evaluation-due:")
    return sorted(rows.values_list("to", flat=True))


def test_runs_in_parallel_remind_each_person_once(
    near: Cooperation, coordinator: User, kusel_staff: User
) -> None:
    runs: list[Act] = [remind] * 4
    said = at_once(*runs)
    assert sorted(map(str, said)) == ["Erinnerungen geschrieben: 0.\n"] * 3 + [
        "Erinnerungen geschrieben: 2.\n"
    ]
    assert reminded() == sorted([coordinator.email, kusel_staff.email])


def test_whoever_waits_for_a_run_that_wrote_already_writes_nothing(
    near: Cooperation, coordinator: User, kusel_staff: User
) -> None:
    assert while_held(remind, remind) == "Erinnerungen geschrieben: 0.\n"
    assert reminded() == sorted([coordinator.email, kusel_staff.email])


def test_a_self_evaluation_recorded_meanwhile_makes_the_reminder_needless(
    near: Cooperation, coordinator: User
) -> None:
    said = while_held(lambda: evaluate(coordinator, near, months=0), remind)
    assert said == "Erinnerungen geschrieben: 0.\n"
    assert reminded() == []

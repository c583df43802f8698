"""Reminders of deadlines: each stage once, to the coordination and the partners, and never about what has gone."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from agreements.deadlines import Kind
from agreements.models import Agreement
from agreements.path import State
from agreements.selectors.deadlines import version_deadlines
from agreements.services.deadlines import remind_of_deadlines, withdraw_outdated
from agreements.services.force import terminate
from cooperations.models import Cooperation
from ikz.accounts.models import User
from ikz.jobs.models import JobState
from ikz.notifications.models import OutgoingMail
from tests.agreements.world import agreement_of, version_of
from workspace.reminders import send_due_reminders

pytestmark = pytest.mark.django_db
END = date(2027, 7, 31)


def mails() -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(dedupe_key__startswith="agreement-deadline:").order_by("pk"))


def in_force(cooperation: Cooperation, **terms: Any) -> Agreement:
    values: dict[str, Any] = {"term": "fixed", "ends_on": END, **terms}
    agreement = agreement_of(cooperation, vat="taxed", **values)
    version_of(agreement, state=State.IN_FORCE, in_force_on=date(2025, 8, 1))
    return agreement


def test_each_stage_once_to_everybody_who_takes_part(
    cooperation: Cooperation, coordinator: User, kusel_staff: User, kaiserslautern_staff: User, stranger: User
) -> None:
    in_force(cooperation)
    assert remind_of_deadlines(date(2027, 1, 30)) == 0
    assert remind_of_deadlines(date(2027, 1, 31)) > 0
    first = mails()
    assert {coordinator.email, kusel_staff.email, kaiserslautern_staff.email} <= {row.to for row in first}
    assert stranger.email not in {row.to for row in first}
    assert len({row.to for row in first}) == len(first)
    # What remains of a mail after its period names nobody.
    assert not [row.dedupe_key for row in first if "@" in row.dedupe_key]
    assert first[0].subject.strip() == "Frist am 31.07.2027: Zweckvereinbarung Schul-IT"
    assert "Ende der Laufzeit: 31.07.2027" in first[0].body_text
    assert "ohne Verlängerung" in first[0].body_text
    assert "/fristen/" in first[0].body_text
    # Again on the same day, and on every day until the next stage: nothing.
    assert remind_of_deadlines(date(2027, 1, 31)) == 0
    assert remind_of_deadlines(date(2027, 4, 29)) == 0
    assert remind_of_deadlines(date(2027, 4, 30)) == len(first)
    assert remind_of_deadlines(date(2027, 7, 1)) == len(first)
    assert remind_of_deadlines(date(2027, 7, 31)) == 0
    assert len(mails()) == 3 * len(first)


def test_a_late_start_reminds_of_the_nearest_stage_only(cooperation: Cooperation) -> None:
    in_force(cooperation)
    assert remind_of_deadlines(date(2027, 5, 20)) > 0
    assert {row.dedupe_key.split(":")[4] for row in mails()} == {"3"}
    # The worker of a night was away: what it missed is made up for, once.
    assert send_due_reminders(date(2027, 7, 20)) > 0
    assert {row.dedupe_key.split(":")[4] for row in mails()} == {"3", "1"}


def test_nothing_before_a_version_is_in_force(cooperation: Cooperation) -> None:
    agreement = agreement_of(cooperation, term="fixed", ends_on=END)
    version_of(agreement, state=State.ADOPTED)
    assert remind_of_deadlines(date(2027, 7, 1)) == 0


def test_days_that_moved_or_went_take_their_reminders_back(cooperation: Cooperation) -> None:
    agreement = in_force(cooperation)
    remind_of_deadlines(date(2027, 7, 1))
    assert {row.state for row in mails()} == {JobState.QUEUED}
    # An amendment with another end comes into force.
    agreement.versions.update(state=State.SUPERSEDED.value)
    agreement.ends_on = date(2027, 8, 15)
    agreement.save()
    version_of(agreement, state=State.IN_FORCE, in_force_on=date(2027, 7, 2))
    assert remind_of_deadlines(date(2027, 7, 16)) > 0
    states = {row.dedupe_key.split(":")[3]: row.state for row in mails()}
    assert states == {"2027-07-31": JobState.WITHDRAWN, "2027-08-15": JobState.QUEUED}
    # It is ended before its time: only the retention is left, and that is years ahead.
    agreement.versions.filter(state=State.IN_FORCE.value).update(
        state=State.TERMINATED.value, ended_on=date(2026, 7, 20)
    )
    assert withdraw_outdated(agreement) > 0
    assert {row.state for row in mails()} == {JobState.WITHDRAWN}
    assert remind_of_deadlines(date(2027, 7, 21)) == 0
    assert remind_of_deadlines(date(2036, 7, 1)) > 0
    assert "Ende der Aufbewahrung: 20.07.2036" in mails()[-1].body_text


def test_an_end_that_is_recorded_takes_the_other_reminders_back(
    cooperation: Cooperation, coordinator: User
) -> None:
    today = timezone.localdate()
    soon = today + timedelta(days=20)
    agreement = agreement_of(cooperation, term="fixed", ends_on=soon, vat="taxed")
    version = version_of(agreement, state=State.IN_FORCE, in_force_on=date(2025, 8, 1))
    assert remind_of_deadlines() > 0
    terminate(
        actor=coordinator, version=version, on=today + timedelta(days=10), reason="Einvernehmlich aufgehoben"
    )
    assert {row.state for row in mails()} == {JobState.WITHDRAWN}
    assert remind_of_deadlines() > 0
    last = mails()[-1]
    assert "festgehalten" in last.body_text
    assert last.state == JobState.QUEUED


def test_a_day_that_holds_again_is_reminded_of_again(cooperation: Cooperation) -> None:
    agreement = in_force(cooperation)
    today = date(2027, 7, 1)
    count = remind_of_deadlines(today)
    gone = OutgoingMail.objects.get(pk=mails()[0].pk)
    OutgoingMail.objects.exclude(pk=gone.pk).update(state=JobState.DONE)
    version = agreement.versions.get()
    agreement.versions.update(ended_on=date(2028, 6, 30))
    # The end is another: what has not left is taken back; then the old day holds again.
    remind_of_deadlines(today)
    gone.refresh_from_db()
    assert gone.state == JobState.WITHDRAWN
    agreement.versions.update(ended_on=version.ended_on)
    assert remind_of_deadlines(today) == 1
    assert [row.to for row in mails() if row.state == JobState.QUEUED] == [gone.to]
    assert remind_of_deadlines(today) == 0
    assert len(mails()) == count + 1


def test_a_letter_of_intent_is_not_reminded_of_tax(cooperation: Cooperation) -> None:
    for forms, count in ((("informal",), 0), (("mandating",), 1)):
        agreement = agreement_of(cooperation, title=str(forms), forms=forms, vat="undecided")
        version = version_of(agreement, state=State.IN_FORCE, in_force_on=date(2025, 8, 1))
        found = version_deadlines(version, date(2026, 11, 22))
        assert sum(one.kind is Kind.VAT for one in found) == count

"""The portfolio's figures say what the rooms say that know the rules."""

from datetime import timedelta

from django.utils import timezone

from agreements.path import State
from agreements.selectors.deadlines import next_days
from cooperations.models import Cooperation, Measure, MeasureState
from cooperations.selectors.measures import measures_summary
from cooperations.services import plan_measure
from governance.models import ActionItem, ActionState, MeetingState
from governance.selectors.actions import next_meeting
from ikz.accounts.models import User
from tests.agreements.world import agreement_of, version_of
from tests.cooperations.measures.words import smart
from tests.governance.world import body_of, in_days, meeting_of
from workspace.selectors.figures import figures

DAYS = (-30, -1, 0, 1, 30)


def test_every_figure_is_that_of_its_room(cooperation: Cooperation, coordinator: User) -> None:
    today = timezone.localdate()
    kusel = cooperation.partners.get(municipality__ags="07336")
    for days in DAYS:
        for state in MeasureState.values:
            row = plan_measure(
                actor=coordinator, cooperation=cooperation, data=smart(kusel, title=f"{state} {days}")
            )
            Measure.objects.filter(pk=row.pk).update(state=state, due_on=today + timedelta(days=days))
        for state in ActionState.values:
            ActionItem.objects.create(
                cooperation=cooperation,
                title="Aufgabe",
                partner=kusel,
                function="Schul-IT",
                due_on=today + timedelta(days=days),
                state=state,
            )
    body = body_of(cooperation)
    for days in (-1, 12, 40):
        for state in MeetingState.values:
            meeting_of(body, state=MeetingState(state), starts_at=in_days(days))
    for title, ends_in in (("Spät", 400), ("Früh", 100)):
        agreement = agreement_of(
            cooperation, title=title, term="fixed", ends_on=today + timedelta(days=ends_in), vat="taxed"
        )
        version_of(agreement, state=State.IN_FORCE, in_force_on=today)
    version_of(agreement_of(cooperation, title="Entwurf", vat="option"), state=State.ADOPTED)
    found = figures([cooperation.pk])[cooperation.pk]
    summary = measures_summary([cooperation.pk])[cooperation.pk]
    meeting = next_meeting(coordinator, cooperation)
    assert meeting is not None
    assert (found.overdue_measures, found.next_measure) == (summary.overdue, summary.next_due) == (4, today)
    assert found.overdue_actions == ActionItem.objects.overdue().count() == 2
    assert found.next_meeting == meeting.starts_at == in_days(12)
    ahead = next_days([cooperation.pk], today)[cooperation.pk]
    assert [one.title for one in ahead] == ["Früh", "Spät"]
    assert found.agreement == ahead[0].deadline
    assert ahead[0].deadline.day == today + timedelta(days=100)


def test_a_cooperation_without_anything_has_figures_too(cooperation: Cooperation) -> None:
    found = figures([cooperation.pk])[cooperation.pk]
    assert (found.overdue_measures, found.next_measure, found.overdue_actions, found.next_meeting) == (
        0,
        None,
        0,
        None,
    )
    assert figures([]) == {}

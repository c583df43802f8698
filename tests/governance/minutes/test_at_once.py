"""Several people at the same minutes at the same moment, with real threads: nothing lost, nothing twice."""

import pytest
from django.core.exceptions import ValidationError

from cooperations.models import Cooperation
from governance.models import AgendaItem, MeetingState, Member, Minutes, Office
from governance.services.minutes import send_minutes
from governance.services.recording import write_record
from ikz.access.conflicts import EditConflict
from ikz.accounts.models import User
from ikz.notifications.models import OutgoingMail
from tests.governance.world import body_of, in_days, item_of, meeting_of, member_of
from tests.robustness.test_at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def item_for_two(cooperation: Cooperation) -> AgendaItem:
    """An item of a held meeting that coordination and minute-taker may both write at."""
    body = body_of(cooperation)
    Member.objects.filter(pk=member_of(body, "07336").pk).update(office=Office.MINUTES)
    return item_of(meeting_of(body, state=MeetingState.HELD, starts_at=in_days(-3)))


def test_of_two_texts_one_is_stored_and_the_other_handed_back(
    cooperation: Cooperation, coordinator: User, kusel_staff: User
) -> None:
    item = item_for_two(cooperation)
    for version in (1, 2, 3):
        results = at_once(
            *(
                lambda actor=actor, seen=version: write_record(
                    actor=actor, item=item, text=f"{actor.label} {seen}", expected_version=seen
                )
                for actor in (coordinator, kusel_staff)
            )
        )
        [lost] = [one for one in results if isinstance(one, EditConflict)]
        item.refresh_from_db()
        assert {item.record, lost.submitted} == {
            f"{coordinator.label} {version}",
            f"{kusel_staff.label} {version}",
        }
        assert item.record_version == version + 1


def test_different_items_are_written_at_the_same_moment_and_begin_the_minutes_once(
    cooperation: Cooperation, coordinator: User, kusel_staff: User
) -> None:
    item = item_for_two(cooperation)
    assert item.meeting is not None
    other = item_of(item.meeting, "Beschaffung")
    results = at_once(
        lambda: write_record(actor=coordinator, item=item, text="Hier", expected_version=1),
        lambda: write_record(actor=kusel_staff, item=other, text="Dort", expected_version=1),
    )
    assert not [one for one in results if isinstance(one, Exception)]
    assert Minutes.objects.count() == 1
    assert set(AgendaItem.objects.values_list("record", flat=True)) == {"Hier", "Dort"}


def test_two_clicks_send_the_minutes_once(
    cooperation: Cooperation, coordinator: User, kusel_staff: User
) -> None:
    item = item_for_two(cooperation)
    meeting = item.meeting
    assert meeting is not None
    results = at_once(
        lambda: send_minutes(actor=coordinator, meeting=meeting),
        lambda: send_minutes(actor=kusel_staff, meeting=meeting),
    )
    assert len([one for one in results if isinstance(one, ValidationError)]) == 1
    assert Minutes.objects.get().versions.count() == 1
    assert OutgoingMail.objects.filter(dedupe_key__startswith="minutes:").count() == 3

"""Items of an agenda: numbered without gaps, changed by the coordination, fixed once called."""

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.utils import timezone

from cooperations.models import Cooperation
from governance.models import AgendaItem, AgendaSnapshot, Meeting, MeetingState, Minutes, Paper, StandingItem
from governance.selectors.agenda import agenda, snapshot_content, untold_changes
from governance.services.agenda import add_item, answer_questions, change_item, remove_item, reorder
from governance.services.backlog import carry_over, may_carry_over, postpone
from governance.services.meetings import MeetingData, create_meeting
from governance.services.minutes import send_minutes
from governance.services.recording import write_record
from ikz.access.conflicts import EditConflict
from ikz.accounts.models import User
from tests.governance.agenda.words import titles, words
from tests.governance.world import body_of, in_days, item_of, meeting_of


@pytest.fixture
def meeting(cooperation: Cooperation) -> Meeting:
    row = meeting_of(body_of(cooperation), minutes=30)
    for title in ("Bericht", "Netze", "Budget"):
        item_of(row, title)
    return row


def _keys(meeting: Meeting) -> list[int]:
    return list(meeting.items.order_by("position").values_list("pk", flat=True))


def test_items_are_added_at_the_end_and_the_clock_runs(meeting: Meeting, coordinator: User) -> None:
    row = add_item(actor=coordinator, meeting=meeting, data=words("Ausblick  ", minutes=15))
    assert titles(meeting) == [(1, "Bericht"), (2, "Netze"), (3, "Budget"), (4, "Ausblick")]
    found = agenda(meeting)
    assert found.planned == 45
    assert found.overrun
    assert found.balance == "Der Plan ist 15 Minuten länger als die Sitzung."
    assert (found.lines[3].begins_at - meeting.starts_at).total_seconds() == 30 * 60
    meeting.refresh_from_db()
    assert meeting.agenda_version == 2
    assert row.state == "planned"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": " "}, "title"),
        ({"minutes": 0}, "minutes"),
        ({"kind": "party"}, "kind"),
        ({"orientation": ""}, "orientation"),
        ({"description": "x" * 4001}, "description"),
    ],
)
def test_nonsense_is_refused_by_field(
    meeting: Meeting, coordinator: User, change: dict[str, object], field: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        add_item(actor=coordinator, meeting=meeting, data=words(**({"title": "x"} | change)))  # type: ignore[arg-type]
    assert list(refused.value.message_dict) == [field]
    assert len(titles(meeting)) == 3


def test_only_the_coordination_changes_an_agenda(
    meeting: Meeting, kusel_staff: User, stranger: User, supervisor: User
) -> None:
    item = meeting.items.get(position=1)
    for actor, refusal in ((kusel_staff, PermissionDenied), (stranger, Http404), (supervisor, Http404)):
        with pytest.raises(refusal):
            add_item(actor=actor, meeting=meeting, data=words())
        with pytest.raises(refusal):
            reorder(actor=actor, meeting=meeting, order=_keys(meeting)[::-1], expected_version=1)
        with pytest.raises(refusal):
            change_item(actor=actor, item=item, data=words(), expected_version=1)
        with pytest.raises(refusal):
            remove_item(actor=actor, item=item)
        with pytest.raises(refusal):
            postpone(actor=actor, item=item)


def test_an_order_is_stored_as_a_whole_or_not_at_all(meeting: Meeting, coordinator: User) -> None:
    one, two, three = _keys(meeting)
    reorder(actor=coordinator, meeting=meeting, order=[three, one, two], expected_version=1)
    assert titles(meeting) == [(1, "Budget"), (2, "Bericht"), (3, "Netze")]
    for wrong in ([one, two], [one, two, two], [one, two, three, 10**6], []):
        with pytest.raises(ValidationError, match="laden Sie die Seite neu"):
            reorder(actor=coordinator, meeting=meeting, order=wrong, expected_version=2)
    with pytest.raises(EditConflict) as conflict:
        reorder(actor=coordinator, meeting=meeting, order=[one, two, three], expected_version=1)
    assert conflict.value.submitted == [one, two, three]
    # Who wants what stands there already needs no choice.
    reorder(actor=coordinator, meeting=meeting, order=[three, one, two], expected_version=1)
    assert [number for number, _ in titles(meeting)] == [1, 2, 3]


def test_a_second_saver_of_an_item_is_told(meeting: Meeting, coordinator: User) -> None:
    item = meeting.items.get(position=2)
    change_item(actor=coordinator, item=item, data=words("Glasfaser"), expected_version=1)
    with pytest.raises(EditConflict) as conflict:
        change_item(actor=coordinator, item=item, data=words("Funk"), expected_version=1)
    assert conflict.value.current.title == "Glasfaser"


def test_removing_closes_the_gap(meeting: Meeting, coordinator: User) -> None:
    remove_item(actor=coordinator, item=meeting.items.get(position=1))
    assert titles(meeting) == [(1, "Netze"), (2, "Budget")]


def test_what_was_called_keeps_its_number_and_its_words(cooperation: Cooperation, coordinator: User) -> None:
    meeting = meeting_of(body_of(cooperation), state=MeetingState.RUNNING)
    first, called, last = (item_of(meeting, title) for title in ("Bericht", "Netze", "Budget"))
    AgendaItem.objects.filter(pk=called.pk).update(started_at=timezone.now())
    order = [called.pk, first.pk, last.pk]
    message = "TOP 2 „Netze“ ist schon aufgerufen"
    with pytest.raises(ValidationError, match=message):
        reorder(actor=coordinator, meeting=meeting, order=order, expected_version=1)
    for act in (remove_item, postpone):
        for item in (called, first):
            with pytest.raises(ValidationError, match=message):
                act(actor=coordinator, item=item)
    with pytest.raises(ValidationError, match=message):
        change_item(actor=coordinator, item=called, data=words(), expected_version=1)
    # What comes later is still open.
    add_item(actor=coordinator, meeting=meeting, data=words("Dringendes"))
    postpone(actor=coordinator, item=last)
    assert titles(meeting) == [(1, "Bericht"), (2, "Netze"), (3, "Dringendes")]


def test_what_stands_in_the_minutes_stays_on_the_agenda(cooperation: Cooperation, coordinator: User) -> None:
    body = body_of(cooperation)
    meeting = meeting_of(body, state=MeetingState.RUNNING)
    later = meeting_of(body, starts_at=in_days(60))
    item = item_of(meeting, "Netze")
    write_record(actor=coordinator, item=item, text="Vertagt, die Zahlen fehlen noch.", expected_version=1)
    for act in (remove_item, postpone):
        with pytest.raises(ValidationError, match="Zu TOP 1 „Netze“ steht schon etwas in der Niederschrift"):
            act(actor=coordinator, item=item)
    Meeting.objects.filter(pk=meeting.pk).update(state=MeetingState.HELD)
    assert carry_over(actor=coordinator, item=item).record == ""
    assert titles(later) == [(1, "Netze")]


@pytest.mark.parametrize("state", [MeetingState.HELD, MeetingState.CANCELLED])
def test_a_meeting_that_is_over_has_its_agenda(
    cooperation: Cooperation, coordinator: User, state: MeetingState
) -> None:
    meeting = meeting_of(body_of(cooperation), state=state)
    item = item_of(meeting)
    with pytest.raises(ValidationError, match="steht fest"):
        add_item(actor=coordinator, meeting=meeting, data=words())
    with pytest.raises(ValidationError, match="steht fest"):
        remove_item(actor=coordinator, item=item)


def test_moving_on_reaches_the_next_meeting_of_the_body(cooperation: Cooperation, coordinator: User) -> None:
    body = body_of(cooperation)
    meeting, later, latest = (meeting_of(body, starts_at=in_days(days)) for days in (10, 40, 70))
    meeting_of(body, starts_at=in_days(20), state=MeetingState.CANCELLED)
    meeting_of(body_of(cooperation, title="Arbeitsgruppe"), starts_at=in_days(15))
    item_of(later, "Bericht")
    for title in ("Netze", "Budget"):
        item_of(meeting, title)
    item = meeting.items.get(title="Netze")
    postpone(actor=coordinator, item=item)
    assert titles(meeting) == [(1, "Budget")]
    assert titles(later) == [(1, "Bericht"), (2, "Netze")]
    # Where no meeting follows, it waits in the backlog.
    postpone(actor=coordinator, item=AgendaItem.objects.get(pk=item.pk))
    last = AgendaItem.objects.get(pk=item.pk)
    assert last.meeting == latest
    postpone(actor=coordinator, item=last)
    last.refresh_from_db()
    assert last.meeting_id is None
    assert (last.position, last.state) == (0, "planned")


def test_what_comes_by_itself_is_not_moved_on_a_second_time(
    cooperation: Cooperation, coordinator: User
) -> None:
    body = body_of(cooperation)
    StandingItem.objects.create(
        body=body, position=1, title="Bericht", kind="information", orientation="task", minutes=10
    )
    held = meeting_of(body, state=MeetingState.HELD, starts_at=in_days(-3))
    data = MeetingData(
        title="Sitzung", purpose="Z", starts_at=in_days(10), minutes=60, place="Kreishaus", link=""
    )
    meeting = create_meeting(actor=coordinator, body=body, data=data)
    send_minutes(actor=coordinator, meeting=held)
    approval, report = meeting.items.order_by("position")
    assert approval.key == "approval"
    # Without a next meeting the approval would lie in the backlog, and the next meeting get another one.
    with pytest.raises(ValidationError, match="kommt von selbst auf die nächste Sitzung"):
        postpone(actor=coordinator, item=approval)
    later = create_meeting(actor=coordinator, body=body, data=replace(data, starts_at=in_days(40)))
    with pytest.raises(ValidationError, match="steht auch auf der Tagesordnung der nächsten Sitzung"):
        postpone(actor=coordinator, item=report)
    postpone(actor=coordinator, item=approval)
    assert titles(later) == [(1, approval.title), (2, "Bericht")]
    assert titles(meeting) == [(1, "Bericht")]
    Meeting.objects.filter(pk=meeting.pk).update(state=MeetingState.HELD, invited_at=timezone.now())
    report.refresh_from_db()
    assert not may_carry_over(Meeting.objects.get(pk=meeting.pk), report)


def test_changes_after_the_invitation_are_known_as_not_told(
    meeting: Meeting, coordinator: User, django_assert_num_queries: object
) -> None:
    assert untold_changes(meeting) == []
    told = snapshot_content(meeting)
    AgendaSnapshot.objects.create(meeting=meeting, number=1, sequence=0, content=told)
    assert untold_changes(meeting) == []
    reorder(actor=coordinator, meeting=meeting, order=_keys(meeting)[::-1], expected_version=1)
    change_item(
        actor=coordinator,
        item=meeting.items.get(title="Netze"),
        data=words("Netze", minutes=25),
        expected_version=1,
    )
    assert untold_changes(meeting) == [
        "TOP 2 „Netze“: 25 statt 10 Minuten",
        "Neue Reihenfolge: TOP 1 „Budget“, TOP 2 „Netze“, TOP 3 „Bericht“",
    ]


def test_an_agenda_is_described_with_a_constant_number_of_queries(
    meeting: Meeting, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    for number in range(20):
        item_of(meeting, f"Punkt {number}")
    with django_assert_num_queries(2):  # type: ignore[operator] # items, papers
        content = snapshot_content(meeting)
    assert [item["number"] for item in content["items"]] == list(range(1, 24))
    assert set(content["items"][0]) == {
        "id",
        "number",
        "title",
        "kind",
        "orientation",
        "minutes",
        "presenter",
        "motion",
        "is_public",
        "papers",
    }
    with django_assert_num_queries(2):  # type: ignore[operator] # items, papers (no files without papers)
        agenda(meeting)
    assert not Paper.objects.exists()


def _reflection(meeting: Meeting) -> AgendaItem:
    item = item_of(meeting, "Rückschau")
    AgendaItem.objects.filter(pk=item.pk).update(key="reflection")
    item.refresh_from_db()
    return item


def test_the_look_back_keeps_answers_by_question(
    meeting: Meeting, coordinator: User, kusel_staff: User
) -> None:
    item = _reflection(meeting)
    said = {"goals-reached": " Fast.\r\nZwei Schulen fehlen. ", "unknown": "x"}
    row = answer_questions(actor=coordinator, item=item, answers=said, expected_version=1)
    assert row.answers == {
        "goals-reached": "Fast.\nZwei Schulen fehlen.",
        "changed-context": "",
        "delivery": "",
        "governance-fit": "",
    }
    with pytest.raises(EditConflict):
        answer_questions(actor=coordinator, item=item, answers={"delivery": "Gut."}, expected_version=1)
    with pytest.raises(ValidationError, match="Höchstens 4000 Zeichen"):
        answer_questions(actor=coordinator, item=item, answers={"delivery": "x" * 4001}, expected_version=2)
    with pytest.raises(PermissionDenied):
        answer_questions(actor=kusel_staff, item=item, answers={}, expected_version=2)
    with pytest.raises(Http404):
        answer_questions(
            actor=coordinator, item=meeting.items.get(position=1), answers={}, expected_version=1
        )


def test_answers_stay_once_the_minutes_are_approved(cooperation: Cooperation, coordinator: User) -> None:
    meeting = meeting_of(body_of(cooperation), state=MeetingState.HELD)
    item = _reflection(meeting)
    Minutes.objects.create(meeting=meeting, state="approved", approved_at=timezone.now())
    with pytest.raises(ValidationError, match="Niederschrift dieser Sitzung ist genehmigt"):
        answer_questions(actor=coordinator, item=item, answers={"delivery": "Gut."}, expected_version=1)

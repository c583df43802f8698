"""Date polls: asked by the coordination, answered by members, ended by a draft meeting."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.utils import timezone

from cooperations.models import Cooperation
from governance.models import Body, DatePoll, Member, PollAnswer
from governance.selectors.polls import matrix
from governance.services.polls import PollData, answer_poll, choose_date, close_poll, create_poll
from ikz.accounts.models import User
from ikz.notifications.models import OutgoingMail
from ikz.ui.formatting import de_datetime
from tests.governance.world import body_of, deputy_of, in_days, member_of


def _data(**values: object) -> PollData:
    data = PollData(
        title="Sondersitzung",
        purpose="Über den Haushalt beraten",
        minutes=60,
        place="",
        answer_until=timezone.localdate() + timedelta(days=5),
        options=(in_days(11, 14), in_days(10)),
    )
    return replace(data, **values)  # type: ignore[arg-type] # names of the fields


@pytest.fixture
def body(cooperation: Cooperation) -> Body:
    return body_of(cooperation)


@pytest.fixture
def poll(body: Body, coordinator: User) -> DatePoll:
    return create_poll(actor=coordinator, body=body, data=_data())


def test_members_are_asked_by_mail_once_and_not_after_the_end(
    poll: DatePoll, body: Body, coordinator: User, kusel_staff: User
) -> None:
    mails = OutgoingMail.objects.filter(dedupe_key__startswith=f"poll-opened:{poll.pk}:")
    assert {mail.to for mail in mails} == {row.address for row in Member.objects.filter(seat__body=body)}
    mail = mails.get(to=kusel_staff.email)
    assert mail.subject == "Wann können Sie? Terminumfrage: Sondersitzung"
    assert f"/kooperationen/donnersberg/sitzungen/umfragen/{poll.pk}/" in mail.body_text
    assert de_datetime(in_days(10)) in mail.body_text
    close_poll(actor=coordinator, poll=poll)
    assert not mails.filter(state="queued").exists()


def test_who_has_no_account_is_told_to_answer_the_coordination(body: Body, coordinator: User) -> None:
    Member.objects.filter(seat__partner__municipality__ags="07335").update(
        user=None, email="stelle@test.example"
    )
    create_poll(actor=coordinator, body=body, data=_data())
    mail = OutgoingMail.objects.get(to="stelle@test.example")
    assert "Bitte teilen Sie der Koordination" in mail.body_text
    assert "/umfragen/" not in mail.body_text


def test_far_years_and_the_same_question_twice_are_refused(
    poll: DatePoll, body: Body, coordinator: User
) -> None:
    far = replace(_data(), title="Klausur", options=(in_days(10), in_days(366 * 20)))
    for data, word in ((far, "Bitte prüfen Sie die Jahre"), (_data(), "fragt schon eine offene Umfrage")):
        with pytest.raises(ValidationError) as caught:
            create_poll(actor=coordinator, body=body, data=data)
        assert word in str(caught.value.message_dict["options"])
    assert DatePoll.objects.count() == 1
    close_poll(actor=coordinator, poll=poll)
    assert create_poll(actor=coordinator, body=body, data=_data()).pk != poll.pk


def test_members_answer_for_themselves_and_may_change_their_mind(
    poll: DatePoll, body: Body, kusel_staff: User
) -> None:
    first, second = poll.options.all()
    member = member_of(body, "07336")
    answer_poll(actor=kusel_staff, poll=poll, member=member, choices={first.pk: "yes", second.pk: "no"})
    answer_poll(actor=kusel_staff, poll=poll, member=member, choices={second.pk: "maybe"})
    found = PollAnswer.objects.order_by("option__starts_at").values_list("choice", flat=True)
    assert list(found) == ["yes", "maybe"]


def test_nobody_answers_for_others_but_the_coordination(
    poll: DatePoll, body: Body, coordinator: User, kusel_staff: User, stranger: User
) -> None:
    option = poll.options.all()[0]
    other = member_of(body, "07335")
    with pytest.raises(PermissionDenied):
        answer_poll(actor=kusel_staff, poll=poll, member=other, choices={option.pk: "no"})
    with pytest.raises(Http404):
        answer_poll(actor=stranger, poll=poll, member=other, choices={option.pk: "no"})
    deputy = deputy_of(body, "07335")
    answer_poll(actor=coordinator, poll=poll, member=deputy, choices={option.pk: "yes"})
    assert PollAnswer.objects.get().member == deputy


def test_members_of_other_bodies_and_unknown_answers_are_refused(
    poll: DatePoll, body: Body, cooperation: Cooperation, kusel_staff: User
) -> None:
    option = poll.options.all()[0]
    elsewhere = member_of(body_of(cooperation, title="Arbeitsgruppe"), "07336")
    with pytest.raises(Http404):
        answer_poll(actor=kusel_staff, poll=poll, member=elsewhere, choices={option.pk: "yes"})
    for choices in ({option.pk: "vielleicht"}, {0: "yes"}):
        with pytest.raises(ValidationError):
            answer_poll(actor=kusel_staff, poll=poll, member=member_of(body, "07336"), choices=choices)


def test_a_chosen_date_becomes_a_draft_and_ends_the_poll(
    poll: DatePoll, body: Body, coordinator: User, kusel_staff: User
) -> None:
    option = poll.options.all()[1]
    with pytest.raises(PermissionDenied):
        choose_date(actor=kusel_staff, poll=poll, option=option)
    meeting = choose_date(actor=coordinator, poll=poll, option=option)
    poll.refresh_from_db()
    assert (poll.meeting, meeting.starts_at, meeting.state) == (meeting, option.starts_at, "draft")
    with pytest.raises(ValidationError, match="beendet"):
        choose_date(actor=coordinator, poll=poll, option=option)
    with pytest.raises(ValidationError, match="beendet"):
        close_poll(actor=coordinator, poll=poll)
    with pytest.raises(ValidationError, match="beendet"):
        answer_poll(actor=kusel_staff, poll=poll, member=member_of(body, "07336"), choices={option.pk: "yes"})


def test_what_a_poll_needs(body: Body, coordinator: User) -> None:
    wrong = {
        "purpose": _data(purpose=" "),
        "options": _data(options=(in_days(10), in_days(10))),
        "answer_until": _data(answer_until=timezone.localdate() + timedelta(days=15)),
    }
    for field, data in wrong.items():
        with pytest.raises(ValidationError) as refused:
            create_poll(actor=coordinator, body=body, data=data)
        assert field in refused.value.message_dict
    with pytest.raises(ValidationError, match="Vergangenheit"):
        create_poll(actor=coordinator, body=body, data=_data(options=(in_days(-1), in_days(3))))


def test_after_the_last_day_only_the_coordination_enters_answers(
    body: Body, poll: DatePoll, coordinator: User, kusel_staff: User
) -> None:
    kusel = Member.objects.get(pk=member_of(body, "07336").pk)
    choices = {option.pk: "yes" for option in poll.options.all()}
    DatePoll.objects.filter(pk=poll.pk).update(answer_until=timezone.localdate())
    answer_poll(actor=kusel_staff, poll=poll, member=kusel, choices=choices)
    DatePoll.objects.filter(pk=poll.pk).update(answer_until=timezone.localdate() - timedelta(days=1))
    poll.refresh_from_db()
    with pytest.raises(ValidationError, match="wenden Sie sich an die Koordination"):
        answer_poll(actor=kusel_staff, poll=poll, member=kusel, choices=dict.fromkeys(choices, "no"))
    [mine] = [line for line in matrix(poll, kusel_staff, may_edit=False).lines if line.mine]
    assert not mine.may_answer
    answer_poll(actor=coordinator, poll=poll, member=kusel, choices=dict.fromkeys(choices, "no"))
    assert set(PollAnswer.objects.values_list("choice", flat=True)) == {"no"}

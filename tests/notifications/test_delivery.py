"""Handing mails to a real mail server, in this process."""

import logging
import time
from datetime import timedelta
from email.message import EmailMessage
from email.utils import parsedate_to_datetime

import pytest
from django.utils import timezone
from pytest_django import Settings

from ikz.jobs import services as jobs
from ikz.jobs.models import JobState
from ikz.notifications.delivery import MAX_ATTEMPTS, _send_batch
from ikz.notifications.line import Line
from ikz.notifications.models import OutgoingMail
from ikz.notifications.services import CalendarPart
from ikz.notifications.tasks import deliver
from tests.infrastructure.mail import MailServer
from tests.notifications.conftest import WriteMail


def delivered(mail: OutgoingMail) -> OutgoingMail:
    """The mail after one wake-up call."""
    deliver(mail.pk)
    mail.refresh_from_db()
    return mail


def due(mail: OutgoingMail) -> OutgoingMail:
    """The mail after its waiting time."""
    OutgoingMail.objects.filter(pk=mail.pk).update(due_at=timezone.now())
    return mail


def test_a_mail_arrives_whole(write_mail: WriteMail, mail_server: MailServer, settings: Settings) -> None:
    settings.DEFAULT_FROM_EMAIL = "IKZ Schul-IT <ikz@kreis.example>"
    mail = delivered(write_mail(title="Geräteübergabe"))
    assert mail.state == JobState.DONE
    assert not mail.body_text
    assert not mail.body_html

    (message,) = mail_server.messages
    assert message["Subject"] == "Bestätigung für Geräteübergabe"
    assert message["To"] == "kusel@test.example"
    assert message["From"] == "IKZ Schul-IT <ikz@kreis.example>"
    assert message["Message-ID"] == f"<{mail.message_id}@kreis.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert abs(parsedate_to_datetime(message["Date"]) - mail.created_at) < timedelta(seconds=2)
    parts = {part.get_content_type(): part.get_content() for part in message.iter_parts()}
    assert "die Übergabe „Geräteübergabe“ steht an." in parts["text/plain"]
    assert "die Übergabe „Geräteübergabe“ steht an." in parts["text/html"]


def test_a_task_that_runs_twice_sends_once(write_mail: WriteMail, mail_server: MailServer) -> None:
    mail = write_mail()
    delivered(mail)
    delivered(mail)
    assert len(mail_server.messages) == 1


def test_a_mail_in_another_workers_hands_is_left_alone(
    write_mail: WriteMail, mail_server: MailServer
) -> None:
    mail = write_mail()
    assert jobs.claim(OutgoingMail, mail.pk)
    assert delivered(mail).state == JobState.RUNNING
    assert not mail_server.messages


def test_a_dead_workers_mail_is_taken_over(write_mail: WriteMail, mail_server: MailServer) -> None:
    mail = write_mail()
    assert jobs.claim(OutgoingMail, mail.pk)
    OutgoingMail.objects.filter(pk=mail.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    assert delivered(mail).state == JobState.DONE
    assert len(mail_server.messages) == 1


def test_a_withdrawn_mail_is_not_sent(write_mail: WriteMail, mail_server: MailServer) -> None:
    mail = write_mail()
    OutgoingMail.objects.update(state=JobState.WITHDRAWN)
    delivered(mail)
    assert not mail_server.messages


def test_a_temporary_refusal_waits_longer_each_time(write_mail: WriteMail, mail_server: MailServer) -> None:
    mail = write_mail()
    mail_server.failures = 2
    waits = []
    for _ in range(2):
        delivered(due(mail))
        assert mail.state == JobState.QUEUED
        assert mail.last_error.startswith("Nachricht abgelehnt: 451")
        waits.append(round((mail.due_at - timezone.now()).total_seconds(), -1))
    assert waits == [60, 120]
    assert delivered(due(mail)).state == JobState.DONE
    assert mail.last_error == ""
    assert len(mail_server.messages) == 1


def test_a_server_that_is_down_is_tried_again(write_mail: WriteMail, mail_server: MailServer) -> None:
    mail_server.stop()
    mail = delivered(write_mail())
    assert mail.state == JobState.QUEUED
    assert mail.last_error.startswith("Mailserver nicht erreichbar")


def test_a_server_that_is_too_slow_is_tried_again(
    write_mail: WriteMail, mail_server: MailServer, settings: Settings
) -> None:
    settings.EMAIL_TIMEOUT = 0.3
    mail_server.delay = 1
    mail = delivered(write_mail())
    assert mail.state == JobState.QUEUED
    assert mail.last_error.startswith("Mailserver nicht erreichbar oder zu langsam")


def test_an_unknown_recipient_is_given_up_and_named_nowhere(
    write_mail: WriteMail, mail_server: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    mail_server.unknown = {"weg@test.example"}
    with caplog.at_level(logging.INFO):
        mail = delivered(write_mail(to="weg@test.example"))
    assert mail.state == JobState.FAILED
    assert mail.last_error == "Empfangsadresse abgelehnt: 550 5.1.1 … unknown"
    # The test's mail server runs in this very process and notes whom it is asked for.
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("ikz.")]
    assert ours == [f"mail {mail.pk} given up after attempt 1"]


def test_an_impossible_address_is_given_up(write_mail: WriteMail, mail_server: MailServer) -> None:
    mail = delivered(write_mail(to="kein-empfänger"))
    assert mail.state == JobState.FAILED
    assert mail.last_error.startswith("Nachricht nicht zustellbar")


@pytest.mark.parametrize(("attempts", "state"), [(MAX_ATTEMPTS - 2, "queued"), (MAX_ATTEMPTS - 1, "failed")])
def test_attempts_end(write_mail: WriteMail, mail_server: MailServer, attempts: int, state: str) -> None:
    mail = write_mail()
    OutgoingMail.objects.update(attempts=attempts)
    mail_server.failures = 1
    assert delivered(mail).state == state


def test_a_mail_that_kills_its_workers_is_given_up(write_mail: WriteMail, mail_server: MailServer) -> None:
    mail = write_mail()
    OutgoingMail.objects.update(attempts=MAX_ATTEMPTS)
    assert delivered(mail).state == JobState.FAILED
    assert not mail_server.messages


def open_mails() -> list[str]:
    return list(OutgoingMail.objects.order_by("pk").values_list("state", flat=True))


def test_one_call_sends_all_that_is_due_over_one_connection(
    write_mail: WriteMail, mail_server: MailServer
) -> None:
    mails = [write_mail(f"notice-{number}", to=f"stelle-{number}@test.example") for number in range(30)]
    mail_server.unknown = {"stelle-7@test.example"}
    OutgoingMail.objects.filter(pk=mails[20].pk).update(due_at=timezone.now() + timedelta(hours=1))
    delivered(mails[0])
    states = open_mails()
    assert states.pop(20) == JobState.QUEUED
    assert states.pop(7) == JobState.FAILED
    assert set(states) == {JobState.DONE}
    assert len(mail_server.messages) == 28
    assert mail_server.connections == 1


def test_a_mail_withdrawn_after_the_claim_stays_here(write_mail: WriteMail, mail_server: MailServer) -> None:
    first, second, third = (write_mail(f"notice-{number}") for number in range(3))
    with Line() as line:
        batch = jobs.claim_many(OutgoingMail, 3)
        OutgoingMail.objects.filter(pk=second.pk).update(state=JobState.WITHDRAWN)
        _send_batch(batch, line, until=time.monotonic() + 60)
    assert open_mails() == [JobState.DONE, JobState.WITHDRAWN, JobState.DONE]
    assert [message["Message-ID"].strip("<>").partition("@")[0] for message in mail_server.messages] == [
        first.message_id,
        third.message_id,
    ]


def test_a_server_that_ends_conversations_gets_the_rest_in_new_ones(
    write_mail: WriteMail, mail_server: MailServer
) -> None:
    mail_server.per_connection = 2
    mails = [write_mail(f"notice-{number}") for number in range(5)]
    delivered(mails[0])
    assert set(open_mails()) == {JobState.DONE}
    assert (len(mail_server.messages), mail_server.connections) == (5, 3)
    assert set(OutgoingMail.objects.values_list("attempts", flat=True)) == {1}


def test_a_server_that_is_down_is_asked_once_for_all(write_mail: WriteMail, mail_server: MailServer) -> None:
    mails = [write_mail(f"notice-{number}") for number in range(3)]
    mail_server.stop()
    delivered(mails[0])
    for mail in mails:
        mail.refresh_from_db()
        assert (mail.state, mail.attempts) == (JobState.QUEUED, 1)
        assert mail.due_at > timezone.now()


def test_what_the_time_did_not_suffice_for_is_given_back_untried(
    write_mail: WriteMail, mail_server: MailServer
) -> None:
    for number in range(3):
        write_mail(f"notice-{number}")
    with Line() as line:
        assert not _send_batch(jobs.claim_many(OutgoingMail, 3), line, until=time.monotonic() - 1)
    assert list(OutgoingMail.objects.values_list("state", "attempts")) == [(JobState.QUEUED, 0)] * 3
    assert not mail_server.messages


def test_a_calendar_goes_along_as_calendars_expect_it(write_mail: WriteMail, mail_server: MailServer) -> None:
    text = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nX-NOTE:Übergabe\r\nEND:VCALENDAR\r\n"
    mail = delivered(write_mail(calendar=CalendarPart(text, "REQUEST")))
    assert mail.calendar == ""
    (message,) = mail_server.messages
    assert message.get_content_type() == "multipart/mixed"
    alternatives, file = message.iter_parts()
    assert isinstance(alternatives, EmailMessage)
    assert alternatives.get_content_type() == "multipart/alternative"
    plain, html, calendar = alternatives.iter_parts()
    assert [part.get_content_type() for part in (plain, html)] == ["text/plain", "text/html"]
    assert isinstance(calendar, EmailMessage)
    assert calendar["Content-Type"].params == {"method": "REQUEST", "charset": "utf-8"}
    assert calendar.get_content().splitlines() == text.splitlines()
    assert isinstance(file, EmailMessage)
    assert (file.get_content_type(), file.get_filename()) == ("application/ics", "termin.ics")
    assert file.get_content() == text.encode()

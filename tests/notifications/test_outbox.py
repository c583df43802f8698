"""Writing to the outbox: with the caller's transaction, once per occasion, and seen by administrators only."""

import logging

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from ikz.accounts.models import User
from ikz.jobs import services as jobs
from ikz.jobs.models import JobState
from ikz.notifications.models import OutgoingMail
from ikz.notifications.services import restart_mail, withdraw_mails
from tests.notifications.conftest import WriteMail


def failed(mail: OutgoingMail) -> OutgoingMail:
    """The same mail after the mail server refused it."""
    claimed = jobs.claim(OutgoingMail, mail.pk)
    assert claimed is not None
    jobs.give_up(claimed, error="Empfangsadresse abgelehnt: 550")
    mail.refresh_from_db()
    return mail


def test_a_mail_is_rendered_with_base_address_and_closing_words(write_mail: WriteMail) -> None:
    mail = write_mail(title="Tafeln & <Beamer>")
    assert mail.subject == "Bestätigung für Tafeln & <Beamer>"
    assert "„Tafeln & <Beamer>“" in mail.body_text
    assert "„Tafeln &amp; &lt;Beamer&gt;“" in mail.body_html
    for body in (mail.body_text, mail.body_html):
        assert "http://127.0.0.1:8000/" in body
        assert "Bitte antworten Sie nicht darauf." in body
        assert "Demonstrationsdaten" not in body


def test_the_demo_says_that_it_is_one(write_mail: WriteMail, settings: Settings) -> None:
    settings.DEMO = True
    mail = write_mail()
    for body in (mail.body_text, mail.body_html):
        assert "Demonstrationsdaten, Vorgänge frei erfunden" in body


def test_a_line_break_in_a_title_adds_no_header(write_mail: WriteMail) -> None:
    assert (
        write_mail(title="A\r\nBcc: fremd@test.example").subject
        == "Bestätigung für A Bcc: fremd@test.example"
    )


def test_the_same_occasion_is_one_mail(write_mail: WriteMail) -> None:
    first = write_mail("notice-1", title="erste Fassung")
    second = write_mail("notice-1", title="zweite Fassung")
    assert second == first
    assert OutgoingMail.objects.get().subject.endswith("erste Fassung")


@pytest.mark.django_db(transaction=True)
def test_a_mail_disappears_with_the_transaction_that_wrote_it(write_mail: WriteMail) -> None:
    with transaction.atomic():
        write_mail()
        transaction.set_rollback(True)
    assert not OutgoingMail.objects.exists()


def test_a_broker_that_is_down_breaks_nothing(
    write_mail: WriteMail,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    unreachable_broker: None,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.WARNING), django_capture_on_commit_callbacks(execute=True):
        mail = write_mail()
    assert mail.state == JobState.QUEUED
    assert f"row {mail.pk} not sent" in caplog.text
    assert "@" not in caplog.text


def test_withdrawing_takes_back_what_has_not_left(write_mail: WriteMail) -> None:
    queued, held, other = write_mail("sitzung-7-a"), write_mail("sitzung-7-b"), write_mail("sitzung-8-a")
    assert jobs.claim(OutgoingMail, held.pk)
    sent = jobs.claim(OutgoingMail, write_mail("sitzung-7-c").pk)
    assert sent is not None
    jobs.finish(sent)

    assert withdraw_mails(dedupe_prefix="sitzung-7-") == 2
    assert withdraw_mails(dedupe_keys=["sitzung-8-a"]) == 1

    for mail in (queued, held, other, sent):
        mail.refresh_from_db()
    assert [mail.state for mail in (queued, held, other, sent)] == [
        JobState.WITHDRAWN,
        JobState.WITHDRAWN,
        JobState.WITHDRAWN,
        JobState.DONE,
    ]
    assert not queued.body_text


def test_withdrawing_everything_by_mistake_is_refused(write_mail: WriteMail) -> None:
    write_mail()
    with pytest.raises(ValueError, match="prefix"):
        withdraw_mails()
    assert OutgoingMail.objects.get().state == JobState.QUEUED


def test_an_administrator_starts_a_failed_mail_again(write_mail: WriteMail, administrator: User) -> None:
    mail = failed(write_mail())
    assert restart_mail(actor=administrator, mail_id=mail.pk)
    mail.refresh_from_db()
    assert (mail.state, mail.attempts, mail.last_error) == (JobState.QUEUED, 0, "")
    assert not restart_mail(actor=administrator, mail_id=mail.pk)


@pytest.mark.parametrize("role", ["stranger", "kusel_staff", "supervisor"])
def test_nobody_else_reaches_the_outbox(
    write_mail: WriteMail, role: str, request: pytest.FixtureRequest
) -> None:
    user: User = request.getfixturevalue(role)
    mail = failed(write_mail())
    assert not OutgoingMail.objects.visible_to(user).exists()
    with pytest.raises((Http404, PermissionDenied)):
        restart_mail(actor=user, mail_id=mail.pk)
    mail.refresh_from_db()
    assert mail.state == JobState.FAILED

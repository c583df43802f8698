"""A worker group killed in the middle of fifty mails, on both brokers."""

from collections import Counter

import pytest
from django.db import transaction

from ikz.jobs.models import JobState
from ikz.notifications.models import OutgoingMail
from tests.infrastructure.mail import MailServer
from tests.infrastructure.queue import Broker, StartProcess
from tests.infrastructure.waiting import wait_until
from tests.notifications.conftest import WriteMail

MAILS = 50
WORKERS = 2


@pytest.mark.django_db(transaction=True)
def test_no_mail_is_lost_and_a_repeat_is_recognisable(
    broker: Broker, start_process: StartProcess, smtp_server: MailServer, write_mail: WriteMail
) -> None:
    smtp_server.delay = 0.05
    environment = {"EMAIL_URL": smtp_server.url, "IKZ_JOB_LEASE_SECONDS": "3", "IKZ_SWEEP_SECONDS": "0.5"}
    worker = start_process("worker", **environment)
    with transaction.atomic():
        for number in range(MAILS):
            write_mail(f"notice-{number}", to=f"stelle-{number}@test.example")
    wait_until(lambda: len(smtp_server.messages) >= 10, "the worker is in the middle of it")
    worker.kill()
    assert OutgoingMail.objects.exclude(state=JobState.DONE).exists()

    start_process("worker", **environment)
    start_process("beat", **environment)
    wait_until(
        lambda: not OutgoingMail.objects.exclude(state=JobState.DONE).exists(), "all are sent", seconds=60
    )

    received = Counter((message["To"], message["Message-ID"]) for message in smtp_server.messages)
    assert len(received) == MAILS
    assert {to for to, _ in received} == {f"stelle-{number}@test.example" for number in range(MAILS)}
    # Only a mail that each killed process had handed over but not yet marked may come twice.
    repeated = [count for count in received.values() if count > 1]
    assert len(repeated) <= WORKERS
    assert all(count == 2 for count in repeated)


@pytest.mark.django_db(transaction=True)
def test_the_sweep_finds_mails_whose_message_was_lost(
    filesystem_broker: Broker, start_process: StartProcess, smtp_server: MailServer, write_mail: WriteMail
) -> None:
    mail = write_mail()
    OutgoingMail.objects.filter(pk=mail.pk).update(state=JobState.QUEUED)
    environment = {"EMAIL_URL": smtp_server.url, "IKZ_SWEEP_SECONDS": "0.5"}
    start_process("worker", "--purge", **environment)
    start_process("beat", **environment)
    wait_until(lambda: OutgoingMail.objects.filter(state=JobState.DONE).exists(), "the mail is sent")
    assert len(smtp_server.messages) == 1

"""The daily run, alone and at once, and papers in mails."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from governance.invitation_mails import mail_context
from governance.models import Meeting
from governance.selectors.agenda import snapshot_content
from governance.services.reminders import remind_of_meetings
from ikz.notifications.rendering import render_mail
from tests.governance.invitation.conftest import mails
from workspace.reminders import send_due_reminders


def test_papers_are_links_to_what_needs_signing_in(draft: Meeting, settings: Settings) -> None:
    content = snapshot_content(draft)
    content["items"][0]["papers"] = [{"id": "5d1c", "title": "Entwurf <1>"}]
    mail = render_mail("meeting_invitation", mail_context(draft, content))
    assert f"Vorlage: Entwurf <1>\n   {settings.BASE_URL}/dateien/5d1c/" in mail.text
    assert f'<a href="{settings.BASE_URL}/dateien/5d1c/">Entwurf &lt;1&gt;</a>' in mail.html


def test_the_daily_run_reminds_of_meetings(invited: Meeting) -> None:
    day = timezone.localdate(invited.starts_at) - timedelta(days=1)
    assert send_due_reminders(day) == 3
    assert send_due_reminders(day) == 0


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_remind_once(invited: Meeting) -> None:
    day = timezone.localdate(invited.starts_at) - timedelta(days=1)
    start = Barrier(2)

    def run(_: int) -> int:
        start.wait(10)
        try:
            return remind_of_meetings(day)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(run, range(2))) == [0, 3]
    assert len(mails("reminder")) == 3

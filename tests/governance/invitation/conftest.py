"""A draft of the Steuerkreis with an agenda, ready to be invited to; and the test's mail server."""

import re
from email.message import EmailMessage
from typing import Any

import icalendar
import pytest
from pytest_django import Settings

from cooperations.models import Cooperation
from governance.models import Body, ItemKind, Meeting
from governance.selectors.agenda import snapshot_content
from governance.selectors.invitations import seen_mark
from governance.services.invitations import invite
from ikz.accounts.models import User
from ikz.notifications.models import OutgoingMail
from tests.governance.world import body_of, in_days, item_of, meeting_of
from tests.infrastructure.mail import MailServer


@pytest.fixture
def body(cooperation: Cooperation) -> Body:
    return body_of(cooperation)


@pytest.fixture
def draft(body: Body) -> Meeting:
    meeting = meeting_of(body, starts_at=in_days(30))
    item_of(
        meeting, "Service-Desk", kind=ItemKind.RESOLUTION, motion="Der Service-Desk wird gemeinsam betrieben."
    )
    return meeting


@pytest.fixture
def invited(draft: Meeting, coordinator: User) -> Meeting:
    return invite(actor=coordinator, meeting=draft, seen=seen(draft))


def seen(meeting: Meeting) -> str:
    """The mark of the agenda as it is now."""
    return seen_mark(snapshot_content(meeting))


def calendar_in(text: str | bytes) -> Any:
    """A calendar as another program reads it; its values have many types."""
    return icalendar.Calendar.from_ical(text)


def plain_text(message: EmailMessage) -> str:
    """The text part of a mail."""
    part = message.get_body(("plain",))
    assert isinstance(part, EmailMessage)
    return str(part.get_content())


def mails(kind: str) -> list[OutgoingMail]:
    """Mails of one kind, such as ``invite``."""
    return list(OutgoingMail.objects.filter(dedupe_key__regex=rf"^meeting:\d+:{kind}:").order_by("pk"))


def link_in(mail: OutgoingMail) -> str:
    """The answer's address in a mail, without the host."""
    found = re.search(r"(/zusage/\S+/)", mail.body_text)
    assert found, mail.body_text
    return found[1]


@pytest.fixture
def mail_server(smtp_server: MailServer, settings: Settings) -> MailServer:
    """Let this process send to the test's mail server."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", smtp_server.port
    return smtp_server

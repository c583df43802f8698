"""A mail template of the tests' own, and the application pointed to the test's mail server."""

import copy
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from ikz.notifications.models import OutgoingMail
from ikz.notifications.services import CalendarPart, enqueue_mail
from tests.infrastructure.mail import MailServer
from tests.infrastructure.queue import publishing_to
from tests.infrastructure.waiting import free_port

WriteMail = Callable[..., OutgoingMail]


@pytest.fixture
def write_mail(db: None, settings: Settings) -> WriteMail:
    """Put a mail into the outbox by its key."""
    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"].append(Path(__file__).parent / "templates")
    settings.TEMPLATES = templates

    def write(
        key: str = "notice-1",
        *,
        to: str = "kusel@test.example",
        title: str = "Geräte",
        calendar: CalendarPart | None = None,
    ) -> OutgoingMail:
        return enqueue_mail(
            dedupe_key=key, to=to, template="notice", context={"title": title}, calendar=calendar
        )

    return write


@pytest.fixture
def mail_server(smtp_server: MailServer, settings: Settings) -> MailServer:
    """Let this process send to the test's mail server."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", smtp_server.port
    settings.EMAIL_TIMEOUT = 5
    return smtp_server


@pytest.fixture
def unreachable_broker() -> Iterator[None]:
    """Publish to a port where nobody listens."""
    with publishing_to(f"redis://127.0.0.1:{free_port()}/0", {"max_retries": 0, "interval_start": 0}):
        yield

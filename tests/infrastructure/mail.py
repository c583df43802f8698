"""A mail server that keeps what it receives, and can be slow or refuse."""

import asyncio
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.infrastructure.waiting import free_port


class MailServer:
    """Messages in order of arrival.

    ``delay`` seconds per mail, ``failures`` mails refused for now, ``unknown`` recipients refused for good,
    ``per_connection`` mails taken in one conversation. ``connections`` counts conversations.
    """

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.delay = 0.0
        self.failures = 0
        self.unknown: set[str] = set()
        self.per_connection: int | None = None
        self.connections = 0
        self._taken: dict[Session, int] = {}
        self.port = free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)

    @property
    def url(self) -> str:
        """Value for ``EMAIL_URL``."""
        return f"smtp://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Listen."""
        self._controller.start()

    def stop(self) -> None:
        """End, as a mail server that is down; a second time changes nothing."""
        if not self._controller.loop.is_closed():
            self._controller.stop()

    async def handle_EHLO(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        """Count the conversation."""
        self.connections += 1
        session.host_name = hostname
        self._taken[session] = 0
        return responses

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take the sender, or end a conversation that is long enough."""
        self._taken[session] += 1
        if self.per_connection is not None and self._taken[session] > self.per_connection:
            return "421 Enough for now"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, rcpt_options: list[str]
    ) -> str:
        """Take or refuse one recipient."""
        if address in self.unknown:
            return f"550 5.1.1 <{address}> unknown"
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(rcpt_options)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        """Take or refuse one mail."""
        await asyncio.sleep(self.delay)
        if self.failures > 0:
            self.failures -= 1
            return "451 Temporary failure"
        content = envelope.original_content or b""
        message = message_from_bytes(content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.messages.append(message)
        return "250 OK"


@pytest.fixture
def smtp_server() -> Iterator[MailServer]:
    """Start a mail server for one test."""
    server = MailServer()
    server.start()
    yield server
    server.stop()

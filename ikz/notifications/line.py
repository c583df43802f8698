"""One connection to the mail server for many mails."""

import smtplib
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend

# "Closing transmission channel": how a server ends a conversation that is long enough for it.
CLOSING = 421


class Line:
    """Opened with the first mail, and again after it broke; a server that cannot be reached is asked only once."""

    def __init__(self) -> None:
        self._connection: Any = None
        self._unreachable: Exception | None = None

    def __enter__(self) -> Self:
        """Nothing to do before the first mail."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Say good-bye."""
        self._close()

    def send(self, message: EmailMessage) -> None:
        """Hand over one message; raises what smtplib raises."""
        used = self._connection is not None
        try:
            self._hand_over(message)
        except (smtplib.SMTPServerDisconnected, smtplib.SMTPSenderRefused) as error:
            if not used or getattr(error, "smtp_code", CLOSING) != CLOSING:
                raise
            # The server ended the conversation between two mails; a fresh one tells how it is with this mail.
            self._hand_over(message)

    def _hand_over(self, message: EmailMessage) -> None:
        self._open()
        try:
            self._connection.send_messages([message])
        except smtplib.SMTPRecipientsRefused:
            # smtplib has told the server to forget the mail; the conversation goes on.
            raise
        except BaseException:
            self._close()
            raise
        # Other ways of sending, such as files for trials, keep one connection for one mail.
        if not isinstance(self._connection, EmailBackend):
            self._close()

    def _open(self) -> None:
        if self._unreachable:
            raise self._unreachable
        if self._connection is not None:
            return
        self._connection = get_connection()
        try:
            self._connection.open()
        except (smtplib.SMTPException, OSError) as error:
            self._unreachable = error
            self._close()
            raise

    def _close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            # The mails' fate is written by now; a server that stumbles over the good-bye must not change it.
            with suppress(smtplib.SMTPException, OSError):
                connection.close()

"""An outgoing row as a message."""

from email.utils import format_datetime, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from ikz.notifications.models import OutgoingMail

CALENDAR_FILE = "termin.ics"


def build(mail: OutgoingMail) -> EmailMultiAlternatives:
    """The message of a row: the same at every attempt."""
    message = EmailMultiAlternatives(
        mail.subject,
        mail.body_text,
        settings.DEFAULT_FROM_EMAIL,
        [mail.to],
        headers={
            # The same at every attempt, so that a receiver recognises a repeat.
            "Message-ID": f"<{mail.message_id}@{_sender_domain()}>",
            "Date": format_datetime(timezone.localtime(mail.created_at)),
            # Keeps absence notes and mailing lists from answering.
            "Auto-Submitted": "auto-generated",
        },
    )
    if mail.body_html:
        message.attach_alternative(mail.body_html, "text/html")
    if mail.calendar:
        _add_calendar(message, mail)
    return message


def _add_calendar(message: EmailMultiAlternatives, mail: OutgoingMail) -> None:
    """Add the calendar twice: calendars take the alternative, which names the method; other programs the file."""
    message.attach_alternative(mail.calendar, f"text/calendar; method={mail.calendar_method}")
    message.attach(CALENDAR_FILE, mail.calendar.encode(), "application/ics")


def _sender_domain() -> str:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return domain.encode("idna").decode("ascii")

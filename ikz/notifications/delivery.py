"""Handing one claimed mail to the mail server, and what its answers mean."""

import logging
import re
import smtplib
from contextlib import suppress
from email.utils import format_datetime, parseaddr
from smtplib import SMTPDataError, SMTPNotSupportedError, SMTPRecipientsRefused, SMTPResponseException

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.utils import timezone

from ikz.jobs import services as jobs
from ikz.notifications.models import OutgoingMail

log = logging.getLogger(__name__)

# One minute, two, four, … up to six hours: about a day in all.
FIRST_RETRY_SECONDS = 60
LONGEST_RETRY_SECONDS = 6 * 60 * 60
MAX_ATTEMPTS = 13
PERMANENT = 500


def deliver_mail(mail_id: int) -> None:
    """Claim the mail, send it, finish the row; stop quietly when another worker has or had it."""
    mail = jobs.claim(OutgoingMail, mail_id)
    if mail is None:
        return
    if mail.attempts > MAX_ATTEMPTS:
        _give_up(mail, "Zu viele Versuche.")
        return
    connection = get_connection()
    try:
        connection.open()
        connection.send_messages([_build(mail)])
    except SMTPRecipientsRefused as error:
        code, answer = next(iter(error.recipients.values()))
        _refused(mail, code, answer, "Empfangsadresse abgelehnt")
    except SMTPDataError as error:
        _refused(mail, error.smtp_code, error.smtp_error, "Nachricht abgelehnt")
    except (SMTPNotSupportedError, ValueError) as error:
        # The address or the text cannot be written as a mail: no later attempt will help.
        _give_up(mail, f"Nachricht nicht zustellbar ({type(error).__name__}).")
    except SMTPResponseException as error:
        # Greeting, sign-in or sender refused: the server or its settings, not this mail.
        _try_later(mail, _answer("Mailserver verweigert", error.smtp_code, error.smtp_error))
    except (smtplib.SMTPException, OSError, SoftTimeLimitExceeded) as error:
        _try_later(mail, f"Mailserver nicht erreichbar oder zu langsam ({type(error).__name__}).")
    else:
        # A sent text is of no further use, and may hold a token or a name.
        if jobs.finish(mail, body_text="", body_html=""):
            log.info("mail %s sent", mail.pk)
        else:
            log.warning("mail %s sent, but its claim was lost", mail.pk)
    finally:
        # The mail's fate is written by now; a server that stumbles over the good-bye must not change it.
        with suppress(smtplib.SMTPException, OSError):
            connection.close()


def _build(mail: OutgoingMail) -> EmailMultiAlternatives:
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
    return message


def _sender_domain() -> str:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return domain.encode("idna").decode("ascii")


def _refused(mail: OutgoingMail, code: int, answer: bytes | str, what: str) -> None:
    if code >= PERMANENT:
        _give_up(mail, _answer(what, code, answer))
    else:
        _try_later(mail, _answer(what, code, answer))


def _answer(what: str, code: int, answer: bytes | str) -> str:
    """Compose a reason from the server's answer, without the addresses servers like to repeat."""
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else str(answer)
    text = re.sub(r"\S+@\S+", "…", " ".join(text.split()))[:200]
    return f"{what}: {code} {text}".strip()


def _try_later(mail: OutgoingMail, reason: str) -> None:
    if mail.attempts >= MAX_ATTEMPTS:
        _give_up(mail, reason)
        return
    seconds = min(FIRST_RETRY_SECONDS * 2 ** (mail.attempts - 1), LONGEST_RETRY_SECONDS)
    jobs.postpone(mail, error=reason, seconds=seconds)
    log.warning("mail %s postponed for %s s after attempt %s", mail.pk, seconds, mail.attempts)


def _give_up(mail: OutgoingMail, reason: str) -> None:
    jobs.give_up(mail, error=reason)
    log.error("mail %s given up after attempt %s", mail.pk, mail.attempts)

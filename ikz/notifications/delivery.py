"""Handing claimed mails to the mail server, and what its answers mean."""

import logging
import re
import smtplib
import time
from smtplib import SMTPDataError, SMTPNotSupportedError, SMTPRecipientsRefused, SMTPResponseException

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings

from ikz.jobs import services as jobs
from ikz.notifications.letters import build
from ikz.notifications.line import Line
from ikz.notifications.models import OutgoingMail

log = logging.getLogger(__name__)

# Claimed at once: enough to make the claim cheap, few enough that other workers find some too.
BATCH = 25
# After so long a worker stops and calls for itself again: PDFs and imports wait in the same queue.
SLICE_SECONDS = min(10.0, settings.JOB_LEASE_SECONDS / 4)
# One minute, two, four, … up to six hours: about a day in all.
FIRST_RETRY_SECONDS = 60
LONGEST_RETRY_SECONDS = 6 * 60 * 60
MAX_ATTEMPTS = 13
PERMANENT = 500


def deliver_mails(mail_id: int) -> bool:
    """Send this mail first, and then whatever else is due, over one connection; True when some may be left.

    The mail itself is passed over when it is final, not due or in another worker's hands.
    """
    until = time.monotonic() + SLICE_SECONDS
    batch = jobs.claim_many(OutgoingMail, 1, pk=mail_id) or jobs.claim_many(OutgoingMail, BATCH)
    with Line() as line:
        while batch:
            if not _send_batch(batch, line, until):
                return True
            batch = jobs.claim_many(OutgoingMail, BATCH)
    return False


def _send_batch(batch: list[OutgoingMail], line: Line, until: float) -> bool:
    """Send one by one; False when the time is over and the rest is given back."""
    for place, mail in enumerate(batch):
        if time.monotonic() > until:
            jobs.give_back(batch[place:])
            return False
        # Right before the mail leaves: a mail withdrawn since the claim stays here.
        if not jobs.begin(mail):
            continue
        if mail.attempts > MAX_ATTEMPTS:
            _give_up(mail, "Zu viele Versuche.")
            continue
        try:
            _send(mail, line)
        except SoftTimeLimitExceeded:
            jobs.give_back(batch[place + 1 :])
            return False
    return True


def _send(mail: OutgoingMail, line: Line) -> None:
    try:
        line.send(build(mail))
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
        if isinstance(error, SoftTimeLimitExceeded):
            raise
    else:
        # A sent text is of no further use, and may hold a token or a name.
        if jobs.finish(mail, body_text="", body_html="", calendar=""):
            log.info("mail %s sent", mail.pk)
        else:
            log.warning("mail %s sent, but its claim was lost", mail.pk)


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

"""When a person's data have to go: one step for the account, everything it held, and every text that names it."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import Any

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Greatest
from django.utils import timezone

from cooperations.models import HandoverSheet
from cooperations.services.partners import end_coordinations
from governance.models import CalendarAddress, Member, MinutesVersion
from governance.tasks import render_minutes
from ikz.accounts.models import NameReplacement, User
from ikz.accounts.services.guards import lock_administrators, lock_for_administration
from ikz.accounts.services.replacements import FUNCTION_MISSING, GONE_DOMAIN, known_addresses, replace_name
from ikz.jobs.models import JobState
from ikz.jobs.wake import wake_on_commit
from ikz.notifications.models import OutgoingMail
from ikz.ui.formatting import de_date
from municipalities.models import Mandate, Membership
from workspace.redaction.texts import guards, replace_in_texts
from workspace.retention.removals import NOBODY

SHORTEST_NAME = 3
MOST_NAMES = 10


@transaction.atomic
def replace_person(*, actor: User, user: User, function: str, names: Sequence[str] = ()) -> NameReplacement:
    """Replace a person by ``function`` everywhere, and close the account; all of it or nothing.

    ``names`` are the spellings in texts that have to go; every address the account ever had goes with them. Votes,
    resolutions and agreements stay. Raises ValidationError by field, and where a cooperation would lose its last
    coordination.
    """
    row = lock_for_administration(actor=actor, user=user)
    wanted = _checked(names)
    addresses = sorted(known_addresses(row))
    end_coordinations(actor=actor, user=row)
    for model in (Membership, Mandate, Member):
        _end(model._default_manager.filter(user=row))  # noqa: SLF001 - Django's documented API
    CalendarAddress.objects.filter(user=row).delete()
    _forget_addresses(addresses, f"{row.pk}{GONE_DOMAIN}")
    done = replace_name(actor=actor, user=row, function=function)
    _replace_everywhere(addresses, wanted, done.function)
    return done


@transaction.atomic
def replace_person_without_account(
    *, actor: User, function: str, email: str = "", names: Sequence[str] = ()
) -> NameReplacement:
    """The same for somebody known by mail address or name only, a member of a body or a guest for instance.

    Raises ValidationError by field; an address that belongs to an account is replaced there.
    """
    lock_administrators(actor)
    function, email, wanted = " ".join(function.split()), email.strip().lower(), _checked(names)
    if not function:
        raise ValidationError({"function": FUNCTION_MISSING})
    if not email and not wanted:
        raise ValidationError(
            {"email": "Bitte nennen Sie eine E-Mail-Adresse oder eine Schreibweise des Namens."}
        )
    if email and User.objects.filter(email__iexact=email).exists():
        raise ValidationError({"email": "Zu dieser Adresse gibt es ein Konto. Ersetzen Sie den Namen dort."})
    done = NameReplacement(function=function, replaced_by=actor)
    done.full_clean()
    done.save()
    addresses = [email] if email else []
    for address in addresses:
        _end(Member.objects.filter(user=None, email__iexact=address))
    _forget_addresses(addresses, f"ohne-konto-{done.pk}{GONE_DOMAIN}")
    _replace_everywhere(addresses, wanted, function)
    return done


def _replace_everywhere(addresses: Sequence[str], names: Sequence[str], function: str) -> None:
    # Addresses in texts go without a function in their place: it would read as if it were one.
    touched = [
        *(replace_in_texts(addresses, "[E-Mail-Adresse entfernt]") if addresses else []),
        *(replace_in_texts(names, function) if names else []),
    ]
    _set_again([key for model, key in touched if model is MinutesVersion])
    _drop_working_papers()


def _checked(names: Sequence[str]) -> list[str]:
    wanted = list(dict.fromkeys(" ".join(name.split()) for name in names if name.strip()))
    if len(wanted) > MOST_NAMES:
        raise ValidationError({"names": f"Höchstens {MOST_NAMES} Schreibweisen sind möglich."})
    short = [name for name in wanted if len(name) < SHORTEST_NAME]
    if short:
        raise ValidationError({"names": f"Zu kurz, das träfe andere Wörter: {', '.join(short)}."})
    return wanted


def _end(rows: Any) -> None:
    """Memberships, mandates or seats end with yesterday, or with their first day where that is later."""
    yesterday = timezone.localdate() - timedelta(days=1)
    rows = rows.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=yesterday))
    rows.update(valid_until=Greatest(F("valid_from"), yesterday))


def _forget_addresses(addresses: Sequence[str], gone: str) -> None:
    # An account replaced before has no address left: nobody's mails are meant then.
    anyhow = Q(pk__in=[])
    for address in addresses:
        anyhow |= Q(to__iexact=address)
    mails = OutgoingMail.objects.filter(anyhow)
    mails.filter(state__in=(JobState.QUEUED, JobState.RUNNING, JobState.FAILED)).update(
        state=JobState.WITHDRAWN, finished_at=timezone.now(), lease_until=None
    )
    mails.update(
        to=NOBODY, subject="", body_text="", body_html="", calendar="", calendar_method="", last_error=""
    )
    # Seats that were entered by mail address before the account was there.
    tables: list[Any] = [Member, Member.pgh_event_model]  # type: ignore[attr-defined]
    for address in addresses:
        for model in tables:
            with pgtrigger.ignore(*guards(model)):
                model.objects.filter(email__iexact=address).update(email=gone)


def _set_again(versions: Sequence[int]) -> None:
    """Have minutes set anew that said the name; they tell that it was replaced, and when."""
    note = f"Name auf Verlangen am {de_date(timezone.localdate())} durch die Funktion ersetzt"
    for version in MinutesVersion.objects.select_for_update().filter(pk__in=versions):
        _discard_file(version)
        # A worker that sets the former words at this moment loses its claim.
        with pgtrigger.ignore(*guards(MinutesVersion)):
            MinutesVersion.objects.filter(pk=version.pk).update(
                content=version.content | {"redaction": note},
                state=JobState.QUEUED,
                due_at=timezone.now(),
                attempts=0,
                lease_token=None,
                lease_until=None,
                finished_at=None,
                last_error="",
                pdf="",
                fingerprint="",
            )
        wake_on_commit(render_minutes, version.pk)


def _drop_working_papers() -> None:
    """Handover sheets name functions as they were: whoever opens one has it made from what is said today."""
    for sheet in HandoverSheet.objects.select_for_update():
        _discard_file(sheet)
        sheet.delete()


def _discard_file(row: MinutesVersion | HandoverSheet) -> None:
    if row.pdf and row.pdf.name:
        transaction.on_commit(partial(row.pdf.storage.delete, row.pdf.name))

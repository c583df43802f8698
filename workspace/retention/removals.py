"""What goes by itself: which rows are due, and how they go. Nothing here is a record of a cooperation."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

import pghistory.models
from axes.models import AccessAttempt
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from agreements.models import DocumentAccess
from cooperations.models import HandoverSheet, ModelSheet
from governance.models import CalendarAddress, MinutesVersion
from ikz.accounts.models import ApiToken, Invitation
from ikz.files.models import StoredFile
from ikz.jobs.models import JobState
from ikz.notifications.models import OutgoingMail

# Somebody who is just about to attach a file is not hurried.
UNHELD_DAYS: Final = 7
# An address nobody has, in place of the one that went.
NOBODY: Final = "entfernt@ikz.invalid"
OPEN: Final = (JobState.QUEUED, JobState.RUNNING)
Rows = QuerySet[Any]


@dataclass(frozen=True)
class Removal:
    """Rows that are due at a moment, as several querysets, and what is done with each of them."""

    due: Callable[[datetime], list[Rows]]
    remove: Callable[[Rows], int]


def before(key: str, now: datetime) -> datetime:
    """The moment before which rows of this kind are due."""
    # A slip in the environment must not take what came today.
    return now - timedelta(days=max(1, settings.RETENTION_DAYS[key]))


def _mails(now: datetime) -> list[Rows]:
    rows = OutgoingMail.objects.exclude(state__in=OPEN).exclude(to=NOBODY)
    return [rows.filter(Q(finished_at__lt=before("mails", now)))]


def _empty_mails(rows: Rows) -> int:
    # A failed mail has nobody left to go to: it must not be started again.
    rows.filter(state=JobState.FAILED).update(state=JobState.WITHDRAWN)
    return int(
        rows.update(
            to=NOBODY, subject="", body_text="", body_html="", calendar="", calendar_method="", last_error=""
        )
    )


def _sessions(now: datetime) -> list[Rows]:
    return [Session.objects.filter(expire_date__lt=now)]


def _sign_in_failures(now: datetime) -> list[Rows]:
    return [AccessAttempt.objects.filter(attempt_time__lt=before("sign_in_failures", now))]


def _invitations(now: datetime) -> list[Rows]:
    over = Coalesce(F("accepted_at"), F("revoked_at"), F("expires_at"))
    return [Invitation.objects.annotate(over=over).filter(over__lt=before("invitations", now))]


def _keys(now: datetime) -> list[Rows]:
    ended = before("keys", now)
    return [ApiToken.objects.filter(expiry__lt=ended), CalendarAddress.objects.filter(revoked_at__lt=ended)]


def _working_files(now: datetime) -> list[Rows]:
    made = before("working_files", now)
    return [
        HandoverSheet.objects.exclude(state__in=OPEN).filter(finished_at__lt=made),
        ModelSheet.objects.exclude(state__in=OPEN).filter(finished_at__lt=made),
        MinutesVersion.objects.exclude(state__in=OPEN).filter(occasion="draft", finished_at__lt=made),
    ]


def _unheld_files(now: datetime) -> list[Rows]:
    """Files whose record went, with a draft for instance: nobody sees them any more."""
    rows = StoredFile.objects.filter(uploaded_at__lt=now - timedelta(days=UNHELD_DAYS))
    for holder, name in _holders():
        rows = rows.exclude(Exists(holder._default_manager.filter(**{name: OuterRef("pk")})))  # noqa: SLF001
    return [rows]


def _holders() -> Iterator[tuple[type[Model], str]]:
    """Every model with the name of a field that leads to a file; histories of them hold nothing."""
    for model in apps.get_models():
        if not issubclass(model, pghistory.models.Event):
            for field in model._meta.concrete_fields:  # noqa: SLF001 - Django's documented API
                if field.is_relation and field.related_model is StoredFile:
                    yield model, field.name


def _access_log(now: datetime) -> list[Rows]:
    return [DocumentAccess.objects.filter(accessed_at__lt=before("access_log", now))]


def _delete(rows: Rows) -> int:
    # Keys first: an annotated or ordered queryset says which rows, their keys go.
    keys = list(rows.values_list("pk", flat=True))
    rows.model._default_manager.filter(pk__in=keys).delete()  # noqa: SLF001 - Django's documented API
    return len(keys)


def _delete_with_files(rows: Rows, name: str = "pdf") -> int:
    files = [getattr(row, name) for row in rows]
    kept = [(file.storage, file.name) for file in files if file]
    count = _delete(rows)

    def discard() -> None:
        for storage, path in kept:
            storage.delete(path)

    transaction.on_commit(discard)
    return count


REMOVALS: Final[dict[str, Removal]] = {
    "mails": Removal(_mails, _empty_mails),
    "sessions": Removal(_sessions, _delete),
    "sign_in_failures": Removal(_sign_in_failures, _delete),
    "invitations": Removal(_invitations, _delete),
    "keys": Removal(_keys, _delete),
    "working_files": Removal(_working_files, _delete_with_files),
    "unheld_files": Removal(_unheld_files, partial(_delete_with_files, name="content")),
    "access_log": Removal(_access_log, _delete),
}

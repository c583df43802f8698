"""Claim, finish, postpone, give up: the moves of a row of work, each one conditional update.

Rows that are small and many are claimed together: :func:`claim_many`, then :func:`begin` for each in its turn.
"""

import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, TypeVar

from django.conf import settings
from django.db import connection, models, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from ikz.jobs.models import JobState, LeasedRow

R = TypeVar("R", bound=LeasedRow)
# What could not be made is tried again when somebody asks after this time.
PAUSE_AFTER_FAILURE = timedelta(minutes=5)


def _rows(model: type[R]) -> "models.Manager[R]":
    return model._default_manager  # noqa: SLF001 - Django's documented way to a manager of unknown name


def claimable(model: type[R]) -> "QuerySet[R]":
    """Rows a worker may take now: due and queued, or running with an expired lease."""
    now = timezone.now()
    return _rows(model).filter(
        Q(state=JobState.QUEUED, due_at__lte=now) | Q(state=JobState.RUNNING, lease_until__lt=now)
    )


def claim(model: type[R], pk: int) -> R | None:
    """Take the row for one worker, or return None when it is final, not due or held by another."""
    token = uuid.uuid4()
    until = timezone.now() + timedelta(seconds=settings.JOB_LEASE_SECONDS)
    taken = (
        claimable(model)
        .filter(pk=pk)
        .update(state=JobState.RUNNING, lease_token=token, lease_until=until, attempts=F("attempts") + 1)
    )
    return _rows(model).get(pk=pk) if taken else None


def claim_many(model: type[R], limit: int, *, pk: int | None = None) -> list[R]:
    """Take up to ``limit`` rows that are due, the oldest first, under one lease; only row ``pk`` where that is given.

    Rows that other workers are just claiming are passed over. No attempt is counted before :func:`begin`: a worker
    that dies on the first of them has not tried the others.
    """
    token = uuid.uuid4()
    until = timezone.now() + timedelta(seconds=settings.JOB_LEASE_SECONDS)
    wanted = claimable(model) if pk is None else claimable(model).filter(pk=pk)
    with transaction.atomic():
        rows = list(wanted.order_by("due_at", "pk").select_for_update(skip_locked=True)[:limit])
        _rows(model).filter(pk__in=[row.pk for row in rows]).update(
            state=JobState.RUNNING, lease_token=token, lease_until=until
        )
    for row in rows:
        row.state, row.lease_token, row.lease_until = JobState.RUNNING, token, until
    return rows


def begin(row: LeasedRow) -> bool:
    """Count an attempt at a row of :func:`claim_many`; False when it was withdrawn or taken over in between."""
    begun = _write(row, attempts=row.attempts + 1)
    row.attempts += begun
    return begun


def give_back(rows: Sequence[R]) -> int:
    """Return rows of one :func:`claim_many` that were not begun, due as before; return how many."""
    if not rows:
        return 0
    held = _rows(type(rows[0])).filter(
        pk__in=[row.pk for row in rows], state=JobState.RUNNING, lease_token=rows[0].lease_token
    )
    return held.update(state=JobState.QUEUED, lease_until=None)


def _write(row: LeasedRow, **values: Any) -> bool:
    """Set columns of a row that is still held; False when it is not.

    As plain SQL: Django composes an update anew each time, which costs ten times what sending it does, and a mail
    needs two of them.
    """
    fields: list[Any] = [row._meta.get_field(name) for name in values]  # noqa: SLF001 - Django's documented API
    columns = ", ".join(f"{connection.ops.quote_name(field.column)} = %s" for field in fields)
    table = connection.ops.quote_name(row._meta.db_table)  # noqa: SLF001
    stored = [field.get_db_prep_save(values[field.name], connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET {columns} WHERE id = %s AND state = %s AND lease_token = %s",  # noqa: S608 - names only
            [*stored, row.pk, JobState.RUNNING.value, row.lease_token],
        )
        return bool(cursor.rowcount)


def finish(row: LeasedRow, **results: Any) -> bool:
    """Mark the row done and store its results; False when the claim was lost in between."""
    return _write(
        row,
        state=JobState.DONE.value,
        finished_at=timezone.now(),
        lease_until=None,
        last_error="",
        **results,
    )


def postpone(row: LeasedRow, *, error: str, seconds: int) -> bool:
    """Give the row back and try it again later; ``error`` says why it did not work this time."""
    due = timezone.now() + timedelta(seconds=seconds)
    return _write(row, state=JobState.QUEUED.value, due_at=due, lease_until=None, last_error=error[:2000])


def give_up(row: LeasedRow, *, error: str) -> bool:
    """Mark the row failed; it stays visible in the administration and can be started again."""
    return _write(
        row,
        state=JobState.FAILED.value,
        finished_at=timezone.now(),
        lease_until=None,
        last_error=error[:2000],
    )


def order_again(row: LeasedRow, **values: Any) -> bool:
    """Have a finished row that the caller has locked made once more, with ``values`` set on it.

    False while it is under way, and where it failed a short while ago: whoever reloads a page in vain must not keep
    the workers busy.
    """
    now = timezone.now()
    failed_lately = (
        row.state == JobState.FAILED
        and row.finished_at is not None
        and row.finished_at > now - PAUSE_AFTER_FAILURE
    )
    if row.is_open or failed_lately:
        return False
    values |= {"state": JobState.QUEUED, "attempts": 0, "due_at": now, "finished_at": None}
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))
    return True


def restart(model: type[LeasedRow], pk: int) -> bool:
    """Put a failed row back into the queue with fresh attempts."""
    return bool(
        _rows(model)
        .filter(pk=pk, state=JobState.FAILED)
        .update(state=JobState.QUEUED, due_at=timezone.now(), attempts=0, finished_at=None, last_error="")
    )

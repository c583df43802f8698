"""Tell a worker about a row of work; the row is what counts, the message only saves waiting."""

import logging
from functools import partial

from celery import Task
from django.db import transaction

log = logging.getLogger(__name__)


def wake_on_commit(task: Task, pk: int, *, expires: float | None = None) -> None:
    """Call ``task`` with the row's key as soon as the row is committed."""
    transaction.on_commit(partial(wake, task, pk, expires=expires))


def wake(task: Task, pk: int, *, expires: float | None = None) -> bool:
    """Send the message now; False when the broker is down, which costs nothing but time.

    ``expires`` in seconds lets the sweep repeat itself without filling the queue of workers that stand still.
    """
    try:
        task.apply_async((pk,), expires=expires, retry=False)
    except Exception as error:  # noqa: BLE001 - each broker has errors of its own, and the sweep finds the row anyway
        log.warning("%s for row %s not sent: %s", task.name, pk, type(error).__name__)
        return False
    return True

"""Progress of a running import, readable while its transaction is still open."""

import logging
from time import monotonic
from typing import Self

from django.conf import settings
from django.db import DatabaseError, connection

from municipalities.models import ImportJob

log = logging.getLogger(__name__)

# Nobody reads faster, and the page asks every two seconds.
SECONDS_BETWEEN = 0.5
LONGEST_NOTE = 120
DONE = 100


class Progress:
    """Called with percent and a note; writes both where everybody sees them at once, and renews the claim.

    The import is one transaction: what it writes shows when it is over, and progress would show with it. So
    progress takes a connection of its own, opened for this import only. It touches nothing but the row of work,
    and the import locks that row as its very last act, so the two never wait for each other. Progress is a
    comfort: where the second connection fails, the import goes on without.
    """

    def __init__(self, job: ImportJob) -> None:
        self._job = job
        self._own = connection.copy()
        self._written: tuple[float, str] = (0.0, "")

    def __call__(self, percent: int, note: str) -> None:
        """Tell how far the step is; calls that follow each other closely are left out."""
        when, before = self._written
        if note == before and monotonic() - when < SECONDS_BETWEEN:
            return
        self._written = (monotonic(), note)
        try:
            with self._own.cursor() as cursor:
                cursor.execute(
                    "UPDATE municipalities_importjob SET progress = %s, progress_note = %s,"
                    " lease_until = clock_timestamp() + make_interval(secs => %s)"
                    " WHERE id = %s AND state = 'running' AND lease_token = %s",
                    (
                        min(max(percent, 0), DONE),
                        note[:LONGEST_NOTE],
                        settings.JOB_LEASE_SECONDS,
                        self._job.pk,
                        self._job.lease_token,
                    ),
                )
        except DatabaseError as error:
            log.warning("import %s: progress not written (%s)", self._job.pk, type(error).__name__)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._own.close()

"""Work that must happen once lives in a row; a task is only the wake-up call for it."""

from django.db import models
from django.utils import timezone


class JobState(models.TextChoices):
    """The states of a row of work; ``QUEUED`` and ``RUNNING`` are open, the others final."""

    QUEUED = "queued", "wartet"
    RUNNING = "running", "läuft"
    DONE = "done", "erledigt"
    FAILED = "failed", "fehlgeschlagen"
    WITHDRAWN = "withdrawn", "zurückgezogen"


class LeasedRow(models.Model):
    """A row of work that one worker at a time holds by a lease.

    The worker that holds ``lease_token`` may finish the row; when ``lease_until`` has passed, the row is
    free again, so a killed worker loses its claim and nothing else.
    """

    state = models.CharField(max_length=12, choices=JobState, default=JobState.QUEUED)
    due_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_token = models.UUIDField(null=True, editable=False)
    lease_until = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    @property
    def is_open(self) -> bool:
        """Whether the work is still to be done."""
        return self.state in (JobState.QUEUED, JobState.RUNNING)

"""Once a day: remove what is no record and no longer needed. Runs by the schedule, takes no person."""

import logging
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from workspace.retention.removals import REMOVALS

log = logging.getLogger(__name__)


def apply_retention(*, now: datetime | None = None, dry_run: bool = False) -> dict[str, int]:
    """Remove everything that is due and return how many rows of each kind; with ``dry_run`` only count them.

    Each kind has a transaction of its own: trouble with one keeps nothing else back, and is raised once the others are
    done. Running it twice or in parallel removes nothing else: what is due is asked for again each time.
    """
    moment = now or timezone.now()
    counts, troubles = {}, []
    for key, removal in REMOVALS.items():
        try:
            with transaction.atomic():
                due = removal.due(moment)
                counts[key] = sum(rows.count() if dry_run else removal.remove(rows) for rows in due)
        except Exception as trouble:
            log.exception("retention of %s failed", key)
            troubles.append(trouble)
    if not dry_run and any(counts.values()):
        log.info(
            "retention removed %s", ", ".join(f"{key}: {count}" for key, count in counts.items() if count)
        )
    if troubles:
        raise ExceptionGroup("retention", troubles)
    return counts

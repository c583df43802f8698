"""Imports that nobody came back for."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ikz.jobs.models import JobState
from municipalities.imports import files
from municipalities.models import ImportJob, ImportStage
from municipalities.services.imports import cancel

KEPT = timedelta(days=30)


@transaction.atomic
def discard_forgotten() -> int:
    """Discard imports that were uploaded 30 days ago and never applied, with their files; return how many."""
    unconfirmed = Q(stage__in=(ImportStage.CHECKING, ImportStage.READY, ImportStage.REFUSED))
    failed = Q(stage=ImportStage.APPLYING, state=JobState.FAILED)
    old = ImportJob.objects.filter(unconfirmed | failed, created_at__lt=timezone.now() - KEPT)
    rows = list(old.exclude(main_file="").select_for_update(skip_locked=True))
    for row in rows:
        cancel(row)
    return len(rows)


def tidy() -> int:
    """Discard what is forgotten, and remove files that no import knows; return how many imports were discarded."""
    discarded = discard_forgotten()
    files.remove_orphans()
    return discarded

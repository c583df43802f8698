"""Which uploaded files agreements show to whom."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from agreements.models import (
    AgreementVersion,
    CouncilResolution,
    Proceeding,
    ProceedingEntry,
    ReturnedDocument,
)
from ikz.accounts.models import User


def files_shown_to(user: User | AnonymousUser) -> "QuerySet[Any, Any]":
    """Keys of files at resolutions, decisions, letters, publications and versions that ``user`` sees."""
    return (
        CouncilResolution.objects.visible_to(user)
        .filter(file__isnull=False)
        .values("file_id")
        .union(
            Proceeding.objects.visible_to(user)
            .filter(decision_file__isnull=False)
            .values("decision_file_id"),
            ProceedingEntry.objects.visible_to(user).filter(file__isnull=False).values("file_id"),
            ReturnedDocument.objects.visible_to(user).values("file_id"),
            AgreementVersion.objects.visible_to(user)
            .filter(published_file__isnull=False)
            .values("published_file_id"),
            all=True,
        )
    )

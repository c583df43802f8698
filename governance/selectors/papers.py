"""Who sees which papers."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from governance.models import Paper
from ikz.accounts.models import User

# Everybody, once the members were invited: until then an agenda is a draft that nobody outside knows of.
FOR_EVERYBODY = Q(
    is_public=True,
    item__is_public=True,
    item__meeting__is_public=True,
    item__meeting__invited_at__isnull=False,
    item__body__is_public=True,
)


def files_shown_to(user: User | AnonymousUser) -> "QuerySet[Any, Any]":
    """Keys of the files that ``user`` sees as papers: those of their cooperations, and what everybody sees."""
    mine = Paper.objects.visible_to(user)
    return Paper.objects.filter(FOR_EVERYBODY | Q(pk__in=mine.values("pk"))).values("file_id")

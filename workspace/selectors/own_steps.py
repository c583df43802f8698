"""What staff can do next for their municipality itself, apart from its cooperations."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef

from ikz.accounts.models import User
from municipalities.models import Municipality, Need, Profile
from municipalities.profile_selectors import is_stale
from workspace.municipality_steps import Own, reminders_of
from workspace.next_steps import NextStep


def own_municipalities(user: User) -> list[Municipality]:
    """The municipalities ``user`` works for, each with its profile and ``has_need``; one query."""
    described = Need.objects.open().filter(municipality=OuterRef("pk"))
    rows = Municipality.objects.represented_by(user).select_related("profile")
    return list(rows.annotate(has_need=Exists(described)))


def own_steps(user: User, municipalities: Iterable[Municipality]) -> list[NextStep]:
    """Steps for rows from :func:`own_municipalities`; accounts that only read have none."""
    if user.read_only:
        return []
    return [step for row in municipalities if not row.is_dissolved for step in _steps(row)]


def _steps(row: Municipality) -> list[NextStep]:
    profile: Profile | None = getattr(row, "profile", None)
    own = Own(
        ags=row.ags,
        has_profile=profile is not None,
        is_stale=profile is not None and is_stale(profile),
        has_need=row.has_need,  # type: ignore[attr-defined] # annotated
    )
    return reminders_of(str(row), own)

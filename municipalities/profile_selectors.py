"""A Schulträger's profile as pages show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Sum
from django.utils import timezone

from ikz.access.querysets import Viewer
from municipalities.key_figures import KeyFigure, key_figures
from municipalities.models import Municipality, Profile, School
from municipalities.own import works_for

# Figures of school IT change with every school year.
STALE_AFTER = timedelta(days=365)


@dataclass(frozen=True, kw_only=True)
class ProfileFacts:
    """A profile (None while nobody filled it in), what follows from it, and whether the visitor keeps it."""

    profile: Profile | None
    figures: Sequence[KeyFigure]
    may_edit: bool

    @property
    def is_stale(self) -> bool:
        """Whether it was saved more than a year ago."""
        return self.profile is not None and is_stale(self.profile)


def is_stale(profile: Profile) -> bool:
    """Whether a profile was saved more than a year ago."""
    return profile.updated_at < timezone.now() - STALE_AFTER


def profile_of(user: Viewer, municipality: Municipality) -> ProfileFacts:
    """The profile of a municipality as ``user`` may read it; at most three queries."""
    profile = Profile.objects.visible_to(user).filter(municipality=municipality).first()
    return ProfileFacts(
        profile=profile,
        figures=[] if profile is None else _figures(user, profile),
        may_edit=works_for(user, municipality),
    )


def _figures(user: Viewer, profile: Profile) -> list[KeyFigure]:
    schools = (
        School.objects.visible_to(user)
        .running()
        .filter(authority__municipality=profile.municipality_id)
        .aggregate(known=Count("pupils"), pupils=Sum("pupils"))
    )
    return key_figures(
        staff=profile.it_staff_fte,
        devices=profile.devices,
        tickets=profile.tickets_per_month,
        pupils=schools["pupils"],
        schools=schools["known"],
    )

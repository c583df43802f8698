"""The deadlines of agreements as they are stored: from the version that holds, or what the draft will bring."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils import timezone

from agreements.content import Terms
from agreements.deadlines import Deadline, deadlines_of
from agreements.models import Agreement, AgreementVersion
from agreements.path import State

# The latest to have ended is kept in mind for its retention.
_ENDED = (State.TERMINATED.value, State.EXPIRED.value)


@dataclass(frozen=True)
class Outlook:
    """What lies ahead of an agreement.

    ``version`` is the one the days are computed from; without one they come from the draft, as if it came into force
    on the day it wants to (``provisional``).
    """

    version: AgreementVersion | None
    deadlines: tuple[Deadline, ...]

    @property
    def provisional(self) -> bool:
        """Whether nothing is in force yet."""
        return self.version is None


def standing_version(agreement: Agreement) -> AgreementVersion | None:
    """The version in force, else the last one that ended; one query."""
    rows = AgreementVersion.objects.filter(agreement=agreement, state__in=(State.IN_FORCE.value, *_ENDED))
    found = {row.state: row for row in rows.order_by("ended_on", "number")}
    ended = [found[state] for state in _ENDED if state in found]
    return found.get(State.IN_FORCE.value) or max(
        ended, key=lambda row: (row.ended_on or date.min, row.number), default=None
    )


def outlook(agreement: Agreement, today: date | None = None) -> Outlook:
    """The deadlines of an agreement that the caller took from the gate."""
    version = standing_version(agreement)
    day = today or timezone.localdate()
    if version is not None:
        return Outlook(version, version_deadlines(version, day))
    return Outlook(
        None,
        deadlines_of(Terms.of(agreement), agreement.starts_on, None, day, vat_from=settings.VAT_2B_FROM),
    )


def version_deadlines(version: AgreementVersion, today: date) -> tuple[Deadline, ...]:
    """What lies ahead of a version; nothing before it is in force."""
    return deadlines_of(
        Terms.from_json(version.content["terms"]),
        version.in_force_on,
        version.ended_on,
        today,
        vat_from=settings.VAT_2B_FROM,
    )


def next_deadline(version: AgreementVersion, today: date) -> Deadline | None:
    """The next day to keep in mind; None where nothing is near enough to be told once."""
    return next((one for one in version_deadlines(version, today) if one.reminds), None)

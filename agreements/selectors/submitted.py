"""Everything that supervision sees of one agreement: what was submitted to it and what belongs to that.

Read from the frozen versions, never from the draft. Serves the overview, the print view and the archive alike.
"""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.http import Http404
from django.utils import timezone

from agreements.content import VersionContent
from agreements.deadlines import Deadline, deadlines_of
from agreements.findings import CheckResult
from agreements.instruments import LABELS as INSTRUMENTS
from agreements.instruments import Instrument, form_label
from agreements.models import Agreement, AgreementVersion, Proceeding
from agreements.path import DECIDED, State
from agreements.selectors.deadlines import vat_day
from agreements.selectors.proceedings import ProceedingView, proceedings_of
from agreements.selectors.resolutions import Councils, councils_of
from agreements.services.lifecycle import path_for
from agreements.stages import Stage, stages
from ikz.access.querysets import get_visible
from ikz.accounts.models import User
from municipalities.catalog import LAENDER

# The authority has decided in favour of a version that is or was in one of these.
FAVOURED = DECIDED | {State.PUBLISHED, State.IN_FORCE, State.TERMINATED, State.EXPIRED, State.SUPERSEDED}


@dataclass(frozen=True, kw_only=True)
class Submitted:
    """One submitted version with what belongs to it."""

    version: AgreementVersion
    content: VersionContent
    check: CheckResult
    councils: Councils
    proceedings: list[ProceedingView]

    @property
    def instrument(self) -> str:
        """Agreement, statute or letter, in readers' words."""
        return INSTRUMENTS[Instrument(self.content.instrument)]

    @property
    def land(self) -> str:
        """The name of the Land whose law governs it."""
        return LAENDER[self.content.land]

    @property
    def forms(self) -> list[str]:
        """The names of its forms of cooperation."""
        return [form_label(key) for key in self.content.forms]

    @property
    def partners(self) -> list[str]:
        """The parties as they were called then."""
        return [row.name for row in self.content.partners]

    @property
    def state(self) -> State:
        """Where it stands."""
        return State(self.version.state)

    @property
    def way(self) -> list[Stage]:
        """The way into force, also by what the authority answered since; how it was drafted is the partners' own."""
        return stages(path_for(self.version), self.state)[1:]


@dataclass(frozen=True)
class File:
    """What one reader sees of an agreement, the newest version first; there is always one."""

    agreement: Agreement
    versions: list[Submitted]
    deadlines: tuple[Deadline, ...]

    @property
    def current(self) -> Submitted:
        """The version submitted last."""
        return self.versions[0]

    @property
    def decided_before(self) -> Submitted | None:
        """The last version before the current one that the authority decided in favour of."""
        return next((one for one in self.versions[1:] if one.state in FAVOURED), None)

    @property
    def comparisons(self) -> list[tuple[int, int]]:
        """Numbers of the versions that are worth comparing: with the last decided one, then each with the next."""
        numbers = [one.version.number for one in self.versions]
        found = [(old, new) for new, old in pairwise(numbers)]
        if self.decided_before is not None:
            found.insert(0, (self.decided_before.version.number, numbers[0]))
        return list(dict.fromkeys(found))


def file_of(user: User, pk: int, today: date | None = None) -> File:
    """The file of an agreement for an account of supervision; Http404 for everybody else, and without a submission."""
    if not user.read_only:
        raise Http404
    agreement = get_visible(Agreement.objects, user, pk=pk)
    rows = list(
        AgreementVersion.objects.visible_to(user)
        .filter(agreement=agreement)
        .select_related("agreement", "published_file")
        .order_by("-number")
    )
    if not rows:
        raise Http404
    day = today or timezone.localdate()
    shown = proceedings_of(
        user,
        Proceeding.objects.visible_to(user)
        .filter(version__in=rows)
        .select_related("version", "authority", "decision_file")
        .order_by("submitted_on", "pk"),
        day,
    )
    versions = [_submitted(user, row, shown) for row in rows]
    return File(agreement, versions, _deadlines(versions, day))


def _submitted(user: User, row: AgreementVersion, shown: list[ProceedingView]) -> Submitted:
    content = VersionContent.from_json(row.content)
    return Submitted(
        version=row,
        content=content,
        check=CheckResult.from_json(content.check),
        councils=councils_of(row, user),
        proceedings=[one for one in shown if one.row.version_id == row.pk],
    )


def _deadlines(versions: list[Submitted], today: date) -> tuple[Deadline, ...]:
    """What lies ahead by the terms of the version that holds, or held last."""
    holding = next((one for one in versions if one.version.in_force_on), None)
    if holding is None:
        return ()
    return deadlines_of(
        holding.content.terms,
        holding.version.in_force_on,
        holding.version.ended_on,
        today,
        vat_from=vat_day(holding.content.forms),
    )

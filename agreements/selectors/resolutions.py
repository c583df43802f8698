"""What the councils of a version's partners have resolved, and who is missing; for pages, submission and adoption."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from agreements.content import VersionContent
from agreements.models import AgreementVersion, CouncilResolution, CouncilResult
from agreements.models.resolutions import CONSENTING
from agreements.path import FINAL, State
from cooperations.models import Partner, PartnerStatus
from ikz.accounts.models import User

# Until then a resolution may still be changed or removed; afterwards only another one is added.
CHANGEABLE = frozenset({State.FIXED, State.PREVIEW, State.ADOPTED})
CLOSED = FINAL | {State.REFUSED}
KIND_OF = {
    CouncilResult.ADOPTED: "done",
    CouncilResult.ADOPTED_IF: "warning",
    CouncilResult.NOT_NEEDED: "done",
    CouncilResult.POSTPONED: "waiting",
    CouncilResult.REJECTED: "danger",
}


@dataclass(frozen=True)
class ResolutionLine:
    """One resolution, how its result is shown, and whether the reader may change it."""

    row: CouncilResolution
    kind: str
    may_change: bool


@dataclass(frozen=True)
class PartnerLine:
    """One partner of the version with its resolutions, the last one first.

    ``partner`` is None where the row no longer exists; ``has_left`` where it takes part no more: it is not waited for.
    """

    name: str
    partner: Partner | None
    lines: tuple[ResolutionLine, ...]
    has_left: bool
    may_record: bool

    @property
    def last(self) -> ResolutionLine | None:
        """What counts."""
        return self.lines[0] if self.lines else None

    @property
    def consents(self) -> bool:
        """Whether the last resolution says yes."""
        return self.last is not None and self.last.row.result in CONSENTING

    @property
    def is_missing(self) -> bool:
        """Whether the version waits for this partner."""
        return not self.has_left and not self.consents

    @property
    def word(self) -> str:
        """Where the partner stands, in readers' words."""
        if self.last is not None:
            return self.last.row.get_result_display()
        return "ausgeschieden" if self.has_left else "Beschluss fehlt"

    @property
    def kind(self) -> str:
        """The status component's kind for it."""
        if self.last is not None:
            return self.last.kind
        return "neutral" if self.has_left else "open"


@dataclass(frozen=True)
class Councils:
    """Where all partners of a version stand. ``joined`` take part since, and are not named in the version."""

    lines: tuple[PartnerLine, ...]
    joined: tuple[str, ...]

    @property
    def missing(self) -> tuple[PartnerLine, ...]:
        """The partners that have not said yes."""
        return tuple(line for line in self.lines if line.is_missing)

    @property
    def dissenting(self) -> tuple[PartnerLine, ...]:
        """The partners whose last word is not a yes, also where the version counts as adopted."""
        return tuple(line for line in self.missing if line.last is not None)

    @property
    def conditional(self) -> tuple[PartnerLine, ...]:
        """The partners that say yes with changes: the wording may have to become a new version."""
        found = CouncilResult.ADOPTED_IF
        return tuple(line for line in self.lines if line.last and line.last.row.result == found)

    @property
    def left(self) -> tuple[PartnerLine, ...]:
        """The partners named in the version that take part no more."""
        return tuple(line for line in self.lines if line.has_left)

    @property
    def adopted_on(self) -> date | None:
        """The day of the last consent, once everybody has said yes."""
        if self.missing:
            return None
        days = [line.last.row.decided_on for line in self.lines if line.last and not line.has_left]
        return max(days, default=None)


def councils_of(version: AgreementVersion, user: User | None = None) -> Councils:
    """The partners of a version with their resolutions, in three queries; what ``user`` may do where one is given.

    Of whoever is given the resolutions are those they see; supervision sees them with the version.
    """
    named = VersionContent.from_json(version.content).partners
    partners = {
        row.pk: row
        for row in Partner.objects.filter(cooperation=version.agreement.cooperation_id).select_related(
            "municipality"
        )
    }
    rows = CouncilResolution.objects.filter(version=version)
    if user is not None:
        rows = rows.visible_to(user)
    own = set() if user is None else _answered_by(user, partners)
    open_, changeable = State(version.state) not in CLOSED, State(version.state) in CHANGEABLE
    by_partner: dict[int, list[CouncilResolution]] = defaultdict(list)
    for row in rows.select_related("file").order_by("-decided_on", "-pk"):
        by_partner[row.partner_id].append(row)
    lines = []
    for item in named:
        partner = partners.get(item.id)
        may = open_ and item.id in own
        lines.append(
            PartnerLine(
                name=item.name,
                partner=partner,
                lines=tuple(
                    ResolutionLine(row, KIND_OF[CouncilResult(row.result)], may and changeable)
                    for row in by_partner[item.id]
                ),
                has_left=partner is None or partner.status != PartnerStatus.CONFIRMED,
                may_record=may,
            )
        )
    known = {item.id for item in named}
    joined = tuple(
        str(row) for row in partners.values() if row.status == PartnerStatus.CONFIRMED and row.pk not in known
    )
    return Councils(tuple(lines), joined if user is None or not user.read_only else ())


def _answered_by(user: User, partners: dict[int, Partner]) -> set[int]:
    rows = Partner.objects.answerable_by(user).filter(pk__in=list(partners))
    return set(rows.values_list("pk", flat=True))

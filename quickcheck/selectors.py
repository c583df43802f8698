"""The Quick Check as it is read: by page, API, PDF and lists alike.

Ratings are seen with their cooperation: callers hand over cooperations they fetched through the gate.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from cooperations.models import Cooperation, Partner
from ikz.accounts.models import User
from quickcheck import catalog, scoring
from quickcheck.catalog import Factor
from quickcheck.models import Rating
from quickcheck.scoring import Score
from quickcheck.sheets import Row, Sheet, make_sheet

WHOLE = "gesamt"


@dataclass(frozen=True, kw_only=True)
class Perspective:
    """Whose view it is: of one confirmed partner, or of the cooperation as a whole."""

    partner: Partner | None = None

    @property
    def key(self) -> str:
        """The word in addresses: the partner's official key, or ``gesamt``."""
        return self.partner.municipality.ags if self.partner else WHOLE

    @property
    def label(self) -> str:
        """The name people see."""
        return str(self.partner) if self.partner else "Kooperation insgesamt"


@dataclass(frozen=True, kw_only=True)
class Board:
    """Every view of one cooperation, by its key; the whole stands first, then the partners."""

    perspectives: Mapping[str, Perspective]
    sheets: Mapping[str, Sheet]

    @property
    def comparison(self) -> list[tuple[Factor, list[Row]]]:
        """Each factor with its rows in the order of the perspectives."""
        columns = [self.sheets[key].rows for key in self.perspectives]
        return [(rows[0].factor, list(rows)) for rows in zip(*columns, strict=True)]


def row_of(rating: Rating) -> Row:
    """A stored rating as a row."""
    return Row(
        factor=catalog.factors()[rating.factor_key],
        value=rating.value,
        evidence=rating.evidence,
        version=rating.version,
        updated_by=rating.updated_by,
        updated_at=rating.updated_at,
    )


def board(cooperation: Cooperation) -> Board:
    """Every view of a cooperation; two queries, however many partners."""
    partners = Partner.objects.filter(cooperation=cooperation).confirmed().select_related("municipality")
    views = [Perspective(), *(Perspective(partner=partner) for partner in partners)]
    rows: dict[int | None, dict[str, Row]] = defaultdict(dict)
    # Ratings of factors that the catalog has dropped stay in the record and out of every sheet.
    stored = Rating.objects.filter(cooperation=cooperation, factor_key__in=catalog.factors())
    for rating in stored.select_related("updated_by"):
        rows[rating.partner_id][rating.factor_key] = row_of(rating)
    return Board(
        perspectives={view.key: view for view in views},
        sheets={view.key: make_sheet(rows[view.partner.pk if view.partner else None]) for view in views},
    )


def headlines(cooperations: Iterable[Cooperation]) -> dict[int, Score]:
    """The score of each cooperation as a whole, by its id; one query for all of them."""
    values: dict[int, dict[str, str]] = {cooperation.pk: {} for cooperation in cooperations}
    stored = Rating.objects.filter(cooperation__in=values, partner=None)
    for pk, factor_key, value in stored.values_list("cooperation_id", "factor_key", "value"):
        values[pk][factor_key] = value
    # Most cooperations of a long list are not rated yet: their score is worked out once.
    unrated = scoring.result({}).whole
    return {pk: scoring.result(ratings).whole if ratings else unrated for pk, ratings in values.items()}


@dataclass(frozen=True, kw_only=True)
class Reach:
    """Which views somebody may change."""

    whole: bool = False
    partners: frozenset[int] = field(default_factory=frozenset)

    def covers(self, perspective: Perspective) -> bool:
        """Whether this view may be changed."""
        return self.whole if perspective.partner is None else perspective.partner.pk in self.partners


def reach(user: User, cooperation: Cooperation) -> Reach:
    """What ``user`` may rate in a cooperation they see; two queries."""
    return Reach(
        whole=Cooperation.objects.editable_by(user).filter(pk=cooperation.pk).exists(),
        partners=frozenset(
            Partner.objects.answerable_by(user).filter(cooperation=cooperation).values_list("pk", flat=True)
        ),
    )

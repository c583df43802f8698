"""One line for each cooperation of the portfolio: what the list shows, and no more."""

from collections.abc import Iterable
from dataclasses import dataclass

from cooperations.models import Cooperation, Partner
from cooperations.selectors.relations import Relation, relations
from ikz.accounts.models import User
from quickcheck.scoring import Score
from quickcheck.selectors import headlines
from workspace.selectors.situations import lead_of


@dataclass(frozen=True, kw_only=True)
class Line:
    """A cooperation as one person meets it; sums count the confirmed partners only."""

    cooperation: Cooperation
    relation: Relation
    score: Score
    confirmed: tuple[Partner, ...]

    @property
    def lead(self) -> Partner | None:
        """The partner that leads."""
        return lead_of(self.cooperation)

    @property
    def partner_count(self) -> int:
        """How many partners count."""
        return len(self.confirmed)

    @property
    def school_count(self) -> int:
        """Schools of the partners that count."""
        return sum(partner.schools or 0 for partner in self.confirmed)

    @property
    def pupil_count(self) -> int:
        """Pupils of the partners that count."""
        return sum(partner.pupils or 0 for partner in self.confirmed)


def lines(user: User, rows: Iterable[Cooperation]) -> list[Line]:
    """The lines of these cooperations; three queries, however many rows (from ``with_partners()``)."""
    fetched = list(rows)
    scores, related = headlines(fetched), relations(user, fetched)
    return [
        Line(
            cooperation=row,
            relation=related[row.pk],
            score=scores[row.pk],
            confirmed=tuple(partner for partner in row.partners.all() if partner.is_confirmed),
        )
        for row in fetched
    ]

"""A sheet of the twelve factors as it is read, stored or not; pure, no query."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from ikz.accounts.models import User
from ikz.ui.charts import Chart
from quickcheck import catalog, scoring
from quickcheck.catalog import Factor, FactorPhase
from quickcheck.charts import phase_chart
from quickcheck.scoring import Result, Score

# What helps most stands first: nothing done yet, then begun, then nearly there.
TO_DO = ("open", "started", "mostly")


@dataclass(frozen=True, kw_only=True)
class Row:
    """A factor with its rating; ``version`` is 0 where nothing was ever stored."""

    factor: Factor
    value: str = scoring.UNRATED
    evidence: str = ""
    version: int = 0
    updated_by: User | None = None
    updated_at: datetime | None = None

    @property
    def label(self) -> str:
        """The rating in words."""
        level = catalog.scale().get(self.value)
        return level.label if level else "noch nicht bewertet"

    @property
    def lacks_evidence(self) -> bool:
        """Whether the factor is called fulfilled without a note that shows it."""
        return self.value == scoring.FULFILLED and not self.evidence


@dataclass(frozen=True, kw_only=True)
class PhaseSheet:
    """The rows of one phase with their score."""

    phase: FactorPhase
    rows: tuple[Row, ...]
    score: Score


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """The twelve factors in one view, in order."""

    phases: tuple[PhaseSheet, ...]
    result: Result

    @property
    def score(self) -> Score:
        """The score of all factors."""
        return self.result.whole

    @property
    def rows(self) -> tuple[Row, ...]:
        """All twelve rows in order."""
        return tuple(row for phase in self.phases for row in phase.rows)

    @property
    def chart(self) -> Chart:
        """The picture of the sheet: one bar per phase."""
        return phase_chart((line.phase.label, line.score) for line in self.phases)

    @property
    def to_do(self) -> tuple[Row, ...]:
        """What is rated and not fulfilled yet though it applies; first what nothing was done for."""
        waiting = [row for row in self.rows if row.value in TO_DO]
        return tuple(sorted(waiting, key=lambda row: TO_DO.index(row.value)))

    @property
    def unrated(self) -> tuple[Row, ...]:
        """What nobody has rated yet, in order."""
        return tuple(row for row in self.rows if row.value == scoring.UNRATED)


def make_sheet(rows: Mapping[str, Row]) -> Sheet:
    """A sheet from rows by factor key; factors that are missing are unrated."""
    result = scoring.result({key: row.value for key, row in rows.items()})
    return Sheet(
        phases=tuple(
            PhaseSheet(
                phase=phase,
                rows=tuple(rows.get(factor.key) or Row(factor=factor) for factor in phase.factors),
                score=result.phases[phase.key],
            )
            for phase in catalog.phases().values()
        ),
        result=result,
    )


def unsaved_sheet(values: Mapping[str, str]) -> Sheet:
    """A sheet from values by factor key alone, as somebody without an account enters them."""
    return make_sheet({key: Row(factor=catalog.factors()[key], value=value) for key, value in values.items()})

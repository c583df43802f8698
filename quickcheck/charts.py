"""The picture of a Quick Check: how the values spread over the phases. The same on page and in PDF."""

from collections.abc import Iterable

from ikz.ui.charts import Chart, Segment, StackedRow, stacked_bar
from ikz.ui.formatting import de_percent
from quickcheck import catalog
from quickcheck.scoring import Score


def _segments(score: Score) -> Iterable[Segment]:
    labels = {value: level.label for value, level in catalog.scale().items()}
    yield Segment(key="yes", label=labels["fulfilled"], value=score.fulfilled)
    yield Segment(key="mostly", label=labels["mostly"], value=score.mostly)
    yield Segment(key="partly", label=labels["started"], value=score.started)
    yield Segment(key="no", label=labels["open"], value=score.open)
    yield Segment(key="open", label="nicht bewertet", value=score.unrated)
    yield Segment(key="na", label=labels["na"], value=score.not_applicable)


def _text(score: Score) -> str:
    return f"{score.headline} · {de_percent(score.share)}" if score.applicable else score.headline


def phase_chart(lines: Iterable[tuple[str, Score]]) -> Chart:
    """One bar per phase with the number of factors per value; ``lines`` are labels with scores."""
    return stacked_bar(
        title="Erfolgsfaktoren nach Phasen",
        rows=[
            StackedRow(label=label, segments=list(_segments(score)), text=_text(score))
            for label, score in lines
        ],
    )

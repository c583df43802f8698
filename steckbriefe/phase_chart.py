"""The Quick Check below the three phases of the PDF: one bar per phase, in three columns. Pure arithmetic.

The page draws the same numbers with ``ikz.ui.charts``; paper has no width to adapt to and no second column.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ikz.ui.charts import STYLES, SegmentStyle
from quickcheck.scoring import Score
from steckbriefe.snapshot import CheckLine

WIDTH = 900
GAP = 10
LEGEND_STEP = 165
KINDS = (
    ("yes", "erfüllt"),
    ("mostly", "weitgehend erfüllt"),
    ("partly", "begonnen"),
    ("open", "offen"),
    ("na", "nicht zutreffend"),
)


@dataclass(frozen=True, kw_only=True)
class Part:
    """A part of a bar; lengths in units of the drawing."""

    key: str
    x: int
    width: int
    value: int

    @property
    def middle(self) -> int:
        """Where the number stands."""
        return self.x + self.width // 2

    @property
    def style(self) -> SegmentStyle:
        """Colour and pattern, as on the page."""
        return STYLES[self.key]


@dataclass(frozen=True, kw_only=True)
class Bar:
    """The bar of one phase."""

    x: int
    text: str
    boxes: tuple[Part, ...]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """An entry of the legend."""

    key: str
    label: str
    x: int

    @property
    def text_x(self) -> int:
        """Where the word begins."""
        return self.x + 17

    @property
    def style(self) -> SegmentStyle:
        """Colour and pattern, as in the bars."""
        return STYLES[self.key]


@dataclass(frozen=True, kw_only=True)
class PhaseChart:
    """The whole drawing; ``title`` is all that a screen reader gets and names every number."""

    title: str
    bars: tuple[Bar, ...]
    legend: tuple[Entry, ...]
    styles: tuple[tuple[str, SegmentStyle], ...]


def counts(score: Score) -> dict[str, int]:
    """Factors per kind; what nobody rated is open."""
    numbers = (
        score.fulfilled,
        score.mostly,
        score.started,
        score.open + score.unrated,
        score.not_applicable,
    )
    return {key: number for (key, _), number in zip(KINDS, numbers, strict=True)}


def _parts(score: Score, left: int, width: int) -> tuple[Part, ...]:
    parts, done = [], 0
    for key, value in counts(score).items():
        if value:
            start, end = (left + width * edge // score.total for edge in (done, done + value))
            parts.append(Part(key=key, x=start, width=end - start, value=value))
            done += value
    return tuple(parts)


def phase_chart(lines: Sequence[CheckLine]) -> PhaseChart:
    """Draw the bars of the phases side by side; ``lines`` must not be empty."""
    step = (WIDTH + GAP) // len(lines)
    bars = tuple(
        Bar(x=step * i, text=line.score.headline, boxes=_parts(line.score, step * i, step - GAP))
        for i, line in enumerate(lines)
    )
    used = {box.key for bar in bars for box in bar.boxes}
    shown = [(key, label) for key, label in KINDS if key in used]
    said = "; ".join(
        f"{line.label}: "
        + ", ".join(f"{number} {dict(KINDS)[key]}" for key, number in counts(line.score).items() if number)
        for line in lines
    )
    return PhaseChart(
        title=f"Quick Check, Erfolgsfaktoren je Phase. {said}.",
        bars=bars,
        legend=tuple(
            Entry(key=key, label=label, x=LEGEND_STEP * index) for index, (key, label) in enumerate(shown)
        ),
        styles=tuple((key, STYLES[key]) for key, _ in shown),
    )

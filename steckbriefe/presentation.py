"""A snapshot arranged for readers, the same on the public page and in the PDF."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ikz.ui.charts import Chart, Segment, StackedRow, stacked_bar
from ikz.ui.formatting import de_date, de_months
from steckbriefe import catalog
from steckbriefe.phase_chart import KINDS, counts
from steckbriefe.snapshot import CheckLine, Snapshot

# These have places of their own in page and PDF.
ARRANGED_APART = frozenset({"head", "brief", "contact"})
PHASE_WORDS = {"done": "abgeschlossen", "current": "läuft", "open": "steht bevor"}
COLUMN_CHARS = 56
KEPT_TOGETHER = 22  # lines
CHART_TITLE = "Quick Check: Stand der zwölf Erfolgsfaktoren"


def lines_in_column(texts: Iterable[str]) -> int:
    """Roughly how many lines texts take in a column of the PDF."""
    return sum(-(-len(text) // COLUMN_CHARS) for text in texts)


def balanced(heights: Sequence[float]) -> int:
    """How many of the first go into the left column, so that the higher of both is as low as can be."""
    return min(
        range(1, len(heights) + 1), key=lambda at: max(sum(heights[:at]), sum(heights[at:])), default=0
    )


@dataclass(frozen=True, kw_only=True)
class Block:
    """A field with content; ``is_list`` asks for bullets, else for paragraphs."""

    label: str
    lines: tuple[str, ...]
    is_list: bool

    @property
    def height(self) -> float:
        """Roughly how many lines it takes in a column of the PDF, heading included."""
        return 1.6 + lines_in_column(self.lines)


@dataclass(frozen=True, kw_only=True)
class FilledPart:
    """The blocks under one heading; the heading is empty where the section has no parts."""

    label: str
    blocks: tuple[Block, ...]

    @property
    def columns(self) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
        """The blocks in two columns of about the same height, in reading order."""
        at = balanced([block.height for block in self.blocks])
        return self.blocks[:at], self.blocks[at:]

    @property
    def fits_one_page(self) -> bool:
        """Whether it is short enough to be kept on one page without leaving much of another empty."""
        return all(sum(block.height for block in column) <= KEPT_TOGETHER for column in self.columns)


@dataclass(frozen=True, kw_only=True)
class FilledSection:
    """A section that has something to say."""

    key: str
    label: str
    parts: tuple[FilledPart, ...]


def duration_text(snapshot: Snapshot) -> str:
    """Return ``dauerhaft``, ``befristet bis 31.12.2030``, or nothing while it is open."""
    if snapshot.duration.key == "open":
        return ""
    if snapshot.ends_on:
        return f"{snapshot.duration.label} bis {de_date(snapshot.ends_on)}"
    return snapshot.duration.label


def facts(snapshot: Snapshot) -> list[tuple[str, str]]:
    """The facts beside the partners, as term and value; what is unknown is left out."""
    rows = (
        ("Aufbauphase", _span(snapshot)),
        ("Laufzeit", duration_text(snapshot)),
        ("Kooperationsmodell", ", ".join(model.label for model in snapshot.models)),
        (
            "Länder" if snapshot.laender[1:] else "Land",
            ", ".join(land.label for land in snapshot.laender),
        ),
        ("Rechtsgrundlage", snapshot.legal_basis),
    )
    return [(term, value) for term, value in rows if value]


def _span(snapshot: Snapshot) -> str:
    if snapshot.build_up_from is None:
        return ""
    return de_months(snapshot.build_up_from, snapshot.build_up_to)


def phase_steps(snapshot: Snapshot) -> list[dict[str, str]]:
    """The phases as steps of a line, each with the word for its state."""
    return [
        {"title": phase.title, "state": phase.state, "word": PHASE_WORDS[phase.state]}
        for phase in snapshot.phases
    ]


def _lines(field: catalog.Field, snapshot: Snapshot) -> tuple[str, ...]:
    data = {"motives": snapshot.motives, "goals": snapshot.goals}
    # Duration and legal basis belong here too by the catalog; they stand among the facts already.
    return snapshot.texts.get(field.key, ()) if field.is_text else data.get(field.key, ())


def sections(snapshot: Snapshot) -> list[FilledSection]:
    """The sections with content between head and summary."""
    filled = []
    for section in catalog.sections():
        if section.key in ARRANGED_APART:
            continue
        parts = []
        for part in section.parts:
            blocks = tuple(
                Block(label=field.label, lines=lines, is_list=field.form != "paragraphs")
                for field in part.fields
                if (lines := _lines(field, snapshot))
            )
            if blocks:
                parts.append(FilledPart(label=part.label, blocks=blocks))
        if parts:
            filled.append(FilledSection(key=section.key, label=section.label, parts=tuple(parts)))
    return filled


def summary(snapshot: Snapshot) -> tuple[str, ...]:
    """The paragraphs of "Kurz und knapp"."""
    return snapshot.texts.get("summary", ())


def summary_columns(snapshot: Snapshot) -> tuple[tuple[str, ...], ...]:
    """The same in two columns, as the PDF shows them."""
    paragraphs = summary(snapshot)
    at = balanced([lines_in_column([text]) + 0.5 for text in paragraphs])
    return tuple(column for column in (paragraphs[:at], paragraphs[at:]) if column)


def _row(line: CheckLine) -> StackedRow:
    numbers = counts(line.score)
    segments = [Segment(key=key, label=label, value=numbers[key]) for key, label in KINDS]
    return StackedRow(label=line.label, segments=segments, text=line.score.headline)


def check_chart(snapshot: Snapshot) -> Chart | None:
    """The Quick Check per phase as a drawing for the page, or None where nothing was rated."""
    if not snapshot.quickcheck:
        return None
    return stacked_bar(title=CHART_TITLE, rows=[_row(line) for line in snapshot.quickcheck])

"""Bar charts as server-side SVG, the same on the page and in the PDF.

Lengths across are percentages, heights and type are pixels: the bars follow the width of the page
and the type stays readable, without a script. Colours stand as attributes, so that the PDF needs no
stylesheet; classes let the page's dark theme change them. Every kind of segment has a pattern of its
own besides its colour, and the numbers stand in the picture and in the table behind it.
"""

import textwrap
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from ikz.ui.formatting import de_decimal, de_int, plural_de

# What fits one line at 15 px on a screen of 320 px.
LINE_CHARS = 34
LINE = 22
BAR = 18
ROW_GAP = 18
LEGEND_LINE = 26


@dataclass(frozen=True, kw_only=True)
class SegmentStyle:
    """Look of one kind of segment; ``text`` is the colour of the number inside it."""

    fill: str
    text: str
    line: str = ""
    pattern: str = ""


STYLES = {
    "yes": SegmentStyle(fill="#00614b", text="#ffffff"),
    "mostly": SegmentStyle(fill="#a9dfce", text="#131525", line="#5fae97", pattern="rising"),
    "partly": SegmentStyle(fill="#ffdd94", text="#131525", line="#c98a17", pattern="dots"),
    "no": SegmentStyle(fill="#b01610", text="#ffffff", line="#7f0d08", pattern="falling"),
    "na": SegmentStyle(fill="#d5d8e5", text="#131525", line="#a5aac3", pattern="level"),
    "open": SegmentStyle(fill="#ffffff", text="#131525"),
}


@dataclass(frozen=True, kw_only=True)
class ProgressRow:
    """One bar: ``done`` of ``total``; ``text`` replaces "4 von 6"."""

    label: str
    done: int | Decimal
    total: int | Decimal
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class Segment:
    """One part of a stacked bar; ``key`` chooses colour and pattern from STYLES."""

    key: str
    label: str
    value: int


@dataclass(frozen=True, kw_only=True)
class StackedRow:
    """One stacked bar of segments that add up to the whole."""

    label: str
    segments: Sequence[Segment]
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class Box:
    """A rectangle: ``x`` and ``width`` in per cent, as SVG writes them."""

    x: str
    width: str
    middle: str
    style: SegmentStyle
    key: str
    label: str = ""

    @property
    def plate_width(self) -> int:
        """Width of the plain plate that keeps a number readable on a pattern."""
        return 10 + 8 * len(self.label)

    @property
    def plate_shift(self) -> int:
        """Half of the plate, to centre it."""
        return self.plate_width // 2


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One row as drawn: its heading lines, value text and boxes."""

    lines: tuple[tuple[int, str], ...]
    text: str
    text_y: int
    text_below: bool
    bar_y: int
    boxes: tuple[Box, ...]

    @property
    def plate_y(self) -> int:
        """Top of the plates behind numbers."""
        return self.bar_y + 3

    @property
    def number_y(self) -> int:
        """Baseline of the numbers inside the boxes."""
        return self.bar_y + 16


@dataclass(frozen=True, kw_only=True)
class LegendItem:
    """One entry of the legend, two to a line."""

    x: str
    y: int
    key: str
    label: str
    style: SegmentStyle

    @property
    def text_y(self) -> int:
        """Baseline of the label beside the swatch."""
        return self.y + 13


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A finished drawing with its words and its table."""

    title: str
    description: str
    height: int
    bars: tuple[Bar, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    legend: tuple[LegendItem, ...] = ()
    uid: str = ""
    bar_height: int = BAR
    styles: dict[str, SegmentStyle] = field(default_factory=dict)

    @property
    def svg(self) -> SafeString:
        """Return the drawing as one ``<svg>`` element for page or PDF."""
        return render_to_string("kern/chart_bars.html", {"chart": self})


def _percent(part: Decimal, whole: Decimal) -> str:
    share = part / whole * 100 if whole else Decimal(0)
    return f"{min(share, Decimal(100)):.3f}%"


def _bar(label: str, text: str, top: int, boxes: tuple[Box, ...]) -> Bar:
    """Place the label's lines, the value text and the bar below them."""
    words = textwrap.wrap(label, LINE_CHARS) or [""]
    lines = tuple((top + 15 + LINE * index, line) for index, line in enumerate(words))
    # The value stands at the right of the last line where both fit, else on a line of its own.
    below = len(words[-1]) + len(text) > LINE_CHARS + 2
    text_y = lines[-1][0] + (LINE if below else 0)
    return Bar(lines=lines, text=text, text_y=text_y, text_below=below, bar_y=text_y + 8, boxes=boxes)


def _uid(*parts: object) -> str:
    return f"c{zlib.crc32(repr(parts).encode()):08x}"


def progress_chart(*, title: str, rows: Sequence[ProgressRow], description: str = "") -> Chart:
    """Draw one horizontal bar per row, filled by the share that is done.

    Without ``description`` the sentence for screen readers and PDF is made from the rows.
    """
    bars, table, top = [], [], 0
    done_style = SegmentStyle(fill="#2044aa", text="#ffffff")
    for row in rows:
        text = row.text or f"{de_decimal(row.done, 0)} von {de_decimal(row.total, 0)}"
        width = _percent(Decimal(row.done), Decimal(row.total))
        box = Box(x="0%", width=width, middle="0%", style=done_style, key="done")
        bars.append(_bar(row.label, text, top, (box,)))
        table.append((row.label, text))
        top = bars[-1].bar_y + BAR + ROW_GAP
    said = description or "; ".join(f"{label}: {text}" for label, text in table) + "."
    return Chart(
        title=title,
        description=said,
        height=max(top - ROW_GAP, 0) + 2,
        bars=tuple(bars),
        columns=("Bereich", "Stand"),
        rows=tuple(table),
        uid=_uid(title, table),
    )


def _stack(segments: Sequence[Segment]) -> tuple[Box, ...]:
    whole = Decimal(sum(segment.value for segment in segments))
    boxes, before = [], Decimal(0)
    for segment in segments:
        if segment.value <= 0:
            continue
        value = Decimal(segment.value)
        boxes.append(
            Box(
                x=_percent(before, whole),
                width=_percent(value, whole),
                middle=_percent(before + value / 2, whole),
                style=STYLES[segment.key],
                key=segment.key,
                # A number in a sliver would run over its neighbours.
                label=de_int(segment.value) if value / whole >= Decimal("0.06") else "",
            )
        )
        before += value
    return tuple(boxes)


def stacked_bar(*, title: str, rows: Sequence[StackedRow], description: str = "") -> Chart:
    """Draw the distribution of values, one bar per row, with a legend below.

    The legend and the table's columns follow the order in which segment keys first appear.
    """
    labels: dict[str, str] = {}
    for row in rows:
        for segment in row.segments:
            labels.setdefault(segment.key, segment.label)
    bars, table, top = [], [], 0
    for row in rows:
        counts = {segment.key: segment.value for segment in row.segments}
        text = row.text or plural_de(sum(counts.values()), "Wert", "Werte")
        bars.append(_bar(row.label, text, top, _stack(row.segments)))
        table.append((row.label, *(de_int(counts.get(key, 0)) for key in labels)))
        top = bars[-1].bar_y + BAR + 4 + ROW_GAP
    legend = tuple(
        LegendItem(
            x="46%" if index % 2 else "0%",
            y=top + LEGEND_LINE * (index // 2),
            key=key,
            label=label,
            style=STYLES[key],
        )
        for index, (key, label) in enumerate(labels.items())
    )
    names = list(labels.values())
    said = description or "; ".join(
        f"{row[0]}: " + ", ".join(f"{count} {name}" for name, count in zip(names, row[1:], strict=True))
        for row in table
    )
    return Chart(
        title=title,
        description=said,
        height=top + LEGEND_LINE * ((len(legend) + 1) // 2),
        bars=tuple(bars),
        columns=("Bereich", *names),
        rows=tuple(table),
        legend=legend,
        uid=_uid(title, table),
        bar_height=BAR + 4,
        styles={key: STYLES[key] for key in labels},
    )

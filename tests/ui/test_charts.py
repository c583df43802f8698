from io import BytesIO
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader
from weasyprint import HTML

from ikz.ui.charts import STYLES, Chart, ProgressRow, Segment, StackedRow, progress_chart, stacked_bar
from tests.ui.markup import only, tree, words

SVG = "{http://www.w3.org/2000/svg}"


def drawing(chart: Chart) -> ET.Element:
    return ET.fromstring(chart.svg)  # noqa: S314 - our own output


def width_of(box: ET.Element) -> float:
    return float(box.get("width", "").rstrip("%"))


@given(st.integers(0, 50), st.integers(0, 50))
def test_a_bar_is_as_long_as_its_share(done: int, total: int) -> None:
    chart = progress_chart(title="Stand", rows=[ProgressRow(label="A", done=done, total=total)])
    box = only(drawing(chart), f".//{SVG}rect[@class='ikz-chart__done']")
    expected = min(100.0, done / total * 100) if total else 0
    assert width_of(box) == pytest.approx(expected, abs=0.001)


@given(st.lists(st.integers(0, 40), min_size=6, max_size=6))
def test_segments_fill_the_bar_in_order(values: list[int]) -> None:
    segments = [Segment(key=key, label=key, value=value) for key, value in zip(STYLES, values, strict=True)]
    chart = stacked_bar(title="Werte", rows=[StackedRow(label="A", segments=segments)])
    (bar,) = chart.bars
    at = 0.0
    for box in bar.boxes:
        assert float(box.x.rstrip("%")) == pytest.approx(at, abs=0.01)
        at += float(box.width.rstrip("%"))
    assert at == pytest.approx(100 if sum(values) else 0, abs=0.01)


def test_words_and_table_carry_everything_the_picture_shows() -> None:
    chart = progress_chart(
        title="Stand je Phase",
        rows=[
            ProgressRow(label="Sondierung", done=4, total=6),
            ProgressRow(label="Umsetzung", done=0, total=4, text="erfüllt 0 von 4"),
        ],
    )
    svg = drawing(chart)
    assert words(only(svg, f"{SVG}title")) == "Stand je Phase"
    assert words(only(svg, f"{SVG}desc")) == "Sondierung: 4 von 6; Umsetzung: erfüllt 0 von 4."
    assert svg.get("aria-labelledby", "").split() == [f"{chart.uid}-t", f"{chart.uid}-d"]
    figure = tree('<c-figure :chart="chart" />', chart=chart)
    rows = [[words(cell) for cell in row] for row in only(figure, ".//table").iter("tr")]
    assert rows == [["Bereich", "Stand"], ["Sondierung", "4 von 6"], ["Umsetzung", "erfüllt 0 von 4"]]


def test_kinds_differ_by_pattern_and_not_by_colour_alone() -> None:
    marked = [style.pattern for key, style in STYLES.items() if key not in {"yes", "open"}]
    assert all(marked)
    assert len(set(marked)) == len(marked)


def test_labels_are_text_and_never_markup() -> None:
    chart = progress_chart(title="<b>", rows=[ProgressRow(label="</svg><script>", done=1, total=2)])
    assert "</svg><script>" in words(drawing(chart))


def test_the_same_drawing_stands_in_a_pdf() -> None:
    segments = [
        Segment(key="yes", label="erfüllt", value=2),
        Segment(key="no", label="nicht erfüllt", value=1),
    ]
    chart = stacked_bar(title="Bewertungen", rows=[StackedRow(label="Sondierung", segments=segments)])
    pdf = BytesIO(HTML(string=f"<p>Vorher</p>{chart.svg}<p>Nachher</p>").write_pdf() or b"")
    text = PdfReader(pdf).pages[0].extract_text()
    assert "Sondierung" in text
    assert "nicht erfüllt" in text

"""The document itself: accessible, self-contained, and whole with little and with much content."""

import io
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import page
import pytest
from django.core.management import CommandError, call_command
from pypdf import PdfReader
from pytest_django.fixtures import Settings

from cooperations.models import Cooperation
from ikz.ui.pdf import fetcher
from quickcheck.scoring import Score
from steckbriefe import pdf
from steckbriefe.models import Edition
from steckbriefe.phase_chart import phase_chart
from steckbriefe.selectors import current_snapshot
from steckbriefe.snapshot import CheckLine, PartnerLine, Snapshot

LONG = "Verbandsgemeinde Nordpfälzer Land mit Alsenz-Obermoschel und Rockenhausen"
Change = Callable[[Snapshot], Snapshot]


def with_partners(count: int) -> Change:
    rows = tuple(
        PartnerLine(name=f"{LONG} {index}", lead=index == 0, schools=None, pupils=index * 1000)
        for index in range(count)
    )
    return lambda snapshot: replace(snapshot, partners=rows, title=f"{LONG}: " + "Donaudampfschifffahrt" * 4)


def bare(snapshot: Snapshot) -> Snapshot:
    return replace(
        snapshot,
        texts={},
        motives=(),
        goals=(),
        quickcheck=(),
        models=(),
        task_areas=(),
        mep_phases=(),
        legal_basis="",
        contact_office="",
        contact_email="",
        build_up_from=None,
        build_up_to=None,
    )


def full(snapshot: Snapshot) -> Snapshot:
    texts: dict[str, tuple[str, ...]] = dict.fromkeys(
        ("measures", "bodies", "summary"), ("Ein Satz, wie ihn eine Koordination schreibt.",) * 6
    )
    return replace(snapshot, texts=texts)


def words(content: bytes) -> list[str]:
    return [" ".join(sheet.extract_text().split()) for sheet in PdfReader(io.BytesIO(content)).pages]


@pytest.mark.parametrize("change", [bare, full, with_partners(12), with_partners(60)])
def test_every_document_conforms_to_pdf_ua(written: Cooperation, change: Change) -> None:
    content = pdf.render(change(current_snapshot(written)))
    report = page.validate_pdf_bytes(content, profile="ua1")
    assert [failure.message for failure in report.failures] == []
    assert report.is_compliant


def test_what_readers_look_for_is_there(written: Cooperation, settings: Settings) -> None:
    settings.DEMO = True
    content = pdf.render(current_snapshot(written))
    sheets = words(content)
    text = " ".join(sheets)
    for expected in (
        "Gemeinsamer Schul-IT-Support",
        "Wer kooperiert?",
        "Donnersbergkreis Federführung 11 6.865",
        "Zusammen 21 12.857",
        "09/2022–03/2023",
        "dauerhaft",
        "Mandatierende öffentlich-rechtliche",
        "§ 12 KomZG",
        "Quick Check: 1 von 12 Erfolgsfaktoren erfüllt",
        "Warum wird kooperiert?",
        "Welche Ziele hat die Kooperation?",
        "Wie läuft die Zusammenarbeit?",
        "Kurz und knapp",
        "Kreisverwaltung, Fachbereich Schulen",
    ):
        assert expected in text
    for number, sheet in enumerate(sheets, 1):
        assert f"Seite {number} von {len(sheets)}" in sheet
        assert "Datenstand" in sheet
        assert "Demonstrationsdaten, Vorgänge frei erfunden" in sheet
    info = PdfReader(io.BytesIO(content)).metadata
    assert info is not None
    assert info.title == "Steckbrief: Gemeinsamer Schul-IT-Support und Wissensmanagement"


def test_outside_the_demo_nothing_is_called_invented(written: Cooperation) -> None:
    assert "frei erfunden" not in " ".join(words(pdf.render(current_snapshot(written))))


def test_empty_sections_leave_no_heading(written: Cooperation) -> None:
    text = " ".join(words(pdf.render(bare(current_snapshot(written)))))
    assert "Kurz und knapp" not in text
    assert "Wie läuft die Zusammenarbeit?" not in text
    assert "Kontakt" not in text


def test_only_our_own_font_is_embedded(edition: Edition, media: Path) -> None:
    fonts = subprocess.run(
        ["pdffonts", str(media / edition.file_name)],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()[2:]
    assert fonts
    assert all("Fira-Sans" in line and " yes " in line for line in fonts)


@pytest.mark.parametrize("address", ["https://example.org/x.css", "file:///etc/passwd", "data:text/plain,x"])
def test_nothing_else_is_fetched(address: str) -> None:
    with pytest.raises(ValueError, match="Only own files"):
        fetcher().fetch(address)


def test_texts_are_texts(written: Cooperation) -> None:
    tricky = replace(current_snapshot(written), title="<script>alert(1)</script> & Co.")
    assert "<script>" not in pdf.html(tricky)
    assert "<script>alert(1)</script> & Co." in " ".join(words(pdf.render(tricky)))


def test_the_chart_adds_up_and_says_its_numbers() -> None:
    lines = [
        CheckLine(key="a", label="Erste", score=Score(fulfilled=2, started=1, unrated=3)),
        CheckLine(key="b", label="Zweite", score=Score(not_applicable=4)),
    ]
    chart = phase_chart(lines)
    assert chart.title.endswith("Erste: 2 erfüllt, 1 begonnen, 3 offen; Zweite: 4 nicht zutreffend.")
    for bar in chart.bars:
        assert bar.boxes[0].x == bar.x
        assert sum(box.width for box in bar.boxes) == 445


def test_the_command_writes_the_pdf_without_a_worker(written: Cooperation, tmp_path: Path) -> None:
    target = tmp_path / "steckbrief.pdf"
    call_command("render_steckbrief", written.slug, output=target, verbosity=0)
    assert page.is_pdf_compliant_bytes(target.read_bytes(), profile="ua1")
    assert not Edition.objects.exists()
    with pytest.raises(CommandError, match="no cooperation"):
        call_command("render_steckbrief", "unbekannt", output=target)
    with pytest.raises(CommandError, match="Cannot write"):
        call_command("render_steckbrief", written.slug, output=tmp_path / "fehlt" / "x.pdf")


def test_a_document_that_would_just_begin_a_third_page_is_set_closer(written: Cooperation) -> None:
    base = current_snapshot(written)
    line = "Ein Punkt, wie ihn eine Koordination in einer Zeile schreibt."

    def sheets(lines: int) -> int:
        texts: dict[str, tuple[str, ...]] = {"bodies": (line,) * lines, "measures": (line,) * lines}
        return len(words(pdf.render(replace(base, texts=texts))))

    counts = [sheets(lines) for lines in (1, 20, 40)]
    assert counts == sorted(counts)
    assert counts[0] <= 2
    assert counts[-1] >= 2

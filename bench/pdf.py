"""How much a Steckbrief costs beside WeasyPrint's bare floor.

``python bench/pdf.py [--rounds 30]`` sets the same document three ways, in turn: the way a warm worker does (from
the stored snapshot to the bytes), the floor (finished HTML, fonts and stylesheet read already, nothing of ours), and
cold fonts (stylesheet and fonts read anew each time). Needs no database.
"""

import argparse
import json
import os
import secrets
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

os.environ |= {
    "DJANGO_SETTINGS_MODULE": "ikz.settings",
    # Nothing here asks a database; an address keeps the embedded one from starting.
    "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
    "SECRET_KEY": secrets.token_urlsafe(48),
    "IKZ_LOG_LEVEL": "ERROR",
}


def stored_snapshot() -> dict[str, Any]:
    """A Steckbrief of two full pages, as the database holds it."""
    from cooperations import catalog
    from municipalities.catalog import task_areas
    from quickcheck.scoring import Score
    from steckbriefe.catalog import text_fields
    from steckbriefe.snapshot import CheckLine, Choice, PartnerLine, PhaseLine, Snapshot

    line = "Gemeinsamer Service Desk mit Wissensdatenbank und Remote-Support."
    snapshot = Snapshot(
        slug="fall",
        title="Gemeinsamer Schul-IT-Support und Wissensmanagement",
        subtitle="Drei Landkreise, ein Service Desk",
        partners=tuple(
            PartnerLine(name=f"Landkreis {number}", lead=not number, schools=7, pupils=4285)
            for number in range(3)
        ),
        phases=tuple(
            PhaseLine(key=phase.key, title=phase.label, state="open") for phase in catalog.phases().values()
        ),
        models=(Choice(key="mandating", label=catalog.models()["mandating"].label),),
        laender=(Choice(key="07", label="Rheinland-Pfalz"),),
        mep_phases=(),
        task_areas=tuple(Choice(key=key, label=area.label) for key, area in list(task_areas().items())[:7]),
        motives=(line,) * 2,
        goals=(line,) * 2,
        legal_basis="§ 12 KomZG",
        duration=Choice(key="permanent", label="dauerhaft"),
        ends_on=None,
        build_up_from=date(2022, 9, 1),
        build_up_to=date(2023, 3, 1),
        quickcheck=tuple(
            CheckLine(key=phase.key, label=phase.label, score=Score(fulfilled=2, started=1, unrated=1))
            for phase in catalog.phases().values()
        ),
        texts=dict.fromkeys(text_fields(), (line,)),
        contact_office="Kreisverwaltung, Fachbereich Schulen",
        contact_email="schul-it@kreis.example",
        data_as_of=datetime(2027, 3, 14, 8, 30, tzinfo=UTC),
        demo=True,
    )
    content: dict[str, Any] = json.loads(json.dumps(snapshot.to_json()))
    return content


def milliseconds(work: Callable[[], object]) -> float:
    """How long ``work`` takes once."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def run(rounds: int) -> None:
    """Measure in turn, so that a slow moment of the machine meets all alike."""
    import django

    django.setup()
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    from steckbriefe import pdf
    from steckbriefe.snapshot import from_json

    stored = stored_snapshot()
    document = pdf.html(from_json(stored))
    stylesheet = pdf._own_file(pdf.STYLESHEET)  # noqa: SLF001 - the same file, read without our cache
    fonts = FontConfiguration()
    ready = CSS(filename=stylesheet, font_config=fonts)

    def floor() -> bytes:
        return bytes(
            HTML(string=document).write_pdf(stylesheets=[ready], font_config=fonts, pdf_variant=pdf.VARIANT)
        )

    def cold() -> bytes:
        config = FontConfiguration()
        sheet = CSS(filename=stylesheet, font_config=config)
        return bytes(
            HTML(string=document).write_pdf(stylesheets=[sheet], font_config=config, pdf_variant=pdf.VARIANT)
        )

    ways: dict[str, Callable[[], bytes]] = {
        "floor": floor,
        "warm": lambda: pdf.render(from_json(stored)),
        "cold fonts": cold,
    }
    for work in ways.values():
        work()
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, work in ways.items():
            times[name].append(milliseconds(work))
    base = statistics.median(times["floor"])
    for name, values in times.items():
        median = statistics.median(values)
        print(f"{name:12} {median:7.0f} ms   {median / base:5.2f} × floor")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=30)
    run(parser.parse_args().rounds)

"""A snapshot as PDF/UA-1.

Imported only where something is rendered, because loading WeasyPrint takes longer than many requests.
"""

from typing import Any

from django.template.loader import render_to_string

from ikz.ui import pdf
from steckbriefe import presentation
from steckbriefe.phase_chart import phase_chart
from steckbriefe.snapshot import Snapshot

TEMPLATE = "pdf/steckbrief.html"
STYLESHEET = "pdf/steckbrief.css"
DENSE = "pdf/dense.css"
# What a Steckbrief should take; one that says much more takes what it needs.
PAGES = 2
# A table beside the facts has room for so many partners; longer ones take the whole width and break.
PARTNERS_BESIDE_FACTS = 14


def context(snapshot: Snapshot) -> dict[str, Any]:
    """What the template needs, arranged from the snapshot alone."""
    return {
        "snapshot": snapshot,
        "facts": presentation.facts(snapshot),
        "steps": presentation.phase_steps(snapshot),
        "sections": presentation.sections(snapshot),
        "summary": presentation.summary_columns(snapshot),
        "chart": phase_chart(snapshot.quickcheck) if snapshot.quickcheck else None,
        "many_partners": len(snapshot.partners) > PARTNERS_BESIDE_FACTS,
    }


def html(snapshot: Snapshot) -> str:
    """The document before it is set."""
    return render_to_string(TEMPLATE, context(snapshot))


def write(document: str) -> bytes:
    """Set a document as PDF/UA-1, more closely where that saves a third page."""
    pages = pdf.lay_out(document, STYLESHEET)
    if len(pages.pages) == PAGES + 1:
        closer = pdf.lay_out(document, STYLESHEET, DENSE)
        pages = closer if len(closer.pages) <= PAGES else pages
    return pdf.write(pages)


def render(snapshot: Snapshot) -> bytes:
    """The PDF of a snapshot."""
    return write(html(snapshot))

"""A snapshot as PDF/UA-1. Fonts and stylesheet are read once per process: that is most of the time.

Imported only where something is rendered, because loading WeasyPrint takes longer than many requests.
"""

from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from weasyprint import CSS, HTML, Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from steckbriefe import presentation
from steckbriefe.phase_chart import phase_chart
from steckbriefe.snapshot import Snapshot

TEMPLATE = "pdf/steckbrief.html"
STYLESHEET = "pdf/steckbrief.css"
DENSE = "pdf/dense.css"
FONT = "kern/fonts/fira-sans/FiraSans-Regular.woff2"
VARIANT = "pdf/ua-1"
# What a Steckbrief should take; one that says much more takes what it needs.
PAGES = 2
# A table beside the facts has room for so many partners; longer ones take the whole width and break.
PARTNERS_BESIDE_FACTS = 14

_fonts = FontConfiguration()


class OwnFilesFetcher(URLFetcher):
    """Hands out our stylesheet and fonts; everything else, above all the network, is refused."""

    def __init__(self, *folders: Path) -> None:
        super().__init__(allowed_protocols=("file",), allow_redirects=False)
        self._folders = folders

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Fetch a file of ours; raises ValueError for any other address."""
        path = Path(url2pathname(urlsplit(url).path)).resolve()
        if urlsplit(url).scheme != "file" or not any(path.is_relative_to(folder) for folder in self._folders):
            raise ValueError("Only own files go into a PDF")
        return super().fetch(url, headers)


def _own_file(name: str) -> Path:
    found = finders.find(name)
    if not isinstance(found, str):
        raise FileNotFoundError(name)
    return Path(found).resolve()


@cache
def _fetcher() -> OwnFilesFetcher:
    return OwnFilesFetcher(_own_file(STYLESHEET).parent, _own_file(FONT).parent)


@cache
def _stylesheet(name: str) -> CSS:
    return CSS(filename=_own_file(name), font_config=_fonts, url_fetcher=_fetcher())


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
    source = HTML(string=document, base_url=_own_file(STYLESHEET).as_uri(), url_fetcher=_fetcher())

    def laid_out(*names: str) -> Document:
        sheets = [_stylesheet(name) for name in names]
        return source.render(stylesheets=sheets, font_config=_fonts, pdf_variant=VARIANT)

    pages = laid_out(STYLESHEET)
    if len(pages.pages) == PAGES + 1:
        closer = laid_out(STYLESHEET, DENSE)
        pages = closer if len(closer.pages) <= PAGES else pages
    content: bytes = pages.write_pdf(pdf_variant=VARIANT)
    return content


def render(snapshot: Snapshot) -> bytes:
    """The PDF of a snapshot."""
    return write(html(snapshot))

"""HTML documents as PDF/UA-1. Fonts and stylesheets are read once per process: that is most of the time.

Imported only where something is rendered, because loading WeasyPrint takes longer than many requests.
"""

import re
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from django.contrib.staticfiles import finders
from weasyprint import CSS, HTML, Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

STYLESHEETS = "pdf/steckbrief.css"
FONT = "kern/fonts/fira-sans/FiraSans-Regular.woff2"
VARIANT = "pdf/ua-1"

# No font of ours has glyphs for emoji and private characters: an empty box would say nothing, least of all read out.
_NO_GLYPH = re.compile(
    "[\ue000-\uf8ff\U0001f000-\U0001faff\U000f0000-\U0010ffff][\ue000-\uf8ff\ufe0e\ufe0f\u200d\U0001f000-\U0001faff]*"
)
_SELECTORS = re.compile("[\ufe0e\ufe0f]")

_fonts = FontConfiguration()


class OwnFilesFetcher(URLFetcher):
    """Hands out our stylesheets and fonts; everything else, above all the network, is refused."""

    def __init__(self, *folders: Path) -> None:
        super().__init__(allowed_protocols=("file",), allow_redirects=False)
        self._folders = folders

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Fetch a file of ours; raises ValueError for any other address."""
        path = Path(url2pathname(urlsplit(url).path)).resolve()
        if urlsplit(url).scheme != "file" or not any(path.is_relative_to(folder) for folder in self._folders):
            raise ValueError("Only own files go into a PDF")
        return super().fetch(url, headers)


def own_file(name: str) -> Path:
    """The path of a file below ``static/``; raises FileNotFoundError where there is none."""
    found = finders.find(name)
    if not isinstance(found, str):
        raise FileNotFoundError(name)
    return Path(found).resolve()


@cache
def fetcher() -> OwnFilesFetcher:
    """The one fetcher for all documents."""
    return OwnFilesFetcher(own_file(STYLESHEETS).parent, own_file(FONT).parent)


@cache
def _stylesheet(name: str) -> CSS:
    return CSS(filename=own_file(name), font_config=_fonts, url_fetcher=fetcher())


def lay_out(document: str, *stylesheets: str) -> Document:
    """The pages of a document, set with stylesheets named from ``static/``."""
    document = _SELECTORS.sub("", _NO_GLYPH.sub("[Symbol]", document))
    source = HTML(string=document, base_url=own_file(stylesheets[0]).as_uri(), url_fetcher=fetcher())
    sheets = [_stylesheet(name) for name in stylesheets]
    return source.render(stylesheets=sheets, font_config=_fonts, pdf_variant=VARIANT)


def write(pages: Document) -> bytes:
    """The PDF of laid-out pages."""
    content: bytes = pages.write_pdf(pdf_variant=VARIANT)
    return content

"""PDFs hold what people typed, also where no font has a glyph for it."""

import io

from page import validate_pdf_bytes
from pypdf import PdfReader

from ikz.ui import pdf

PAGE = """<!DOCTYPE html><html lang="de"><head><meta charset="utf-8"><title>Probe</title></head>
<body><h1>Probe</h1><p>{text}</p></body></html>"""


def test_emoji_become_a_word_and_the_document_stays_accessible() -> None:
    text = "Alle einig \U0001f389\U0001f44d\U0001f3fd, weiter \ufe0f so \ue123!"
    content = pdf.write(pdf.lay_out(PAGE.format(text=text), pdf.STYLESHEETS))
    assert [failure.message for failure in validate_pdf_bytes(content, profile="ua1").failures] == []
    words = " ".join(PdfReader(io.BytesIO(content)).pages[0].extract_text().split())
    assert "Alle einig [Symbol], weiter so [Symbol]!" in words

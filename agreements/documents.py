"""From a version to its files: PDF/UA and DOCX. They say what was frozen; runs in a worker, takes no person."""

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from django.template.loader import render_to_string

from agreements.models import AgreementVersion, DocumentKind, VersionDocument
from agreements.sheet import Sheet, sheet_of
from cooperations import model_pdf
from cooperations.sheet_production import Plan, produce_document, set_pdf

TEMPLATE = "pdf/agreement.html"
STYLESHEETS = (model_pdf.STYLESHEET, "pdf/agreement.css")
CONTENT_TYPES = {
    DocumentKind.PDF: "application/pdf",
    DocumentKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_WORD_LAYOUT = ("word_document.py", "word_styles.py", "wording.py")


def produce(document_id: int) -> bool:
    """Make a document; False where it is final, in other hands or did not work out."""
    return produce_document(VersionDocument, document_id, _plan, field="file")


def fingerprint_of(version: AgreementVersion, kind: DocumentKind) -> str:
    """What a stored file was set from; words and layout."""
    return _setting(sheet_of(version), kind)[0]


def _plan(row: VersionDocument) -> Plan:
    version = AgreementVersion.objects.get(pk=row.version_id)
    fingerprint, make = _setting(sheet_of(version), DocumentKind(row.kind))
    # The underscore ends the number: files of version 1 are not those of 12.
    stem = f"vereinbarungen/{version.agreement_id}_{version.number}_"
    return Plan(stem=stem, ending=row.kind, fingerprint=fingerprint, make=make)


def _setting(sheet: Sheet, kind: DocumentKind) -> tuple[str, Callable[[], bytes]]:
    if kind is DocumentKind.DOCX:
        return hashlib.sha256(repr(sheet).encode() + _word_layout()).hexdigest(), lambda: _word(sheet)
    document = render_to_string(TEMPLATE, {"sheet": sheet})
    return model_pdf.fingerprint(document, *STYLESHEETS), lambda: set_pdf(document, *STYLESHEETS)


def _word(sheet: Sheet) -> bytes:
    # Imported here: only workers need python-docx.
    from agreements import word_document

    return word_document.write(sheet)


@cache
def _word_layout() -> bytes:
    here = Path(__file__).parent
    return b"".join((here / name).read_bytes() for name in _WORD_LAYOUT)

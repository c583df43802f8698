"""The documents of a version as they leave: an accessible PDF, and the same clauses in DOCX, whatever was typed."""

import io
from pathlib import Path

import docx
import page as validation
import pytest
from pypdf import PdfReader
from pytest_django.fixtures import Settings

from agreements.documents import produce
from agreements.models import DocumentKind, VersionDocument
from agreements.services.versions import fix_version
from cooperations.models import Cooperation
from ikz.accounts.models import User
from tests.agreements.world import agreement_of

pytestmark = pytest.mark.django_db
TEXT = "(1) Gemeinsam sind:\na) die Netze,\nb) die Geräte.\n(2) Außerdem:\n- Schulungen\n- Beratung\x07"


def test_both_documents_of_a_version(
    cooperation: Cooperation, coordinator: User, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    clauses = (("", "Aufgaben", TEXT), ("", "Dauer <b>& Ende</b>", ""), ("", "Wörter" * 30, "x" * 19_000))
    agreement = agreement_of(cooperation, clauses=clauses)
    version = fix_version(actor=coordinator, agreement=agreement, occasion="Beschlussfassung")
    made = {}
    for row in VersionDocument.objects.filter(version=version):
        assert produce(row.pk)
        assert not produce(row.pk)
        row.refresh_from_db()
        with row.file.open() as file:
            made[DocumentKind(row.kind)] = file.read()

    report = validation.validate_pdf_bytes(made[DocumentKind.PDF], profile="ua1")
    assert report.is_compliant, report
    reader = PdfReader(io.BytesIO(made[DocumentKind.PDF]))
    assert reader.metadata is not None
    assert reader.metadata.title
    assert str(reader.root_object["/Lang"]).startswith("de")
    words = " ".join(" ".join(page.extract_text().split()) for page in reader.pages)
    assert "§ 1 Aufgaben" in words
    assert version.sha256[:4] in words

    document = docx.Document(io.BytesIO(made[DocumentKind.DOCX]))
    lines = [(row.style.name if row.style else "", row.text) for row in document.paragraphs]
    assert [text for style, text in lines if style == "Heading 1"] == [row[1] for row in clauses]
    # The word processor counts: no sign of a number stands in the text.
    assert ("Absatz mit Nummer", "Gemeinsam sind:") in lines
    assert {text for _, text in lines} >= {"die Netze,", "Schulungen"}
    assert 'w:val="de-DE"' in document.styles.element.xml

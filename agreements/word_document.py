"""A version as DOCX for the legal office: real headings, numbering by the word processor, nothing of the draft.

The same version gives the same bytes: whoever compares two downloads finds no difference that nobody made.
"""

import io
from datetime import UTC, datetime, time
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from agreements import word_styles
from agreements.sheet import Sheet, SheetClause
from agreements.wording import Kind
from cooperations.models import PartnerRole
from ikz.ui.formatting import de_date

_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
DEMO = "Demonstrationsdaten, Vorgänge frei erfunden"
_STYLES = {
    Kind.NUMBERED: word_styles.PARAGRAPH,
    Kind.PLAIN: word_styles.PLAIN,
    Kind.LETTERED: word_styles.ITEM,
    Kind.BULLET: word_styles.BULLET,
}


def write(sheet: Sheet) -> bytes:
    """The DOCX of a sheet."""
    document = docx.Document()
    word_styles.prepare(document)
    _page(document, sheet)
    _properties(document, sheet)
    document.add_paragraph(sheet.title, style="Title")
    document.add_paragraph(f"{sheet.kind} der Kooperation {sheet.cooperation}", style="Subtitle")
    document.add_paragraph("Beteiligte", style=word_styles.UNNUMBERED)
    _partners(document, sheet)
    styles = {kind: document.styles[name] for kind, name in _STYLES.items()}
    for clause in sheet.clauses:
        _clause(document, clause, styles)
    document.add_paragraph("Unterschriften", style=word_styles.UNNUMBERED)
    _signatures(document, sheet)
    _fingerprint(document, sheet)
    return _packed(document)


def _clause(document: Document, clause: SheetClause, styles: dict[Kind, Any]) -> None:
    document.add_paragraph(clause.heading, style=word_styles.SECTION)
    number, before = 0, None
    for line in clause.lines:
        paragraph = document.add_paragraph(line.text, style=styles[line.kind])
        if line.kind is Kind.LETTERED:
            if before is not Kind.LETTERED:
                number = word_styles.new_list(document)
            properties: Any = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - python-docx has no other way
            word_styles.set_numbering(properties, level=2, number=number)
        before = line.kind


def _partners(document: Document, sheet: Sheet) -> None:
    rows = [
        (row.name, row.ags, PartnerRole(row.role).label if row.role in PartnerRole.values else row.role)
        for row in sheet.partners
    ]
    _table(document, ("Kommune", "Amtlicher Schlüssel", "Rolle"), rows, (9, 4, 3.5), "Beteiligte")


def _signatures(document: Document, sheet: Sheet) -> None:
    rows = [(row.name, "", "") for row in sheet.partners]
    headings = ("Beteiligte", "Ort und Datum", "Unterschrift")
    table = _table(document, headings, rows, (6, 4.5, 6), "Unterschriften")
    for row in table.rows[1:]:
        row.height = Cm(1.6)


def _table(
    document: Document, headings: tuple[str, ...], rows: list[Any], widths: tuple[float, ...], title: str
) -> Any:
    table: Any = document.add_table(rows=1 + len(rows), cols=len(headings), style="Table Grid")
    for row, texts in zip(table.rows, [headings, *rows], strict=True):
        whole = OxmlElement("w:cantSplit")
        row._tr.get_or_add_trPr().append(whole)  # noqa: SLF001
        for cell, text, width in zip(row.cells, texts, widths, strict=True):
            cell.text, cell.width = text, Cm(width)
    for cell in table.rows[0].cells:
        cell.paragraphs[0].runs[0].bold = True
    # Named as heading: it is repeated on each page, and read out as such.
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001
    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), title)
    table._tbl.tblPr.append(caption)  # noqa: SLF001
    return table


def _fingerprint(document: Document, sheet: Sheet) -> None:
    text = f"Fingerabdruck dieser Fassung (SHA-256): {sheet.sha256}"
    paragraph = document.add_paragraph(text, style=word_styles.PLAIN)
    paragraph.paragraph_format.space_before = Pt(18)
    paragraph.runs[0].font.size = Pt(8)


def _page(document: Document, sheet: Sheet) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.25)
    section.top_margin = section.bottom_margin = Cm(2.2)
    head = section.header.paragraphs[0]
    head.text = sheet.title
    if sheet.demo:
        head.add_run(f" – {DEMO}").bold = True
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.LEFT
    foot.add_run(
        f"Fassung {sheet.number} vom {de_date(sheet.fixed_on)} · Fingerabdruck {sheet.short_sha256} · Seite "
    )
    _field(foot, "PAGE")
    foot.add_run(" von ")
    _field(foot, "NUMPAGES")
    for paragraph in (head, foot):
        for run in paragraph.runs:
            run.font.size = Pt(8)


def _field(paragraph: Any, code: str) -> None:
    """A number that the word processor counts."""
    for part in ("begin", None, "separate", "text", "end"):
        run = paragraph.add_run()
        if part is None:
            made = OxmlElement("w:instrText")
            made.set(qn("xml:space"), "preserve")
            made.text = f" {code} "
        elif part == "text":
            run.text = "1"
            continue
        else:
            made = OxmlElement("w:fldChar")
            made.set(qn("w:fldCharType"), part)
        run._r.append(made)  # noqa: SLF001


def _properties(document: Document, sheet: Sheet) -> None:
    core = document.core_properties
    core.title, core.subject = sheet.title[:255], f"{sheet.kind}, Fassung {sheet.number}"
    core.author, core.last_modified_by = sheet.cooperation[:255], ""
    core.comments, core.keywords = "", "Interkommunale Zusammenarbeit, Schul-IT"
    core.language, core.version, core.identifier = word_styles.LANGUAGE, str(sheet.number), sheet.sha256
    core.revision = 1
    core.created = core.modified = datetime.combine(sheet.fixed_on, time(12), UTC).replace(tzinfo=None)


def _packed(document: Document) -> bytes:
    """The file with the same date on all its parts."""
    made, packed = io.BytesIO(), io.BytesIO()
    document.save(made)
    with ZipFile(made) as source, ZipFile(packed, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = ZipInfo(name, _ZIP_DATE)
            entry.compress_type = ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return packed.getvalue()

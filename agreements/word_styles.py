"""Styles and numbering of the DOCX: headings numbered §, paragraphs (1), items a), all counted by the word processor.

Everything hangs on styles, so that a legal office goes on writing in them: a new § or paragraph gets its number by
itself.
"""

from typing import Any

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor

LANGUAGE = "de-DE"
FONT = "Arial"
SECTION = "Heading 1"
UNNUMBERED = "Abschnitt ohne Nummer"
PARAGRAPH = "Absatz mit Nummer"
PLAIN = "Absatz"
ITEM = "Punkt mit Buchstabe"
BULLET = "Spiegelstrich"
# Far from the numbers that the empty document brings.
_CLAUSES, _BULLETS = 90, 91
_LEVELS = ((SECTION, "decimal", "§ %1", 0, 0), (PARAGRAPH, "decimal", "(%2)", 567, 567))
_ITEM_LEVEL = 2


def prepare(document: Document) -> None:
    """Give an empty document its styles, its language and its numbering."""
    _language(document)
    normal: Any = document.styles["Normal"]
    _font(normal, size=11)
    normal.paragraph_format.space_after = Pt(6)
    normal.paragraph_format.line_spacing = 1.15
    for name, size in (("Title", 20), ("Subtitle", 12), (SECTION, 12)):
        style: Any = document.styles[name]
        _font(style, size=size, bold=name != "Subtitle")
    heading: Any = document.styles[SECTION]
    heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(18), Pt(6)
    heading.paragraph_format.keep_with_next = True
    title: Any = document.styles["Title"]
    for border in title.element.xpath("w:pPr/w:pBdr"):
        border.getparent().remove(border)
    for name, base in (
        (UNNUMBERED, SECTION),
        (PARAGRAPH, "Normal"),
        (PLAIN, "Normal"),
        (ITEM, "Normal"),
        (BULLET, "Normal"),
    ):
        made: Any = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        made.base_style, made.quick_style = document.styles[base], True
    _number(document)


def new_list(document: Document) -> int:
    """The key of a list of items that begins anew with a)."""
    numbering = document.part.numbering_part.element
    num = numbering.add_num(_CLAUSES)
    override = num.add_lvlOverride(ilvl=_ITEM_LEVEL)
    override.add_startOverride(1)
    return int(num.numId)


def set_numbering(properties: Any, *, level: int, number: int) -> None:
    """Count a paragraph, or all of a style, at a level of a numbering; number 0 counts nothing."""
    numbered = properties.get_or_add_numPr()
    numbered.get_or_add_ilvl().val = level
    numbered.get_or_add_numId().val = number


def _language(document: Document) -> None:
    defaults = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for present in defaults.findall(qn("w:lang")):
        defaults.remove(present)
    language = OxmlElement("w:lang")
    for name in ("w:val", "w:eastAsia"):
        language.set(qn(name), LANGUAGE)
    defaults.append(language)


def _font(style: Any, *, size: int, bold: bool = False) -> None:
    style.font.name, style.font.size, style.font.bold = FONT, Pt(size), bold
    style.font.italic, style.font.color.rgb = False, RGBColor(0, 0, 0)
    fonts = style.element.rPr.rFonts
    # A font of the theme would win over the one named here.
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    for name in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{name}"), FONT)


def _number(document: Document) -> None:
    numbering = document.part.numbering_part.element
    ids = {name: document.styles[name].style_id for name in (SECTION, PARAGRAPH, ITEM, BULLET)}
    levels = "".join(
        _level(index, kind, text, ids[name], left, hanging)
        for index, (name, kind, text, left, hanging) in enumerate(_LEVELS)
    )
    levels += _level(_ITEM_LEVEL, "lowerLetter", "%3)", ids[ITEM], 1134, 567)
    bullets = _level(0, "bullet", "–", ids[BULLET], 1134, 567)
    first = numbering.find(qn("w:num"))
    for key, kind, xml in ((_CLAUSES, "multilevel", levels), (_BULLETS, "singleLevel", bullets)):
        made = parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{key}">'
            f'<w:multiLevelType w:val="{kind}"/>{xml}</w:abstractNum>'
        )
        # All definitions stand before what refers to them.
        first.addprevious(made)
    clauses, bullet = numbering.add_num(_CLAUSES).numId, numbering.add_num(_BULLETS).numId
    for name, level, number in (
        (SECTION, 0, clauses),
        (PARAGRAPH, 1, clauses),
        (ITEM, _ITEM_LEVEL, clauses),
        (BULLET, 0, bullet),
        (UNNUMBERED, 0, 0),
    ):
        properties = document.styles[name].element.get_or_add_pPr()
        set_numbering(properties, level=level, number=number)


def _level(index: int, kind: str, text: str, style: str, left: int, hanging: int) -> str:
    # A § is followed by a space, everything else hangs: sizes in twentieths of a point.
    space = '<w:suff w:val="space"/>' if not left else ""
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:pStyle w:val="{style}"/>{space}'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{left}" w:hanging="{hanging}"/></w:pPr></w:lvl>'
    )

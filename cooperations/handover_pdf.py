"""The handover sheet as a document. What it says comes from the workspace, which joins the rooms."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from cooperations import model_pdf
from cooperations.models import HandoverSheet
from cooperations.sheet_production import Drawn, produce_sheet

TEMPLATE = "pdf/handover.html"
STYLESHEETS = (model_pdf.STYLESHEET, "pdf/handover.css")


def document(content: Mapping[str, Any]) -> str:
    """The document before it is set; on paper, links carry the address of this installation."""
    return render_to_string(TEMPLATE, {"sheet": content, "base": settings.BASE_URL, "demo": settings.DEMO})


def fingerprint(content: Mapping[str, Any]) -> str:
    """What a stored file was set from; words and layout."""
    return model_pdf.fingerprint(document(content), *STYLESHEETS)


def produce(sheet_id: int) -> bool:
    """Make the PDF of an ordered sheet; False where it is final, in other hands or did not work out."""
    return produce_sheet(HandoverSheet, sheet_id, _draw)


def _draw(row: HandoverSheet) -> Drawn:
    return Drawn(
        # The underscore ends the number: the files of cooperation 1 are not those of 12.
        stem=f"uebergabe/{row.cooperation_id}_",
        document=document(row.content),
        stylesheets=STYLESHEETS,
        fingerprint=fingerprint(row.content),
    )

"""The minutes as a document (PDF/UA); it says what the stored version says."""

from django.conf import settings
from django.template.loader import render_to_string

from cooperations import model_pdf
from cooperations.sheet_production import Drawn, produce_sheet
from governance.models import MinutesVersion

TEMPLATE = "pdf/minutes.html"
STYLESHEETS = (model_pdf.STYLESHEET, "pdf/minutes.css")


def document(version: MinutesVersion) -> str:
    """The document before it is set."""
    context = {"version": version, "sheet": version.content, "demo": settings.DEMO}
    return render_to_string(TEMPLATE, context)


def fingerprint(version: MinutesVersion) -> str:
    """What a stored file was set from; words and layout."""
    return model_pdf.fingerprint(document(version), *STYLESHEETS)


def produce(version_id: int) -> bool:
    """Make the PDF of a version; False where it is final, in other hands or did not work out."""
    return produce_sheet(MinutesVersion, version_id, _draw)


def _draw(row: MinutesVersion) -> Drawn:
    return Drawn(
        # The underscore ends the number: files of version 1 are not those of 12. Drafts have keys of their own.
        stem=f"niederschriften/{row.minutes_id}_{row.number}_{row.pk}_",
        document=document(row),
        stylesheets=STYLESHEETS,
        fingerprint=fingerprint(row),
    )

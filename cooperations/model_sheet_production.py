"""The PDFs of the sheets of forms, as they are to read now."""

from cooperations import catalog, model_pdf
from cooperations.models import ModelSheet
from cooperations.sheet_production import Drawn, produce_sheet


def produce(sheet_id: int) -> bool:
    """Make the PDF of a sheet; False where it is final, in other hands or did not work out."""
    return produce_sheet(ModelSheet, sheet_id, _draw)


def _draw(row: ModelSheet) -> Drawn:
    document = model_pdf.document(catalog.models()[row.model_key], row.land)
    return Drawn(
        stem=f"modelle/{row.model_key}_{row.land or 'alle'}_",
        document=document,
        stylesheets=(model_pdf.STYLESHEET,),
        fingerprint=model_pdf.fingerprint(document),
    )

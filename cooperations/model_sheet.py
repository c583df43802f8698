"""Everything a sheet of a form shows, the same for page and PDF."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from cooperations import federal_law, law_catalog, law_sheet, law_words, model_words
from cooperations.catalog import CooperationModel
from cooperations.law_sheet import LawSheet
from cooperations.model_words import Sheet
from cooperations.selectors.law_notes import public_notes


@dataclass(frozen=True)
class ComparedForm:
    """A form in the comparison; ``law`` is None where no Land was chosen."""

    sheet: Sheet
    law: LawSheet | None


def compiled_on() -> date:
    """The day of the catalog's knowledge."""
    return date.fromisoformat(law_catalog.compiled_on())


def comparison(land: str) -> list[ComparedForm]:
    """All forms in the order of the catalog, with the law of a Land given by its key (empty: without)."""
    return [
        ComparedForm(sheet=sheet, law=law_sheet.law_sheet(land, sheet.model) if land else None)
        for sheet in model_words.sheets()
    ]


def context(model: CooperationModel, land: str) -> dict[str, Any]:
    """What the sheet of a form shows for a Land given by its key (empty: without law)."""
    return {
        "sheet": model_words.sheet(model),
        "land": land,
        "law": law_sheet.law_sheet(land, model, public_notes(land, model.key)) if land else None,
        "federal": [(rule, law_words.CONFIDENCE[rule.confidence]) for rule in federal_law.rules_for(model)],
        "vat": federal_law.vat_transition(),
        "vat_key": federal_law.VAT,
        "compiled_on": compiled_on(),
        "advice_note": law_words.NO_LEGAL_ADVICE,
    }

"""Federal rules that every paid cooperation meets: VAT, procurement, data protection, public contracts."""

from datetime import date
from functools import cache
from typing import Any

from django.conf import settings

from cooperations.catalog import CooperationModel
from cooperations.law import BY_AGREEMENT, Confidence, FederalPart, FederalRule, VatTransition
from cooperations.law_catalog import federal_section, sources_of
from ikz.ui.formatting import de_date

VAT, PROCUREMENT, DATA_PROTECTION = "vat_2b_ustg", "procurement_108_6_gwb", "data_protection_art28_dsgvo"
PUBLIC_CONTRACT = "public_law_contract_default"
# Forms in which one may pay another: those that bind by contract or are persons of their own.
_PAID_BINDINGS = frozenset({"contract", "legal-person"})
_PARAGRAPHS = {
    VAT: ("fact", "withdrawal", "relevance"),
    PROCUREMENT: ("scope", "relevance"),
    DATA_PROTECTION: ("fact", "note"),
    PUBLIC_CONTRACT: ("fact",),
}
_PARTS = {
    VAT: {"rules_known": "Wann eine Leistung nicht steuerbar sein kann"},
    PROCUREMENT: {
        "conditions": "Bedingungen der Ausnahme",
        "known_additions": "Rechtsprechung und Ergänzungen",
    },
    DATA_PROTECTION: {
        "processing_chain": "Wer in der Kette steht",
        "contract_minimum": "Was der Vertrag mindestens regelt",
    },
    PUBLIC_CONTRACT: {"known_additions": "Abweichungen"},
}


def paid_services(model: CooperationModel) -> bool:
    """Whether partners may pay each other in this form, so that tax, procurement and data protection matter."""
    return model.binding in _PAID_BINDINGS


def rules_for(model: CooperationModel) -> tuple[FederalRule, ...]:
    """The federal rules to look at for a form, in the order in which they are asked."""
    if not paid_services(model):
        return ()
    keys = (VAT, PROCUREMENT, DATA_PROTECTION)
    return tuple(rule(key) for key in (*keys, *((PUBLIC_CONTRACT,) if model.key in BY_AGREEMENT else ())))


@cache
def rule(key: str) -> FederalRule:
    """One federal rule of the catalog by its key."""
    row = federal_section(key)
    return FederalRule(
        key=key,
        title=row["title"],
        text=tuple(row[name] for name in _PARAGRAPHS[key]),
        parts=tuple(_part(row, name, title) for name, title in _PARTS[key].items()),
        confidence=Confidence(row["confidence"]),
        sources=sources_of(row),
        caution=row.get("warning", ""),
    )


def _part(row: dict[str, Any], name: str, title: str) -> FederalPart:
    """A list of its own foundation, or a plain one that rests on that of the rule."""
    part = row[name] if isinstance(row[name], dict) else {"items": row[name], "confidence": row["confidence"]}
    return FederalPart(
        title=title,
        items=tuple(part["items"]),
        confidence=Confidence(part["confidence"]),
        sources=sources_of(part),
    )


def vat_transition() -> VatTransition:
    """From when § 2b UStG is mandatory: the day of the settings, which is the catalog's unless it was set."""
    row = federal_section(VAT)["transition"]
    source = settings.VAT_2B_SOURCE
    if not source and date.fromisoformat(row["mandatory_from"]) == settings.VAT_2B_FROM:
        source = f"{rule(VAT).sources[0].title}; Stand {de_date(date.fromisoformat(row['as_of']))}"
    return VatTransition(
        mandatory_from=settings.VAT_2B_FROM,
        source=source or "Einstellung dieser Anwendung, ohne Angabe der Quelle: bitte prüfen",
        extensions=tuple(row["extensions"]),
    )

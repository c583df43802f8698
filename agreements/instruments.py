"""Which document forms of cooperation rest on. Pure."""

from collections.abc import Iterable
from enum import StrEnum

from cooperations.catalog import models
from cooperations.law import BY_STATUTE


class Instrument(StrEnum):
    """The document."""

    AGREEMENT = "agreement"
    STATUTE = "statute"
    LETTER = "letter"


LABELS = {
    Instrument.AGREEMENT: "Vereinbarung",
    Instrument.STATUTE: "Satzung",
    Instrument.LETTER: "Absichtserklärung",
}
CHOICES = [(key.value, word) for key, word in LABELS.items()]


def form_label(key: str) -> str:
    """The name of a form; the key itself where a frozen version names one that the catalog no longer has."""
    return models()[key].label if key in models() else key


def instrument_of_form(key: str) -> Instrument:
    """The document of one form; raises KeyError for an unknown one."""
    model = models()[key]
    if key in BY_STATUTE or model.new_legal_person:
        return Instrument.STATUTE
    # A letter binds nobody in law; whatever binds by contract is an agreement.
    return Instrument.LETTER if model.binding in {"none", "light"} else Instrument.AGREEMENT


def instrument_of(keys: Iterable[str]) -> Instrument | None:
    """The document of forms that stand together; None where they need different ones, or there is none."""
    found = {instrument_of_form(key) for key in keys}
    return found.pop() if len(found) == 1 else None

"""Who pays what: shares of an amount by a key, exact to the cent. Pure rule.

Shares are worked out as fractions and cut to whole cents; the cents that are left over go one by one to the largest
remainders (Hare/Niemeyer). Equal remainders: the larger share first, then the smaller official key. So the result
depends on nothing but amount, key and facts, and 100,00 € among three equals are 33,34 / 33,33 / 33,33.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

CENT = Decimal("0.01")
WHOLE = Decimal(100)


class CostKey(StrEnum):
    """What costs are shared by."""

    PUPILS = "pupils"
    SCHOOLS = "schools"
    DEVICES = "devices"
    INHABITANTS = "inhabitants"
    EQUAL = "equal"
    PERCENT = "percent"
    USAGE = "usage"
    MIX = "mix"


LABELS: dict[CostKey, str] = {
    CostKey.PUPILS: "Schülerinnen und Schüler",
    CostKey.SCHOOLS: "Schulen",
    CostKey.DEVICES: "Geräte",
    CostKey.INHABITANTS: "Bevölkerung",
    CostKey.EQUAL: "zu gleichen Teilen",
    CostKey.PERCENT: "feste Anteile in Prozent",
    CostKey.USAGE: "Nutzung",
    CostKey.MIX: "gewichtete Mischung",
}
# Keys whose numbers are facts about each partner; a mix is made of these and of equal parts.
COUNTED = (CostKey.PUPILS, CostKey.SCHOOLS, CostKey.DEVICES, CostKey.INHABITANTS, CostKey.USAGE)
MIXABLE = (*COUNTED, CostKey.EQUAL)


class CostSharingError(Exception):
    """A key cannot be used with what is known; ``message`` is German, ``field`` names what to mend.

    ``field`` is ``amount``, ``weights``, ``percent`` or the key whose facts are missing; ``payers`` are the keys of
    those the message is about.
    """

    def __init__(self, field: str, message: str, payers: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.field = field
        self.message = message
        self.payers = payers


@dataclass(frozen=True)
class Payer:
    """A partner that pays: its official key, its name, and the facts that keys count; ``percent`` is a fixed part."""

    key: str
    name: str
    pupils: int | None = None
    schools: int | None = None
    devices: int | None = None
    inhabitants: int | None = None
    usage: Decimal | None = None
    percent: Decimal | None = None


@dataclass(frozen=True)
class Sharing:
    """How costs are shared; ``weights`` in percent belong to a mix and sum to 100."""

    key: CostKey
    weights: Mapping[CostKey, Decimal] = field(default_factory=dict)


def shares(amount: Decimal, sharing: Sharing, payers: list[Payer]) -> dict[str, Decimal]:
    """Amount in euros of each payer by official key; the sum is ``amount``, no share is negative.

    Raises CostSharingError for a negative amount, parts of a cent, nobody to pay, weights or percentages that do not
    sum to 100, and facts that are missing or all zero.
    """
    if amount < 0 or amount != amount.quantize(CENT):
        raise CostSharingError(
            "amount", "Bitte geben Sie einen Betrag ab 0,00 € mit höchstens zwei Stellen an."
        )
    if not payers:
        raise CostSharingError("amount", "Es gibt noch keinen bestätigten Partner, der Kosten tragen könnte.")
    return distribute(amount, parts(sharing, payers))


def parts(sharing: Sharing, payers: list[Payer]) -> dict[str, Fraction]:
    """The part of the whole (0 to 1) that each payer bears; the parts sum to 1. Errors as in :func:`shares`."""
    if sharing.key is CostKey.MIX:
        return _mixed(sharing.weights, payers)
    if sharing.key is CostKey.PERCENT:
        return _fixed(payers)
    return _counted(sharing.key, payers)


def distribute(amount: Decimal, portions: Mapping[str, Fraction]) -> dict[str, Decimal]:
    """Cut ``amount`` into whole cents by ``portions`` that sum to 1, the largest remainders first."""
    cents = int(amount / CENT)
    exact = {key: portion * cents for key, portion in portions.items()}
    whole = {key: int(value) for key, value in exact.items()}
    left = cents - sum(whole.values())
    order = sorted(exact, key=lambda key: (-(exact[key] - whole[key]), -exact[key], key))
    for key in order[:left]:
        whole[key] += 1
    return {key: whole[key] * CENT for key in portions}


def _counted(key: CostKey, payers: list[Payer]) -> dict[str, Fraction]:
    if key is CostKey.EQUAL:
        return {payer.key: Fraction(1, len(payers)) for payer in payers}
    values: dict[str, Fraction] = {}
    missing: list[Payer] = []
    for payer in payers:
        value = getattr(payer, key.value)
        if value is None:
            missing.append(payer)
        elif value < 0:
            raise CostSharingError(key, f"{payer.name}: Zahlen unter null gibt es nicht.", (payer.key,))
        else:
            values[payer.key] = Fraction(value)
    if missing:
        names = ", ".join(payer.name for payer in missing)
        raise CostSharingError(
            key,
            f"Für den Schlüssel „{LABELS[key]}“ fehlen Angaben: {names}.",
            tuple(payer.key for payer in missing),
        )
    total = sum(values.values(), Fraction(0))
    if not total:
        raise CostSharingError(key, f"Für den Schlüssel „{LABELS[key]}“ sind alle Angaben null.")
    return {name: value / total for name, value in values.items()}


def _fixed(payers: list[Payer]) -> dict[str, Fraction]:
    missing = [payer for payer in payers if payer.percent is None]
    if missing:
        names = ", ".join(payer.name for payer in missing)
        raise CostSharingError(
            "percent", f"Es fehlen Anteile in Prozent: {names}.", tuple(payer.key for payer in missing)
        )
    given = {payer.key: payer.percent for payer in payers if payer.percent is not None}
    if any(value < 0 for value in given.values()):
        raise CostSharingError("percent", "Ein Anteil kann nicht unter null liegen.")
    if (total := sum(given.values(), Decimal(0))) != WHOLE:
        raise CostSharingError("percent", f"Die Anteile ergeben {_german(total)} statt 100 Prozent.")
    return {key: Fraction(value) / 100 for key, value in given.items()}


def _mixed(weights: Mapping[CostKey, Decimal], payers: list[Payer]) -> dict[str, Fraction]:
    if any(key not in MIXABLE for key in weights):
        raise CostSharingError("weights", "Eine Mischung besteht aus Zahlen der Partner und gleichen Teilen.")
    if any(weight < 0 for weight in weights.values()):
        raise CostSharingError("weights", "Ein Gewicht kann nicht unter null liegen.")
    if (total := sum(weights.values(), Decimal(0))) != WHOLE:
        raise CostSharingError("weights", f"Die Gewichte ergeben {_german(total)} statt 100 Prozent.")
    result = {payer.key: Fraction(0) for payer in payers}
    for key, weight in weights.items():
        if weight:
            for name, part in _counted(key, payers).items():
                result[name] += part * Fraction(weight) / 100
    return result


def _german(number: Decimal) -> str:
    return f"{number.normalize():f}".replace(".", ",")

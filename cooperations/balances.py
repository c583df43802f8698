"""Who gave how much and who received it, by unit and in agreed value. Pure, no Django."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

EUROS = "Euro (vereinbarter Wert)"


@dataclass(frozen=True)
class Gift:
    """``quantity`` of ``unit`` given by one partner to another on a day; ``value`` where both agreed on one."""

    giver: str
    receiver: str
    given_on: date
    quantity: Decimal
    unit: str
    value: Decimal | None = None


@dataclass
class Balance:
    """One partner and unit: what was given and received in the year, and how it stands at its end.

    ``standing`` counts the years before too; above zero the others owe something.
    """

    partner: str
    unit: str
    given: Decimal = Decimal(0)
    received: Decimal = Decimal(0)
    standing: Decimal = Decimal(0)

    @property
    def of_year(self) -> Decimal:
        """Given less received in the year."""
        return self.given - self.received

    @property
    def word(self) -> str:
        """The standing in a word."""
        if not self.standing:
            return "ausgeglichen"
        return "hat mehr gegeben" if self.standing > 0 else "hat mehr erhalten"


def balances(gifts: Iterable[Gift], year: int) -> list[Balance]:
    """Balances at the end of ``year`` by partner and unit, sorted; units that differ in case alone are one."""
    found: dict[tuple[str, str], Balance] = {}
    names: dict[str, str] = defaultdict(str)
    for gift in sorted(gifts, key=lambda gift: gift.given_on):
        if gift.given_on.year > year:
            continue
        measures = [(gift.unit, gift.quantity)]
        if gift.value is not None:
            measures.append((EUROS, gift.value))
        for unit, quantity in measures:
            names[unit.casefold()] = names[unit.casefold()] or unit
            for partner, sign in ((gift.giver, 1), (gift.receiver, -1)):
                row = found.setdefault(
                    (partner, unit.casefold()), Balance(partner=partner, unit=names[unit.casefold()])
                )
                row.standing += sign * quantity
                if gift.given_on.year < year:
                    continue
                if sign > 0:
                    row.given += quantity
                else:
                    row.received += quantity
    # The agreed value comes last: it sums up what the units tell.
    return sorted(found.values(), key=lambda row: (row.partner, row.unit == EUROS, row.unit.casefold()))

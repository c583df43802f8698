"""All keys beside each other for one amount: who pays what, and who gains or loses. Pure, no Django."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from cooperations.cost_sharing import CENT, LABELS, CostKey, CostSharingError, Payer, Sharing, shares


@dataclass(frozen=True)
class Line:
    """What one partner pays by one key; ``alone`` is what it would cost without the others.

    ``change`` is the difference to the key that holds now; None where that key cannot be used.
    """

    payer: Payer
    amount: Decimal
    part: Decimal
    alone: Decimal | None = None
    change: Decimal | None = None

    @property
    def per_pupil(self) -> Decimal | None:
        """Amount per pupil; None without pupils."""
        if not self.payer.pupils:
            return None
        return (self.amount / self.payer.pupils).quantize(CENT, rounding=ROUND_HALF_UP)

    @property
    def against_alone(self) -> Decimal | None:
        """Below zero: together is cheaper than alone."""
        return None if self.alone is None else self.amount - self.alone

    @property
    def change_word(self) -> str:
        """Who gains pays less."""
        if self.change is None:
            return ""
        if not self.change:
            return "bleibt gleich"
        return "gewinnt, zahlt weniger" if self.change < 0 else "verliert, zahlt mehr"

    @property
    def alone_word(self) -> str:
        """How the amount stands to the costs without the others."""
        difference = self.against_alone
        if difference is None:
            return ""
        if not difference:
            return "so viel wie allein"
        return "weniger als allein" if difference < 0 else "mehr als allein"


@dataclass(frozen=True)
class Column:
    """One key: its lines in the order of the payers, or the reason why it cannot be used."""

    key: CostKey
    lines: tuple[Line, ...] = ()
    error: CostSharingError | None = None
    present: bool = False

    @property
    def label(self) -> str:
        """The key's German name."""
        return LABELS[self.key]

    @property
    def total(self) -> Decimal:
        """Sum of all lines."""
        return sum((line.amount for line in self.lines), Decimal(0))


def column(
    amount: Decimal,
    sharing: Sharing,
    payers: list[Payer],
    alone: Mapping[str, Decimal | None],
    *,
    before: Mapping[str, Decimal] | None = None,
    present: bool = False,
) -> Column:
    """The result of one key; ``before`` are the amounts by the key that holds now."""
    try:
        result = shares(amount, sharing, payers)
    except CostSharingError as error:
        return Column(key=sharing.key, error=error, present=present)
    lines = tuple(
        Line(
            payer=payer,
            amount=result[payer.key],
            part=result[payer.key] / amount if amount else Decimal(0),
            alone=alone.get(payer.key),
            change=None if before is None else result[payer.key] - before[payer.key],
        )
        for payer in payers
    )
    return Column(key=sharing.key, lines=lines, present=present)


def compare(
    amount: Decimal,
    payers: list[Payer],
    alone: Mapping[str, Decimal | None],
    *,
    present: Sharing,
    weights: Mapping[CostKey, Decimal],
) -> list[Column]:
    """Every key for ``amount``; ``weights`` are those of the mix that is tried, ``present`` is what holds now."""
    try:
        before: Mapping[str, Decimal] | None = shares(amount, present, payers)
    except CostSharingError:
        before = None
    return [
        column(
            amount,
            Sharing(key, weights if key is CostKey.MIX else {}),
            payers,
            alone,
            before=before,
            present=key is present.key and (key is not CostKey.MIX or _same(weights, present.weights)),
        )
        for key in CostKey
    ]


def _same(one: Mapping[CostKey, Decimal], other: Mapping[CostKey, Decimal]) -> bool:
    return {k: v for k, v in one.items() if v} == {k: v for k, v in other.items() if v}

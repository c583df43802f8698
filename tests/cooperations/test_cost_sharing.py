"""Sharing costs is a pure rule: exact, fair to the cent, and independent of the order of partners."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cooperations.cost_sharing import MIXABLE, CostKey, CostSharingError, Payer, Sharing, distribute, shares

DONNERSBERG = [
    Payer("07333", "Donnersbergkreis", pupils=6865, schools=11, percent=Decimal(50)),
    Payer("07336", "Landkreis Kusel", pupils=3651, schools=5, percent=Decimal("30.5")),
    Payer("07335", "Landkreis Kaiserslautern", pupils=2341, schools=5, percent=Decimal("19.5")),
]
AMOUNT = Decimal("120000.00")


def _amounts(sharing: Sharing, amount: Decimal = AMOUNT) -> list[str]:
    return [str(value) for value in shares(amount, sharing, DONNERSBERG).values()]


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (CostKey.PUPILS, ["64074.04", "34076.38", "21849.58"]),
        (CostKey.SCHOOLS, ["62857.14", "28571.43", "28571.43"]),
        (CostKey.EQUAL, ["40000.00", "40000.00", "40000.00"]),
        (CostKey.PERCENT, ["60000.00", "36600.00", "23400.00"]),
    ],
)
def test_the_donnersberg_case_by_each_key(key: CostKey, expected: list[str]) -> None:
    assert _amounts(Sharing(key)) == expected


def test_a_cent_left_over_goes_to_the_smaller_official_key() -> None:
    assert _amounts(Sharing(CostKey.EQUAL), Decimal("100.00")) == ["33.34", "33.33", "33.33"]


def test_a_mix_weighs_keys() -> None:
    half = Decimal(50)
    mixed = _amounts(Sharing(CostKey.MIX, {CostKey.PUPILS: half, CostKey.EQUAL: half}))
    assert mixed == ["52037.02", "37038.19", "30924.79"]


@pytest.mark.parametrize(
    ("sharing", "amount", "message"),
    [
        (Sharing(CostKey.PUPILS), "-1.00", "Betrag ab 0,00 €"),
        (Sharing(CostKey.PUPILS), "1.001", "höchstens zwei Stellen"),
        (Sharing(CostKey.DEVICES), "1.00", "fehlen Angaben: Donnersbergkreis, Landkreis Kusel"),
        (Sharing(CostKey.MIX, {CostKey.PUPILS: Decimal(60)}), "1.00", "ergeben 60 statt 100 Prozent"),
        (
            Sharing(CostKey.MIX, {CostKey.PUPILS: Decimal(120), CostKey.EQUAL: Decimal(-20)}),
            "1.00",
            "Gewicht kann nicht unter null",
        ),
        (Sharing(CostKey.MIX, {CostKey.PERCENT: Decimal(100)}), "1.00", "Eine Mischung besteht aus"),
    ],
)
def test_what_cannot_be_shared_is_refused_in_words(sharing: Sharing, amount: str, message: str) -> None:
    with pytest.raises(CostSharingError, match=message):
        shares(Decimal(amount), sharing, DONNERSBERG)


def test_facts_of_zero_for_all_are_no_key() -> None:
    nobody = [Payer("1", "A", usage=Decimal(0)), Payer("2", "B", usage=Decimal(0))]
    with pytest.raises(CostSharingError, match="alle Angaben null"):
        shares(AMOUNT, Sharing(CostKey.USAGE), nobody)


def test_percentages_must_make_a_whole() -> None:
    with pytest.raises(CostSharingError, match="ergeben 99,5 statt 100 Prozent"):
        shares(
            AMOUNT,
            Sharing(CostKey.PERCENT),
            [Payer("1", "A", percent=Decimal("49.5")), Payer("2", "B", percent=Decimal(50))],
        )


def test_nobody_to_pay_is_said() -> None:
    with pytest.raises(CostSharingError, match="keinen bestätigten Partner"):
        shares(AMOUNT, Sharing(CostKey.EQUAL), [])


amounts = st.integers(0, 10**12).map(lambda cents: Decimal(cents) / 100)
counts = st.lists(st.integers(0, 10**7), min_size=1, max_size=12).filter(any)


def _payers(numbers: list[int]) -> list[Payer]:
    return [Payer(f"{index:05}", f"Kommune {index}", pupils=number) for index, number in enumerate(numbers)]


@given(amount=amounts, numbers=counts)
def test_shares_sum_exactly_and_are_never_negative(amount: Decimal, numbers: list[int]) -> None:
    found = shares(amount, Sharing(CostKey.PUPILS), _payers(numbers))
    assert sum(found.values()) == amount
    assert all(value >= 0 for value in found.values())


@given(amount=amounts, numbers=counts, random=st.randoms(use_true_random=False))
def test_the_order_of_partners_does_not_matter(amount: Decimal, numbers: list[int], random: object) -> None:
    payers = _payers(numbers)
    mixed = payers.copy()
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert shares(amount, Sharing(CostKey.PUPILS), payers) == shares(amount, Sharing(CostKey.PUPILS), mixed)


@given(amount=amounts, numbers=counts)
def test_no_share_is_a_cent_or_more_off_its_exact_value(amount: Decimal, numbers: list[int]) -> None:
    found = shares(amount, Sharing(CostKey.PUPILS), _payers(numbers))
    for number, value in zip(numbers, found.values(), strict=True):
        exact = Fraction(amount) * number / sum(numbers)
        assert abs(Fraction(value) - exact) < Fraction(1, 100)


@given(numbers=counts)
def test_who_brings_more_never_pays_less(numbers: list[int]) -> None:
    total = sum(numbers)
    found = distribute(Decimal("99.99"), {str(i): Fraction(n, total) for i, n in enumerate(numbers)})
    for i, first in enumerate(numbers):
        for j, second in enumerate(numbers):
            assert first <= second or found[str(i)] >= found[str(j)]


@st.composite
def sharings(draw: st.DrawFn) -> tuple[Sharing, list[Payer]]:
    """Any key with payers that it can be used for: facts of all kinds, fixed parts and weights that make a whole."""
    number = draw(st.integers(1, 8))
    facts = st.lists(st.integers(0, 10**6), min_size=number, max_size=number).filter(any)
    pupils, schools, devices, inhabitants, usage = (draw(facts) for _ in range(5))
    cuts = sorted(draw(st.lists(st.integers(0, 10**6), min_size=number - 1, max_size=number - 1)))
    percents = [high - low for low, high in zip([0, *cuts], [*cuts, 10**6], strict=True)]
    payers = [
        Payer(
            f"{index:05}",
            f"Kommune {index}",
            pupils=pupils[index],
            schools=schools[index],
            devices=devices[index],
            inhabitants=inhabitants[index],
            usage=Decimal(usage[index]) / 100,
            percent=Decimal(percents[index]) / 10_000,
        )
        for index in range(number)
    ]
    first, second = sorted(draw(st.tuples(st.integers(0, 10_000), st.integers(0, 10_000))))
    parts = (first, second - first, 10_000 - second)
    keys = draw(st.permutations(MIXABLE))[:3]
    weights = {key: Decimal(part) / 100 for key, part in zip(keys, parts, strict=True)}
    key = draw(st.sampled_from(CostKey))
    return Sharing(key, weights if key is CostKey.MIX else {}), payers


@given(amount=amounts, case=sharings(), random=st.randoms(use_true_random=False))
def test_every_key_sums_exactly_in_any_order_without_negative_shares(
    amount: Decimal, case: tuple[Sharing, list[Payer]], random: object
) -> None:
    sharing, payers = case
    found = shares(amount, sharing, payers)
    assert sum(found.values()) == amount
    assert all(value >= 0 and value == value.quantize(Decimal("0.01")) for value in found.values())
    mixed = payers.copy()
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert shares(amount, sharing, mixed) == found

"""Numbers, dates and counts the way German readers write them. Pure functions, no Django.

A missing value is shown as an en dash, never as "None" or 0. Spaces are ordinary ones, so that
copied text and searches match; styles keep numbers on one line.
"""

import datetime as dt
import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation, localcontext
from zoneinfo import ZoneInfo

MISSING = "–"
_GERMAN = str.maketrans(",.", ".,")
BERLIN = ZoneInfo("Europe/Berlin")

# Longer than any amount of money: millions of digits would keep the processor busy for minutes.
_LONGEST_NUMBER = 40

_GROUPED = re.compile(r"[+-]?\d{1,3}(\.\d{3})+(,\d+)?")
_COMMA = re.compile(r"[+-]?\d+(,\d+)?")
_POINT = re.compile(r"[+-]?\d+\.\d+")

Number = int | float | Decimal


def de_decimal(value: Number | None, places: int = 2) -> str:
    """Return ``value`` with dots between thousands and ``places`` digits after the comma.

    Rounds half away from zero, as amounts are rounded in German accounts.
    """
    if value is None:
        return MISSING
    exact = Decimal(str(value))
    # The usual 28 digits are too few for what somebody may type, and it is shown again to be mended.
    with localcontext(prec=max(28, exact.adjusted() + places + 2)):
        number = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
        if number == 0:
            number = abs(number)  # "-0,00" helps nobody
        return f"{number:,.{places}f}".translate(_GERMAN)


def de_int(value: Number | None) -> str:
    """Return a whole number with dots between thousands: ``12857`` → ``12.857``."""
    # Most numbers of a list are plain counts: no need for the care that decimals take.
    return f"{value:,}".translate(_GERMAN) if type(value) is int else de_decimal(value, 0)


def de_money(value: Number | None) -> str:
    """Return an amount in euros: ``64.074,04 €``."""
    return MISSING if value is None else f"{de_decimal(value, 2)} €"


def de_percent(ratio: Number | None, places: int = 0) -> str:
    """Return a ratio between 0 and 1 as a percentage: ``0.25`` → ``25 %``."""
    if ratio is None:
        return MISSING
    return f"{de_decimal(Decimal(str(ratio)) * 100, places)} %"


def parse_number(text: str) -> Decimal:
    """Read a number as people type it: ``64.074,04``, ``64074,04`` or ``64074.04``.

    Dots in groups of three are thousands (``1.234`` is 1234); a single other dot is a decimal point.
    Raises ValueError when it is no number.
    """
    compact = re.sub(r"[\s\u00a0\u202f€]", "", text).replace("−", "-")
    if len(compact) > _LONGEST_NUMBER:
        raise ValueError(f"no number: {text[:_LONGEST_NUMBER]!r}…")
    if _GROUPED.fullmatch(compact):
        compact = compact.replace(".", "").replace(",", ".")
    elif _COMMA.fullmatch(compact):
        compact = compact.replace(",", ".")
    elif not _POINT.fullmatch(compact):
        raise ValueError(f"no number: {text!r}")
    try:
        return Decimal(compact)
    except InvalidOperation as error:  # digits of other scripts pass \d
        raise ValueError(f"no number: {text!r}") from error


def in_berlin(moment: dt.datetime) -> dt.datetime:
    """Return an aware moment in German local time; a naive one is taken as local already."""
    return moment if moment.tzinfo is None else moment.astimezone(BERLIN)


def de_date(value: dt.date | None) -> str:
    """Return ``14.03.2027``; of an aware datetime, the day in Germany."""
    if value is None:
        return MISSING
    if isinstance(value, dt.datetime):
        value = in_berlin(value)
    return f"{value.day:02d}.{value.month:02d}.{value.year:04d}"


def de_datetime(value: dt.datetime | None) -> str:
    """Return ``14.03.2027, 09:30 Uhr`` in German local time."""
    if value is None:
        return MISSING
    local = in_berlin(value)
    return f"{de_date(local)}, {local.hour:02d}:{local.minute:02d} Uhr"


def de_month(value: dt.date | None) -> str:
    """Return ``09/2022``."""
    return MISSING if value is None else f"{value.month:02d}/{value.year:04d}"


def de_months(start: dt.date | None, end: dt.date | None) -> str:
    """Return a span of months: ``09/2022–03/2023``, ``ab 09/2022``, ``bis 03/2023``."""
    if start is None and end is None:
        return MISSING
    if end is None:
        return f"ab {de_month(start)}"
    if start is None:
        return f"bis {de_month(end)}"
    first, last = de_month(start), de_month(end)
    return first if first == last else f"{first}–{last}"


def plural_de(count: int, one: str, many: str) -> str:
    """Return the count with its noun: ``1 Schule``, ``12.857 Schulen``."""
    return f"{de_int(count)} {one if count == 1 else many}"


def join_de(words: Iterable[str]) -> str:
    """Return ``a, b und c``; nothing is an en dash."""
    items = [str(word) for word in words]
    if not items:
        return MISSING
    if len(items) == 1:
        return items[0]
    return f"{', '.join(items[:-1])} und {items[-1]}"

"""The days an agreement brings with it, computed from its terms. Pure: no Django, no clock."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from agreements.content import Terms
from agreements.periods import NOTICE_ENDS, add_months, extended, last_notice_day, notice_ends, term_ends
from ikz.ui.formatting import de_date

# Reminders leave this many months before the day, each once.
STAGES: Final = (6, 3, 1)
YEARLY: Final = 12


class Kind(StrEnum):
    """What a day is for."""

    END = "end"
    NOTICE = "notice"
    EVALUATION = "evaluation"
    VAT = "vat"
    RETENTION = "retention"


LABELS: Final[dict[Kind, str]] = {
    Kind.END: "Ende der Laufzeit",
    Kind.NOTICE: "Letzter Tag für eine Kündigung",
    Kind.EVALUATION: "Evaluation",
    Kind.VAT: "Umsatzsteuer",
    Kind.RETENTION: "Ende der Aufbewahrung",
}


@dataclass(frozen=True)
class Deadline:
    """One day: what is due, how it was computed, and which clause or section says so.

    ``clause_key`` names the clause that regulates it, empty where a law or the frame does. Of a day that comes round
    several times a year, or moves with every day, nobody is reminded (``reminds`` false).
    """

    kind: Kind
    day: date
    title: str
    how: str
    source: str
    clause_key: str = ""
    reminds: bool = True


def deadlines_of(
    terms: Terms,
    in_force_on: date | None,
    ended_on: date | None,
    today: date,
    *,
    vat_from: date | None = None,
) -> tuple[Deadline, ...]:
    """What lies ahead of ``today``, the earliest first; nothing for what is not in force.

    ``vat_from`` is the day from which § 2b UStG holds for everybody. An agreement that has ended keeps the end of
    its retention only.
    """
    if in_force_on is None:
        return ()
    end, renews = _end(terms, ended_on, today)
    found: list[Deadline] = []
    if ended_on is None or ended_on >= today:
        if end is not None:
            found.append(_end_of(end, terms, ended_on, renews))
        if ended_on is None:
            found += _notice(terms, in_force_on, end, today)
        found += _evaluation(terms, in_force_on, None if renews else end, today)
        found += _vat(terms, None if renews else end, vat_from)
    if end is not None and not renews:
        found.append(_retention(end, terms))
    return tuple(sorted((one for one in found if one.day >= today), key=lambda one: (one.day, one.kind)))


def _end(terms: Terms, ended_on: date | None, today: date) -> tuple[date | None, bool]:
    """When it ends, and whether it goes on by itself unless somebody gives notice."""
    if ended_on is not None:
        return ended_on, False
    if terms.ends_on is None:
        return None, False
    if not terms.renewal_months:
        return terms.ends_on, False
    return next(day for day in term_ends(terms.ends_on, terms.renewal_months) if day >= today), True


def _end_of(end: date, terms: Terms, ended_on: date | None, renews: bool) -> Deadline:
    title, clause = LABELS[Kind.END], "kooperationsdauer"
    if ended_on is not None:
        how, clause = f"Als Ende ist der {de_date(end)} festgehalten.", "kuendigung"
    elif renews:
        title = "Laufzeit endet oder verlängert sich"
        how = (
            f"Befristet bis {de_date(terms.ends_on)}; ohne Kündigung verlängert sie sich jeweils um "
            f"{_months(terms.renewal_months)}, das nächste Mal bis {de_date(extended(end, terms.renewal_months or 0))}."
        )
    else:
        how = f"Befristet bis {de_date(end)}, ohne Verlängerung."
    return Deadline(Kind.END, end, title, how, "Regelung zur Laufzeit", clause)


def _notice(terms: Terms, in_force_on: date, end: date | None, today: date) -> list[Deadline]:
    months = terms.notice_months
    if months is None:
        return []
    if terms.ends_on is not None and terms.renewal_months:
        ends = term_ends(terms.ends_on, terms.renewal_months)
        found = next(day for day in ends if last_notice_day(day, months) >= today)
        last = last_notice_day(found, months)
        how = (
            f"Wer zum {de_date(found)} kündigt, hält eine Frist von {_months(months)} ein; geht bis zum "
            f"{de_date(last)} keine Kündigung zu, verlängert sich die Laufzeit bis "
            f"{de_date(extended(found, terms.renewal_months))}."
        )
        return [_notice_by(last, how, reminds=True)]
    if terms.notice_at in {"", "any-day"}:
        return [] if end is not None and not terms.notice_at else _any_day(months, in_force_on, end, today)
    # From the first possible end on, looking no further than the term goes.
    for found in notice_ends(terms.notice_at, max(today, in_force_on)):
        if end is not None and found >= end:
            return []
        last = last_notice_day(found, months)
        if last >= today:
            break
    how = (
        f"Mit einer Frist von {_months(months)} {_NOTICE_WORDS[terms.notice_at]}: Bis zum {de_date(last)} ist die "
        f"Kündigung zum {de_date(found)} möglich, danach erst zum nächsten Termin."
    )
    yearly = len(NOTICE_ENDS[terms.notice_at]) == 1
    return [_notice_by(last, how, reminds=yearly)]


_NOTICE_WORDS: Final = {
    "month-end": "zum Ende eines Monats",
    "quarter-end": "zum Ende eines Quartals",
    "half-year-end": "zum 30. Juni oder 31. Dezember",
    "year-end": "zum Ende eines Kalenderjahres",
    "school-year-end": "zum Ende eines Schuljahres (31. Juli)",
}


def _any_day(months: int, in_force_on: date, end: date | None, today: date) -> list[Deadline]:
    given = max(today, in_force_on)
    earliest = add_months(given, months)
    if end is not None and earliest >= end:
        return []
    how = (
        f"Gekündigt werden kann an jedem Tag mit einer Frist von {_months(months)}; eine Kündigung am "
        f"{de_date(given)} wirkt zum {de_date(earliest)}. Der Tag rückt mit jedem Tag weiter."
    )
    return [
        Deadline(
            Kind.NOTICE,
            earliest,
            "Frühestes Ende bei Kündigung heute",
            how,
            "Regelung zur Kündigung",
            "kuendigung",
            reminds=False,
        )
    ]


def _notice_by(day: date, how: str, *, reminds: bool) -> Deadline:
    return Deadline(
        Kind.NOTICE, day, LABELS[Kind.NOTICE], how, "Regelung zur Kündigung", "kuendigung", reminds
    )


def _evaluation(terms: Terms, in_force_on: date, end: date | None, today: date) -> list[Deadline]:
    every = terms.evaluation_months
    if terms.evaluation_on is not None:
        first, how = terms.evaluation_on, f"Erste Evaluation am {de_date(terms.evaluation_on)}"
    elif every:
        first = add_months(in_force_on, every)
        how = f"{_months(every).capitalize()} nach dem Inkrafttreten am {de_date(in_force_on)}"
    else:
        return []
    # Each is counted from the first one, so that the end of a short month moves none of those after it.
    day, count = first, 0
    while day < today and every:
        count += 1
        day = add_months(first, count * every)
    if day < today or (end is not None and day > end):
        return []
    how += (
        f", danach alle {every} Monate." if every and every > 1 else ", danach jeden Monat." if every else "."
    )
    yearly = every is None or every >= YEARLY or count == 0
    return [
        Deadline(
            Kind.EVALUATION,
            day,
            LABELS[Kind.EVALUATION],
            how,
            "Regelung zur Evaluation",
            "evaluation",
            yearly,
        )
    ]


def _vat(terms: Terms, end: date | None, vat_from: date | None) -> list[Deadline]:
    if vat_from is None or terms.vat not in {"undecided", "option"} or (end is not None and end < vat_from):
        return []
    why = (
        "Bis dahin gilt nach der Optionserklärung altes Recht"
        if terms.vat == "option"
        else "Die Umsatzsteuer ist noch nicht geprüft"
    )
    how = f"{why}; vom {de_date(vat_from)} an gilt § 2b UStG für alle juristischen Personen des öffentlichen Rechts."
    return [
        Deadline(
            Kind.VAT, vat_from, "§ 2b UStG gilt ohne Ausnahme", how, "§ 27 Abs. 22, 22a UStG", "umsatzsteuer"
        )
    ]


def _retention(end: date, terms: Terms) -> Deadline:
    years = terms.retention_years
    day = add_months(end, 12 * years)
    how = f"{years} {'Jahr' if years == 1 else 'Jahre'} nach dem Ende am {de_date(end)}."
    return Deadline(Kind.RETENTION, day, LABELS[Kind.RETENTION], how, "Angaben zur Vereinbarung")


def _months(count: int | None) -> str:
    return "einem Monat" if count == 1 else f"{count} Monaten"


def due_stage(day: date, today: date) -> int | None:
    """The stage to remind of ``today``: the nearest that has begun, so that a late start skips those it missed."""
    if day < today:
        return None
    return min((stage for stage in STAGES if add_months(day, -stage) <= today), default=None)

"""The deadlines of agreements as they are stored: from the version that holds, or what the draft will bring."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from agreements.content import Terms
from agreements.deadlines import Deadline, deadlines_of
from agreements.models import Agreement, AgreementVersion, Proceeding
from agreements.path import State
from agreements.selectors.proceedings import proceedings_of
from cooperations.catalog import models
from cooperations.federal_law import paid_services
from ikz.accounts.models import User
from ikz.ui.formatting import de_date

# The latest to have ended is kept in mind for its retention.
_ENDED = (State.TERMINATED.value, State.EXPIRED.value)


@dataclass(frozen=True)
class Outlook:
    """What lies ahead of an agreement.

    ``version`` is the one the days are computed from; without one they come from the draft, as if it came into force
    on the day it wants to (``provisional``).
    """

    version: AgreementVersion | None
    deadlines: tuple[Deadline, ...]

    @property
    def provisional(self) -> bool:
        """Whether nothing is in force yet."""
        return self.version is None


def standing_version(agreement: Agreement) -> AgreementVersion | None:
    """The version in force, else the last one that ended; one query."""
    rows = AgreementVersion.objects.filter(agreement=agreement, state__in=(State.IN_FORCE.value, *_ENDED))
    found = {row.state: row for row in rows.order_by("ended_on", "number")}
    ended = [found[state] for state in _ENDED if state in found]
    return found.get(State.IN_FORCE.value) or max(
        ended, key=lambda row: (row.ended_on or date.min, row.number), default=None
    )


def outlook(agreement: Agreement, today: date | None = None) -> Outlook:
    """The deadlines of an agreement that the caller took from the gate."""
    version = standing_version(agreement)
    day = today or timezone.localdate()
    if version is not None:
        return Outlook(version, version_deadlines(version, day))
    return Outlook(
        None,
        deadlines_of(
            Terms.of(agreement), agreement.starts_on, None, day, vat_from=vat_day(agreement.form_keys)
        ),
    )


def version_deadlines(version: AgreementVersion, today: date) -> tuple[Deadline, ...]:
    """What lies ahead of a version; nothing before it is in force."""
    content = version.content
    return _days(content["terms"], content["forms"], version.in_force_on, version.ended_on, today)


def vat_day(forms: Iterable[str]) -> date | None:
    """From when § 2b UStG holds for everybody; None for forms in which nobody pays anybody."""
    known = [models()[form] for form in forms if form in models()]
    return settings.VAT_2B_FROM if any(paid_services(form) for form in known) else None


def _days(
    terms: Mapping[str, Any],
    forms: Iterable[str],
    in_force_on: date | None,
    ended_on: date | None,
    today: date,
) -> tuple[Deadline, ...]:
    return deadlines_of(Terms.from_json(terms), in_force_on, ended_on, today, vat_from=vat_day(forms))


@dataclass(frozen=True)
class AgreementDay:
    """The next deadline of an agreement in force."""

    agreement_id: int
    title: str
    deadline: Deadline


def next_days(cooperation_ids: Iterable[int], today: date) -> dict[int, list[AgreementDay]]:
    """The next deadline of each agreement in force, the earliest first, by cooperation; one query."""
    rows = AgreementVersion.objects.filter(
        agreement__cooperation__in=list(cooperation_ids), state=State.IN_FORCE.value
    ).order_by("agreement_id")
    found: dict[int, list[AgreementDay]] = defaultdict(list)
    # The terms alone: the wording is the larger part of a version.
    for cooperation, pk, title, in_force_on, ended_on, terms, forms in rows.values_list(
        "agreement__cooperation_id",
        "agreement_id",
        "agreement__title",
        "in_force_on",
        "ended_on",
        F("content__terms"),
        F("content__forms"),
    ):
        day = next((one for one in _days(terms, forms, in_force_on, ended_on, today) if one.reminds), None)
        if day is not None:
            found[cooperation].append(AgreementDay(pk, title, day))
    for days in found.values():
        days.sort(key=lambda one: one.deadline.day)
    return found


@dataclass(frozen=True)
class ProceedingDay:
    """A day in proceedings that are open: a period that runs, or an answer somebody waits for."""

    day: date
    title: str
    how: str
    source: str
    to_check: bool = False


def proceeding_days(user: User, agreement: Agreement) -> list[ProceedingDay]:
    """Ends of periods and answers asked for in the open proceedings of an agreement, past ones too."""
    rows = Proceeding.objects.visible_to(user).open().filter(version__agreement=agreement)
    found = []
    for shown in proceedings_of(user, rows.select_related("version", "authority")):
        authority, clock = str(shown.row.authority), shown.clock
        found += [
            ProceedingDay(
                day=entry.answer_due_on,
                title="Antwort an die Aufsicht",
                how=f"{authority} hat am {de_date(entry.happened_on)} um Antwort gebeten.",
                source="Schreiben der Behörde",
            )
            for entry in shown.requests
            if entry.answer_due_on
        ]
        if clock is not None and clock.due_on and clock.rule is not None:
            found.append(
                ProceedingDay(
                    day=clock.due_on,
                    title=f"Ende der Frist von {authority}",
                    how=f"{clock.follows} Eingegangen am {de_date(shown.row.received_on)}.",
                    source=clock.rule.section,
                    to_check=clock.needs_check,
                )
            )
    return sorted(found, key=lambda one: one.day)


def first_day(stored: Iterable[Mapping[str, Any]], today: date) -> Deadline | None:
    """The earliest deadline among versions in force, as JSON: ``terms``, ``forms``, ``in_force_on``, ``ended_on``."""
    found = [
        one
        for row in stored
        for one in _days(row["terms"], row["forms"], _day(row["in_force_on"]), _day(row["ended_on"]), today)
        if one.reminds
    ]
    return min(found, key=lambda one: one.day, default=None)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None

"""One line for each cooperation of the portfolio: what the list shows, and no more."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from cooperations.models import PRESENT, Cooperation, Partner, PartnerRole, PartnerStatus
from cooperations.querysets import COORDINATED
from cooperations.selectors.relations import Standing, role
from quickcheck.scoring import Score
from quickcheck.selectors import headlines
from workspace.selectors.figures import figures
from workspace.selectors.lights import situations
from workspace.traffic_light import Deadline, Signal, Situation, next_deadline, signal


@dataclass(frozen=True, kw_only=True)
class Line:
    """A cooperation as one person meets it; numbers count the confirmed partners only, ``lead`` is a name.

    ``deadline`` is the next one, ``next_meeting`` when the next meeting begins, ``signal`` the traffic light.
    """

    cooperation: Cooperation
    role: str
    score: Score
    lead: str
    partners: Sequence[str]
    partner_count: int
    school_count: int
    pupil_count: int
    overdue_measures: int
    overdue_actions: int
    deadline: Deadline | None
    next_meeting: datetime | None
    signal: Signal


@dataclass(frozen=True)
class _Present:
    """A partner in the fields that a line needs: as rows of the ORM they are the larger part of the page's time."""

    municipality: int
    role: str
    status: str
    schools: int | None
    pupils: int | None
    name: str


def lines(rows: Iterable[Cooperation], known: Standing) -> list[Line]:
    """The lines of these cooperations, of ``with_coordination()``; five queries, however many rows."""
    fetched = list(rows)
    keys = [row.pk for row in fetched]
    scores, partners = headlines(fetched), _present(keys)
    counted = figures(keys)
    awaiting = {pk: _awaiting(partners[pk]) for pk in keys}
    found = situations(fetched, scores=scores, awaiting=awaiting, figures=counted)
    today = timezone.localdate()
    return [
        _line(
            row,
            partners[row.pk],
            scores[row.pk],
            found[row.pk],
            known,
            today=today,
            coordinates=bool(getattr(row, COORDINATED)),
            next_meeting=counted[row.pk].next_meeting,
        )
        for row in fetched
    ]


def _awaiting(present: list[_Present]) -> int:
    return sum(partner.status == PartnerStatus.INVITED for partner in present)


def _present(keys: list[int]) -> dict[int, list[_Present]]:
    """The partners of cooperations that the caller took from the gate, lead first, then by name."""
    found: dict[int, list[_Present]] = defaultdict(list)
    rows = Partner.objects.filter(cooperation__in=keys, status__in=PRESENT).values_list(
        "cooperation_id",
        "municipality_id",
        "role",
        "status",
        "schools",
        "pupils",
        "municipality__display_name",
    )
    for key, municipality, part, status, schools, pupils, name in rows:
        found[key].append(_Present(municipality, part, status, schools, pupils, name))
    return found


def _line(
    row: Cooperation,
    present: list[_Present],
    score: Score,
    situation: Situation,
    known: Standing,
    *,
    today: date,
    coordinates: bool,
    next_meeting: datetime | None,
) -> Line:
    confirmed = [partner for partner in present if partner.status == PartnerStatus.CONFIRMED]
    own = [partner.status for partner in present if partner.municipality in known.municipalities]
    return Line(
        cooperation=row,
        role=role(coordinates=coordinates, statuses=own),
        score=score,
        lead=next((partner.name for partner in present if partner.role == PartnerRole.LEAD), ""),
        partners=[partner.name for partner in confirmed],
        partner_count=len(confirmed),
        school_count=sum(partner.schools or 0 for partner in confirmed),
        pupil_count=sum(partner.pupils or 0 for partner in confirmed),
        overdue_measures=situation.overdue_measures,
        overdue_actions=situation.overdue_actions,
        deadline=next_deadline(situation, today),
        next_meeting=next_meeting,
        signal=signal(situation, today),
    )

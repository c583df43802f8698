"""What the portfolio counts in measures, tasks, meetings and agreements, for many cooperations in one statement.

Each figure is also told by the room that knows the rule (``measures_summary``, ``ActionItem.objects.overdue()``,
``next_meeting``, ``next_days``); a test holds both equal. Here they are one statement by hand: to put four together,
send and read them takes the page longer than the database needs to count.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from agreements.deadlines import Deadline as AgreementDeadline
from agreements.selectors.deadlines import first_day

_FIGURES = """
    SELECT wanted.id,
           measures.overdue,
           measures.next_due,
           (SELECT count(*) FROM governance_actionitem action
             WHERE action.cooperation_id = wanted.id AND action.state = 'open' AND action.due_on < %(today)s),
           (SELECT min(meeting.starts_at) FROM governance_meeting meeting
              JOIN governance_body body ON body.id = meeting.body_id
             WHERE body.cooperation_id = wanted.id AND meeting.state IN ('invited', 'running')
               AND meeting.starts_at >= %(morning)s),
           (SELECT jsonb_agg(jsonb_build_object('terms', version.content -> 'terms',
                     'forms', version.content -> 'forms', 'in_force_on', version.in_force_on, 'ended_on', version.ended_on))
              FROM agreements_agreementversion version
              JOIN agreements_agreement agreement ON agreement.id = version.agreement_id
             WHERE agreement.cooperation_id = wanted.id AND version.state = 'in_force')
      FROM unnest(%(ids)s::bigint[]) AS wanted(id)
      CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE measure.due_on < %(today)s) AS overdue,
               min(measure.due_on) FILTER (WHERE measure.due_on >= %(today)s) AS next_due
          FROM cooperations_measure measure
         WHERE measure.cooperation_id = wanted.id AND measure.state IN ('planned', 'running')
      ) AS measures
"""


@dataclass(frozen=True)
class Figures:
    """Overdue measures and tasks, the days of the next measure and meeting, and the next deadline of an agreement."""

    overdue_measures: int
    next_measure: date | None
    overdue_actions: int
    next_meeting: datetime | None
    agreement: AgreementDeadline | None


def figures(cooperation_ids: Iterable[int]) -> dict[int, Figures]:
    """The figures of cooperations that the caller took from the gate, by id; one query, however many."""
    keys = list(cooperation_ids)
    if not keys:
        return {}
    morning = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    values: dict[str, Any] = {"ids": keys, "today": morning.date(), "morning": morning}
    with connection.cursor() as cursor:
        cursor.execute(_FIGURES, values)
        return {
            key: Figures(
                overdue, measure, actions, meeting, first_day(json.loads(terms or "[]"), morning.date())
            )
            for key, overdue, measure, actions, meeting, terms in cursor.fetchall()
        }

"""Measures of the demo: planned by the coordination, carried on by those who answer for them."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from cooperations.models import Cooperation, Measure, MeasureState
from cooperations.services import advance_measure, plan_measure
from cooperations.services.measures import MeasureData, Step
from ikz.accounts.models import User

Row = dict[str, Any]


@transaction.atomic
def load_measures(cases: list[Row]) -> int:
    """Enter the measures of cooperations that have none; returns how many were entered."""
    return sum(_enter(case) for case in cases if _is_empty(case["cooperation"]))


def _is_empty(slug: str) -> bool:
    return not Measure.objects.filter(cooperation__slug=slug).exists()


def _enter(case: Row) -> int:
    cooperation = Cooperation.objects.get(slug=case["cooperation"])
    actor = User.objects.get(email=case["coordinator"])
    partners = {row.municipality.ags: row for row in cooperation.partners.select_related("municipality")}
    entered: dict[str, Measure] = {}
    for row in case["measures"]:
        values = dict(row)
        key, state = values.pop("key"), values.pop("state", MeasureState.PLANNED)
        progress, person = values.pop("progress", 0), values.pop("person", None)
        values |= {
            "due_on": timezone.localdate() + timedelta(days=values.pop("due_in_days")),
            "partner": partners[row["partner"]].pk,
            "person": User.objects.get(email=person).pk if person else None,
            "waits_for": [entered[other].pk for other in row.get("waits_for", ())],
        }
        data = MeasureData(**values)
        entered[key] = plan_measure(actor=actor, cooperation=cooperation, data=data)
        if state != MeasureState.PLANNED:
            step = Step(state=state, progress=progress, current_value=data.current_value)
            advance_measure(actor=actor, measure=entered[key], step=step, expected_version=1)
    return len(entered)

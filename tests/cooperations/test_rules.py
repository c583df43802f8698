"""Dates of a cooperation, progress of the guiding questions: pure rules."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cooperations import catalog
from cooperations.models import Cooperation
from cooperations.progress import progress, slots, unanswered
from cooperations.rules import date_errors
from cooperations.services import update_cooperation
from cooperations.services.cooperations import CooperationData, stored_values

days = st.none() | st.dates(date(2020, 1, 1), date(2020, 1, 4))
# The first days of months beside the others, which are refused.
months = days | st.sampled_from([date(2019, 12, 1), date(2020, 1, 1), date(2020, 2, 1)])
durations = st.sampled_from(["open", "fixed-term", "permanent"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(duration=durations, ends_on=days, build_up_from=months, build_up_to=months)
@example(duration="fixed-term", ends_on=None, build_up_from=None, build_up_to=None)
@example(duration="open", ends_on=None, build_up_from=None, build_up_to=date(2020, 1, 1))
def test_form_and_database_agree_on_dates(
    cooperation: Cooperation,
    duration: str,
    ends_on: date | None,
    build_up_from: date | None,
    build_up_to: date | None,
) -> None:
    values: dict[str, Any] = {
        "duration": duration,
        "ends_on": ends_on,
        "build_up_from": build_up_from,
        "build_up_to": build_up_to,
    }
    refused = bool(date_errors(**values))
    try:
        with transaction.atomic():
            Cooperation.objects.filter(pk=cooperation.pk).update(**values)
    except IntegrityError:
        assert refused
    else:
        assert not refused


def test_a_wrong_date_names_its_field() -> None:
    errors = date_errors(
        duration="permanent", ends_on=None, build_up_from=date(2023, 3, 1), build_up_to=date(2022, 9, 1)
    )
    assert errors == {"build_up_to": "Das Ende der Aufbauphase liegt vor ihrem Anfang."}


phases = list(catalog.phases().values())
partner_ids = st.lists(st.integers(1, 9), unique=True, max_size=5)


@given(partners=partner_ids, data=st.data())
def test_progress_counts_just_what_is_expected(partners: list[int], data: st.DataObject) -> None:
    every = [slot for phase in phases for slot in slots(phase.questions, partners)]
    answered = set(data.draw(st.lists(st.sampled_from(every)))) if every else set()
    # What partners answered that have left counts nowhere.
    gone = {("relief", 99)}
    rows = progress(phases, partners, answered | gone)
    assert sum(row.done for row in rows) == len(answered)
    assert sum(row.total for row in rows) == len(every)
    missing = unanswered(phases, partners, answered, common=True)
    assert len(missing) == len(every) - len(answered)
    assert all(0 <= row.done <= row.total for row in rows)


def test_the_service_refuses_dates_that_contradict_each_other(cooperation: Cooperation) -> None:
    data = replace(CooperationData(**stored_values(cooperation)), ends_on=date(2030, 1, 1))
    with pytest.raises(ValidationError) as refused:
        update_cooperation(
            actor=cooperation.coordinators.get().user,
            cooperation=cooperation,
            data=data,
            expected_version=cooperation.version,
        )
    assert "ends_on" in refused.value.message_dict

"""A measure that is SMART, to be changed field by field."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from cooperations.models import Partner
from cooperations.services.measures import MeasureData


def in_days(days: int) -> date:
    """A day from today."""
    return timezone.localdate() + timedelta(days=days)


def smart(partner: Partner, /, **changes: Any) -> MeasureData:
    """What the coordination enters for a measure of ``partner``."""
    data = MeasureData(
        title="Gemeinsamer Service Desk",
        description="Alle Schulen melden Störungen an einer Stelle.",
        indicator="Tickets, die am selben Tag angenommen sind",
        target_value="90 %",
        benefit="Schulen warten kürzer, die Kreise vertreten sich.",
        resources="Zwei Stellen und das vorhandene Ticketsystem",
        due_on=in_days(200),
        partner=partner.pk,
        function="Leitung Schul-IT",
    )
    return replace(data, **changes)

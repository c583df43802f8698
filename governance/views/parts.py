"""What the pages of conducting, circulars, resolutions and action items have in common."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from governance.gates import get_led
from governance.models import Meeting
from ikz.access.actors import actor_of
from ikz.access.conflicts import EditConflict
from ikz.access.querysets import get_visible

CHANGED = "Inzwischen hat jemand anderes etwas geändert. Hier steht der neue Stand; bitte entscheiden Sie noch einmal."


def seen_meeting(request: HttpRequest, pk: int) -> Meeting:
    """A meeting the visitor sees, with its body and cooperation."""
    row: Meeting = get_visible(Meeting.objects.select_related("body__cooperation"), actor_of(request), pk=pk)
    return row


def led_meeting(request: HttpRequest, pk: int) -> Meeting:
    """A meeting the visitor leads; the gate's answers otherwise."""
    row: Meeting = get_led(Meeting.objects.select_related("body__cooperation"), actor_of(request), pk=pk)
    return row


def attempt(request: HttpRequest, step: Callable[[], Any], done: str = "") -> str:
    """Take a step and tell how it went; return why it was refused, or nothing."""
    try:
        step()
    except ValidationError as error:
        problem = " ".join(error.messages)
    except EditConflict:
        problem = CHANGED
    else:
        if done:
            messages.success(request, done)
        return ""
    messages.error(request, problem)
    return problem

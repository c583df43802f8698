"""Who sees an uploaded file, told by the rooms that attach it.

The platform knows no meeting and no agreement: each room that attaches files registers, when the application
starts, which files it shows to whom. A file that no room shows is seen by nobody.
"""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from ikz.accounts.models import User

# Keys of files as a subquery.
Answer = Callable[[User | AnonymousUser], "QuerySet[Any, Any]"]

_answers: list[Answer] = []


def shown_by(answer: Answer) -> None:
    """Show what ``answer`` names from now on, beside what other rooms show; once per room."""
    if answer not in _answers:
        _answers.append(answer)


def answers() -> tuple[Answer, ...]:
    """What the rooms have registered."""
    return tuple(_answers)

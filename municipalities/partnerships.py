"""Who cooperates with whom, told by the room that knows it.

Municipalities come before cooperations, so this room may not ask them; the other registers its answer here when
the application starts. Until then nobody has partners.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from ikz.accounts.models import User

# Keys of municipalities, as a subquery for ``__in`` or as a list.
Keys = QuerySet[Any, Any] | list[int]
Answer = Callable[[User], Keys]


def _nobody(user: User) -> Keys:
    return []


_answer: Answer = _nobody


def answer_with(answer: Answer) -> None:
    """Use ``answer`` from now on; called once by the room of cooperations."""
    global _answer  # noqa: PLW0603 - one answer per process, given at start-up
    _answer = answer


def partners_of(user: User) -> Keys:
    """Keys of the municipalities that share a cooperation with one that ``user`` works for today."""
    return _answer(user)

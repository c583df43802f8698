"""Work over many rows of which none keeps another back."""

import logging
from collections.abc import Callable, Iterable

from django.db import DatabaseError

log = logging.getLogger(__name__)


def each_apart(keys: Iterable[int], work: Callable[[int], int], *, failure: str) -> int:
    """The sum of what ``work`` returns for each key; ``work`` opens a transaction of its own.

    A key that cannot be worked on is logged as ``failure`` (with ``%s`` for the key) and counts nothing. A lost
    database is everybody's trouble: it is raised, and the next run makes up for it.
    """
    return sum(_apart(key, work, failure) for key in keys)


def _apart(key: int, work: Callable[[int], int], failure: str) -> int:
    try:
        return work(key)
    except DatabaseError:
        raise
    except Exception:
        log.exception(failure, key)
        return 0

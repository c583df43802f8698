"""Two people at the same text: the second chooses, nothing is overwritten silently."""

from dataclasses import dataclass
from typing import Any


@dataclass
class EditConflict(Exception):  # noqa: N818 - not an error: a person decides
    """Somebody saved a newer version in between.

    ``current`` is the stored row, ``submitted`` what the caller wanted to store; nothing was written.
    """

    current: Any
    submitted: Any

    def __str__(self) -> str:
        return "Inzwischen wurde eine andere Fassung gespeichert."

"""Who sees an uploaded file, told by the rooms that attach it; and who wants to know that one was opened.

The platform knows no meeting and no agreement: each room that attaches files registers, when the application
starts, which files it shows to whom. A file that no room shows is seen by nobody. A room that must keep who opened
its files registers that as well; it is told after the gate.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from ikz.accounts.models import User

if TYPE_CHECKING:
    from ikz.files.models import StoredFile

# Keys of files as a subquery.
Answer = Callable[[User | AnonymousUser], "QuerySet[Any, Any]"]
Witness = Callable[[User, "StoredFile"], None]

_answers: list[Answer] = []
_witnesses: list[Witness] = []


def shown_by(answer: Answer) -> None:
    """Show what ``answer`` names from now on, beside what other rooms show; once per room."""
    if answer not in _answers:
        _answers.append(answer)


def answers() -> tuple[Answer, ...]:
    """What the rooms have registered."""
    return tuple(_answers)


def tell_of_opening(witness: Witness) -> None:
    """Tell ``witness`` from now on of each file that a signed-in account opens; once per room."""
    if witness not in _witnesses:
        _witnesses.append(witness)


def opened(user: User, file: "StoredFile") -> None:
    """Tell the rooms that ``user`` opens a file that they see."""
    for witness in _witnesses:
        witness(user, file)

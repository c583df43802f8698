"""What an import did or would do: the same for command, preview and result page."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any, Self

# A list longer than this is told by its number: nobody reads more lines, and a page must stay quick.
MAX_LINES = 500


@dataclass(frozen=True)
class Problem:
    """Why a line is refused; ``line`` counts from 1 in ``file``, 0 stands for the file as a whole."""

    line: int
    message: str
    file: str = ""


@dataclass(frozen=True)
class Change:
    """A row that an import creates, changes or marks; ``before`` and ``after`` by field label, for display."""

    key: str
    name: str
    action: str
    before: dict[str, str] = field(default_factory=dict)
    after: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ImportReport:
    """Numbers of an import, with the problems and a sample of the changes behind them.

    ``as_of`` is the date of the data (Gebietsstand), ``levels`` numbers per level or group of the file,
    ``refused`` says that nothing is written and why is in ``problems``; ``notes`` are German sentences.
    """

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    dissolved: int = 0
    rejected: int = 0
    as_of: date | None = None
    refused: bool = False
    # Refused only because it would dissolve or change unusually much: whoever is sure may force it.
    forceable: bool = False
    levels: dict[str, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    changes: tuple[Change, ...] = ()
    notes: tuple[str, ...] = ()

    def refuse(self, problems: Iterable[Problem], *, forceable: bool = False) -> Self:
        """The same report, refused for these reasons."""
        found = tuple(problems)
        return replace(
            self, refused=True, forceable=forceable, rejected=len(found), problems=found[:MAX_LINES]
        )

    def to_json(self) -> dict[str, Any]:
        """Plain values for the database, the API of the command and templates."""
        return {**asdict(self), "as_of": self.as_of.isoformat() if self.as_of else None}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """The report that :meth:`to_json` wrote."""
        return cls(
            **{
                **data,
                "as_of": date.fromisoformat(data["as_of"]) if data["as_of"] else None,
                "problems": tuple(Problem(**row) for row in data["problems"]),
                "changes": tuple(Change(**row) for row in data["changes"]),
                "notes": tuple(data["notes"]),
            }
        )

"""What a file says about a school or a Schulträger, before anything is looked up."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class SchoolFacts:
    """One school of a file; ``authority`` is the number of its Schulträger in the register of the Land.

    ``location`` is the official key of its municipality; ``ends_on`` the last day of operation by the register,
    ``gone`` that it has passed.
    """

    line: int
    register_number: str
    name: str
    school_form: str
    authority: str
    public: bool
    location: str
    street: str
    postal_code: str
    city: str
    ends_on: date | None = None
    gone: bool = False


@dataclass(frozen=True)
class AuthorityFacts:
    """One Schulträger of a register: its number, its names, where it sits."""

    number: str
    name: str
    short_name: str
    postal_code: str
    city: str


@dataclass(frozen=True)
class ListedSchool:
    """One row of a list; an empty text means that the list does not tell."""

    line: int
    register_number: str
    name: str
    school_form: str
    street: str
    postal_code: str
    city: str
    pupils: int | None
    pupils_as_of: str
    authority_key: str


@dataclass
class Pupils:
    """Pupils by number of the school, and the school year they were counted in."""

    year: str = ""
    by_number: dict[str, int] = field(default_factory=dict)

"""Two versions of the same form, field by field: what the page of an edit conflict offers to choose from."""

from dataclasses import dataclass

# Values of the fields ``choice_<name>`` of that page.
STORED = "stored"
MINE = "mine"


@dataclass(frozen=True)
class Difference:
    """A field in which the stored and the submitted version differ; ``preset`` is the choice offered first."""

    name: str
    label: str
    stored: list[str]
    mine: list[str]
    preset: str
    untouched: bool

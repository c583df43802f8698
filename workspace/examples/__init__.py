"""Example data of the demo: facts of real cases from the catalog, and invented proceedings around them.

Everything is written by the services that people use, and only where it is missing: whoever tried the demo
out finds the changes again after loading once more.
"""

from dataclasses import dataclass
from pathlib import Path

from ikz.catalogs import read_yaml
from workspace.examples.accounts import load_accounts
from workspace.examples.cases import load_case
from workspace.examples.register import load_register

FOLDER = Path(__file__).parent.parent / "catalog"


@dataclass(frozen=True)
class Loaded:
    """How much was written by one run."""

    municipalities: int
    accounts: int
    cooperations: int


def load(*, password: str) -> Loaded:
    """Write what is missing; ``password`` is that of new accounts."""
    examples = read_yaml(FOLDER / "examples.yaml")
    municipalities = load_register(read_yaml(FOLDER / "example_register.yaml")["municipalities"])
    accounts = load_accounts(examples["accounts"], examples["authority"], password=password)
    cooperations = sum(load_case(case) for case in examples["cooperations"])
    return Loaded(municipalities=municipalities, accounts=accounts, cooperations=cooperations)

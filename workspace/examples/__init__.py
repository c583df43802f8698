"""Example data of the demo: facts of real cases from the catalog, and invented proceedings around them.

Everything is written by the services that people use, and only where it is missing: whoever tried the demo
out finds the changes again after loading once more.
"""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import pghistory

from ikz.accounts.models import User
from ikz.catalogs import read_yaml
from workspace.examples.accounts import load_accounts
from workspace.examples.advice import load_advice
from workspace.examples.agreements import load_agreements
from workspace.examples.cases import load_case
from workspace.examples.costs import load_costs
from workspace.examples.governance import load_governance
from workspace.examples.law_notes import load_law_notes
from workspace.examples.measures import load_measures
from workspace.examples.register import load_register
from workspace.examples.school_it import load_offers, load_reviews, load_school_it

FOLDER = Path(__file__).parent.parent / "catalog"


@dataclass(frozen=True)
class Loaded:
    """How much was written by one run."""

    municipalities: int
    accounts: int
    cooperations: int
    schools: int
    needs: int
    offers: int
    measures: int


def load(*, password: str) -> Loaded:
    """Write what is missing; ``password`` is that of new accounts."""
    examples = read_yaml(FOLDER / "examples.yaml")
    municipalities = load_register(read_yaml(FOLDER / "example_register.yaml")["municipalities"])
    accounts = load_accounts(examples["accounts"], examples["authority"], password=password)
    cooperations = 0
    for case in examples["cooperations"]:
        with _in_the_name_of(case["coordinator"]):
            cooperations += load_case(case)
    coordination = examples["cooperations"][0]["coordinator"]
    with _in_the_name_of(coordination):
        measures = load_measures(read_yaml(FOLDER / "example_measures.yaml")["cases"])
    school_it = read_yaml(FOLDER / "example_school_it.yaml")
    schools, needs = load_school_it(school_it["municipalities"])
    administrator = User.objects.get(email=examples["accounts"][0]["email"])
    offers = load_offers(school_it["offers"], administrator=administrator)
    load_law_notes(
        read_yaml(FOLDER / "example_law_notes.yaml")["notes"],
        administrator=administrator,
    )
    # After the notes on the law: advice keeps them.
    load_advice(read_yaml(FOLDER / "example_advice.yaml")["cooperations"])
    load_reviews(school_it["reviews"], school_it["municipalities"])
    with _in_the_name_of(coordination):
        load_costs(read_yaml(FOLDER / "example_costs.yaml")["cooperations"])
        load_governance(read_yaml(FOLDER / "example_governance.yaml")["cooperations"])
        # After bodies and costs: a draft begins with what the cooperation knows of them.
        load_agreements(read_yaml(FOLDER / "example_agreements.yaml")["agreements"])
    return Loaded(
        municipalities=municipalities,
        accounts=accounts,
        cooperations=cooperations,
        schools=schools,
        needs=needs,
        offers=offers,
        measures=measures,
    )


def _in_the_name_of(email: str) -> AbstractContextManager[object]:
    """Let the history say that the coordination did it, as it would if somebody had entered all this."""
    return pghistory.context(user=User.objects.get(email=email).pk, method="examples")

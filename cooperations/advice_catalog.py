"""Questions and rules of the model advice, and the sources in words for readers."""

import re
from functools import cache
from typing import Any

from cooperations.advice import AdviceQuestion, Rule
from cooperations.catalog import FOLDER, models
from ikz.catalogs import CatalogError, check_unique, read_yaml

FILE = FOLDER / "advice.yaml"
DOCUMENTS = {
    "sources/000": "Handreichung",
    "sources/001": "Steckbrief Donnersbergkreis",
    "sources/002": "Leitfaden Daseinsvorsorge",
    "sources/003": "Fallstudie Landkreis Harz",
}
_PLACE = re.compile(r"(sources/\d{3}) ([\d.]+(?:, [\d.]+)*)")


@cache
def questions() -> dict[str, AdviceQuestion]:
    """The questions by key, in the order in which they are asked."""
    rows = read_yaml(FILE)["questions"]
    check_unique(FILE.name, [row["key"] for row in rows])
    return {row["key"]: AdviceQuestion(**row) for row in rows}


@cache
def rules() -> tuple[Rule, ...]:
    """The rules; raises CatalogError where one names a question, an answer or a form that does not exist."""
    return tuple(_rule(row) for row in read_yaml(FILE)["rules"])


def _rule(row: dict[str, Any]) -> Rule:
    facts: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in row.items()
    }
    rule = Rule(**facts)
    for question, answer in rule.when.items():
        if question not in questions() or answer not in questions()[question].answers:
            raise CatalogError(f"{FILE.name}: a rule asks for unknown {question}: {answer}")
    unknown = {model for model, _ in rule.effects()} - set(models())
    if unknown:
        raise CatalogError(f"{FILE.name}: a rule names unknown {', '.join(sorted(unknown))}")
    citation(rule.source)
    return rule


def citation(source: str) -> str:
    """``sources/000 3.1, 3.2`` as readers know it: ``Handreichung, Kapitel 3.1 und 3.2``.

    Raises CatalogError for a source that is not one of the documents.
    """
    found = _PLACE.findall(source)
    if not found or _PLACE.sub("", source).strip(", "):
        raise CatalogError(f"source not understood: {source}")
    return "; ".join(
        f"{DOCUMENTS[document]}, Kapitel {chapters.replace(', ', ' und ')}" for document, chapters in found
    )

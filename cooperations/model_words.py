"""German words for what the catalog of cooperation models holds as keys."""

from dataclasses import dataclass

from cooperations import catalog
from cooperations.catalog import CooperationModel

BINDING = {
    "none": "ohne rechtliche Bindung",
    "light": "lose Bindung",
    "contract": "Bindung durch Vertrag",
    "legal-person": "eigene Rechtsperson",
}
TASK_TRANSFER = {
    "none": "keine",
    "execution": "nur die Durchführung; die Zuständigkeit bleibt",
    "full": "Aufgabe samt Zuständigkeit",
}
LAW_FORM = {"": "öffentlich-rechtlich", "private-law": "privatrechtlich"}
BODIES = {
    "steering-circle": "Steuerkreis",
    "coordination-office": "Koordination",
    "working-group": "Arbeitsgruppe",
    "association-assembly": "Verbandsversammlung",
    "association-board": "Verbandsvorstand",
}


@dataclass(frozen=True)
class Sheet:
    """A form of cooperation as pages and API show it; texts are German, ``follows`` is another form."""

    model: CooperationModel
    binding: str
    task_transfer: str
    law_form: str
    bodies: tuple[str, ...]
    follows: CooperationModel | None


def sheet(model: CooperationModel) -> Sheet:
    """The sheet of one form of cooperation."""
    return Sheet(
        model=model,
        binding=BINDING[model.binding],
        task_transfer=TASK_TRANSFER[model.task_transfer],
        law_form=LAW_FORM[model.law_form],
        bodies=tuple(BODIES[key] for key in model.typical_bodies),
        follows=catalog.models().get(model.follows),
    )


def sheets() -> list[Sheet]:
    """All sheets in the order of the catalog."""
    return [sheet(model) for model in catalog.models().values()]

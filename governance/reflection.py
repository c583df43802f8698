"""The standing item that looks back, with its four questions (Handreichung, Kapitel 4.3)."""

from cooperations import catalog
from cooperations.catalog import Question
from governance.body_presets import REFLECTION


def questions() -> tuple[Question, ...]:
    """The questions of the item, as the phase of consolidation asks them."""
    [step] = [one for one in catalog.phases()["consolidation"].steps if one.key == REFLECTION]
    return step.questions

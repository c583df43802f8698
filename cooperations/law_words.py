"""German words for what the law of a Land holds as keys; what is not certain reads "bitte prüfen"."""

from cooperations.law import Confidence, FormLaw, Requirement, Supervision
from cooperations.law_catalog import requirement_labels

CHECK = "Bitte prüfen"
CONFIDENCE = {
    Confidence.READ: "in der Quelle gelesen",
    Confidence.KNOWN: "aus allgemeiner Kenntnis, nicht in der Quelle gelesen",
    Confidence.UNSURE: "nicht gesichert",
}
NO_LEGAL_ADVICE = (
    "Die Angaben ersetzen keine Rechtsberatung. Klären Sie vor einer Entscheidung mit Ihrem Rechtsamt und der "
    "Aufsicht, was heute gilt."
)
# "Nothing is due" is said of what was read only; found by inference it is a thing to check.
_NOT_PROVEN = (
    "Eine Genehmigungs- oder Anzeigepflicht wurde nicht gefunden. Das heißt nicht, dass keine besteht."
)


def requirement(supervision: Supervision | None) -> str:
    """What is due towards the authority, in a few words; never "nothing" where that is not certain."""
    if supervision is None or supervision.requirement is Requirement.UNKNOWN:
        return CHECK
    if supervision.requirement is Requirement.NONE and supervision.doubts:
        return CHECK
    return requirement_labels()[supervision.requirement]


def doubts(law: FormLaw) -> tuple[str, ...]:
    """Why somebody has to check what a Land's law says about a form."""
    found = supervision_doubts(law.supervision)
    return (*found, *(doubt for doubt in law.doubts if doubt not in found))


def supervision_doubts(supervision: Supervision | None) -> tuple[str, ...]:
    """Why somebody has to check what is due towards the authority."""
    if supervision is None:
        return ("Zur Aufsicht über diese Form liegt keine Angabe vor.",)
    if supervision.requirement is Requirement.NONE and supervision.doubts:
        return (_NOT_PROVEN, *supervision.doubts)
    return supervision.doubts

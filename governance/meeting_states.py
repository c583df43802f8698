"""The life of a meeting: which step follows which. Pure; services ask here before they change a state."""

from typing import Final

# A draft sends nothing. What went out to members is never taken back to a draft: it is changed or cancelled, and told.
STEPS: Final[dict[str, frozenset[str]]] = {
    "draft": frozenset({"invited", "cancelled"}),
    "invited": frozenset({"running", "cancelled"}),
    "running": frozenset({"held"}),
    "held": frozenset(),
    "cancelled": frozenset(),
}
# Meetings that still lie ahead or take place now.
OPEN: Final = frozenset({"draft", "invited", "running"})
# While a meeting is in one of these, its date, place and purpose may be changed.
MOVABLE: Final = frozenset({"draft", "invited"})

REFUSALS: Final[dict[tuple[str, str], str]] = {
    ("draft", "running"): "Diese Sitzung ist noch ein Entwurf. Bitte laden Sie zuerst ein.",
    ("invited", "draft"): "Eingeladen ist eingeladen: Bitte ändern Sie die Sitzung oder sagen Sie sie ab.",
    ("running", "cancelled"): "Diese Sitzung läuft bereits. Bitte schließen Sie sie.",
}
GENERAL_REFUSAL: Final = "Dieser Schritt ist beim jetzigen Stand der Sitzung nicht möglich."


def may_become(state: str, target: str) -> bool:
    """Whether a meeting in ``state`` may go to ``target``."""
    return target in STEPS.get(state, frozenset())


def refusal(state: str, target: str) -> str:
    """Why a meeting in ``state`` may not go to ``target``, in readers' words; empty when it may."""
    if may_become(state, target):
        return ""
    return REFUSALS.get((state, target), GENERAL_REFUSAL)

"""What comes next for the staff of a municipality, on its page and on the start page; pure, no Django."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from workspace.next_steps import NextStep

POSSIBLE = "info"


@dataclass(frozen=True, kw_only=True)
class Own:
    """What a municipality keeps about itself; ``has_schools`` is None where nobody asked."""

    ags: str
    has_profile: bool
    is_stale: bool
    has_need: bool
    has_schools: bool | None = None


def municipality_steps(own: Own) -> list[NextStep]:
    """The steps on the way to partners that are open, the first first; then what is possible."""
    return list(_steps(own))


def reminders_of(name: str, own: Own) -> list[NextStep]:
    """What is missing or too old, for a page that tells about several municipalities."""
    missing = (step for step in _steps(own) if step.kind != POSSIBLE)
    return [replace(step, note=f"{name}: {step.note}") for step in missing]


def _steps(own: Own) -> Iterator[NextStep]:
    base = f"/kommunen/{own.ags}/"
    if not own.has_profile:
        yield NextStep(
            title="Profil ausfüllen",
            note="Andere Schulträger erkennen daran, ob Sie zueinander passen.",
            href=f"{base}profil/",
            word="fehlt",
        )
    elif own.is_stale:
        yield NextStep(
            title="Profil prüfen",
            note="Die Angaben sind über ein Jahr alt.",
            href=f"{base}profil/",
            word="veraltet",
        )
    if own.has_schools is False:
        yield NextStep(
            title="Schulen eintragen",
            note="Einzeln oder als Liste; sie zählen beim Vergleich mit anderen.",
            href=f"{base}schulen/",
            word="fehlt",
        )
    if own.has_need:
        yield NextStep(
            title="Partner suchen",
            note="Für einen Ihrer Bedarfe, bundesweit.",
            href=f"{base}partnersuche/",
            word="möglich",
            kind=POSSIBLE,
        )
    else:
        yield NextStep(
            title="Bedarf beschreiben",
            note="Leitfragen helfen Ihnen zu sagen, was Sie gemeinsam besser erledigen.",
            href=f"{base}bedarfe/neu/",
            word="fehlt",
        )

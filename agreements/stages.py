"""Where an agreement stands on its way, for the page, and what comes next. Pure."""

from dataclasses import dataclass

from agreements.path import LABELS, Path, Publication, State, line

CHECK = "bitte prüfen"


@dataclass(frozen=True)
class Stage:
    """A step of the way: ``state`` is ``done``, ``current`` or ``open``, ``note`` what is to know about it."""

    title: str
    state: str
    note: str = ""


@dataclass(frozen=True)
class Next:
    """What comes next and where it is done; ``part`` is the address below the agreement.

    ``label`` names the way there where the title says what happens, not what to do.
    """

    title: str
    note: str
    part: str
    label: str = ""


_ENDED = {State.TERMINATED, State.EXPIRED, State.SUPERSEDED}
# States that stand beside the line, and the step of the line they belong to.
_BESIDE = {State.PREVIEW: State.FIXED, State.OVERTAKEN: State.FIXED}


def stages(path: Path, state: State | None) -> list[Stage]:
    """The way from draft into force; ``state`` is that of the version that counts, None while there is only a draft."""
    steps = line(path)
    reached = _reached(steps, state)
    found = [Stage("Entwurf", "current" if state is None else "done")]
    for index, step in enumerate(steps):
        title, note = LABELS[step], _note(path, steps, index)
        if index == reached and state is not None and state is not step and state not in _ENDED:
            note = LABELS[state]
        place = "done" if index < reached or state in _ENDED else "current" if index == reached else "open"
        found.append(Stage(title, place, note))
    if state in _ENDED:
        found.append(Stage(LABELS[state], "current"))
    return found


def _reached(steps: tuple[State, ...], state: State | None) -> int:
    """The index of the step reached; -1 before the first, the last one where it has ended."""
    if state is None:
        return -1
    if state in _ENDED:
        return len(steps) - 1
    one = _BESIDE.get(state, state)
    if one in steps:
        return steps.index(one)
    # Another decision than the line names: it stands right after the submission.
    return steps.index(State.SUBMITTED) + 1 if State.SUBMITTED in steps else 0


def _note(path: Path, steps: tuple[State, ...], index: int) -> str:
    is_decision = index > 0 and steps[index - 1] is State.SUBMITTED
    if is_decision and path.unclear:
        return f"{CHECK}: was die Behörde tun muss, ist offen"
    if steps[index] is State.PUBLISHED and path.publication is Publication.CHECK:
        return f"{CHECK}: ob bekannt zu machen ist"
    return ""


_AFTER: dict[State, Next] = {
    State.FIXED: Next(
        "Beschlüsse der Räte einholen",
        "Jede beteiligte Kommune beschließt über diese Fassung.",
        "beschluesse/",
    ),
    State.PREVIEW: Next(
        "Beschlüsse der Räte einholen",
        "Die Aufsicht prüft vorab; die Räte beschließen danach.",
        "beschluesse/",
    ),
    State.ADOPTED: Next(
        "Der Aufsicht vorlegen", "Erst mit der Vorlage sieht die Behörde diese Fassung.", "verfahren/"
    ),
    State.SUBMITTED: Next(
        "Auf die Entscheidung warten",
        "Eingang, Rückfragen und Entscheidung werden hier festgehalten.",
        "verfahren/",
        "Verfahren ansehen",
    ),
    State.REFUSED: Next(
        "Entwurf überarbeiten",
        "Die Behörde hat nicht genehmigt. Eine neue Fassung löst diese ab.",
        "entwurf/",
    ),
    State.PUBLISHED: Next(
        "Inkrafttreten festhalten", "Tragen Sie ein, ab wann die Vereinbarung gilt.", "verfahren/"
    ),
    State.IN_FORCE: Next(
        "Fristen im Blick behalten", "Kündigung, Evaluation und Aufbewahrung haben ihre Tage.", "fristen/"
    ),
}


def after(path: Path, state: State) -> Next | None:
    """What follows for a version in ``state``; None where nothing does."""
    if state is State.ADOPTED and path.to_authority:
        return _AFTER[State.ADOPTED]
    if state in path.outcomes or state is State.ADOPTED:
        if path.publication is Publication.NOT_DUE:
            return _AFTER[State.PUBLISHED]
        note = "Bekannt gemacht wird, wie das Landesrecht es vorschreibt."
        return Next("Bekanntmachung festhalten", note, "verfahren/")
    return _AFTER.get(state)

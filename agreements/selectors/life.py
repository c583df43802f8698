"""Where a version stands on its way, and what is next to do: for the pages of resolutions and proceedings."""

from collections.abc import Sequence
from dataclasses import dataclass

from agreements.models import AgreementVersion, ProceedingKind, VersionStep
from agreements.path import DECIDED, FINAL, LABELS, Path, Publication, State, line
from agreements.selectors.proceedings import ProceedingView
from agreements.selectors.resolutions import Councils
from ikz.accounts.models import User
from ikz.ui.formatting import de_date

_BEFORE_AUTHORITIES = DECIDED | {State.PREVIEW, State.SUBMITTED, State.REFUSED}


@dataclass(frozen=True)
class Stop:
    """One stop of the way as the phase line shows it."""

    title: str
    state: str
    note: str = ""


@dataclass(frozen=True)
class NextStep:
    """What is next to do; ``address`` is the name of the page, ``row`` the proceedings it is about."""

    title: str
    text: str
    address: str = ""
    label: str = ""
    row: int | None = None


def way_of(version: AgreementVersion, path: Path) -> list[Stop]:
    """The whole way with what is done; an unclear decision bears the name it got."""
    state = State(version.state)
    steps = list(line(path))
    if version.decided_on and state is not State.REFUSED:
        reached = next((one for one in DECIDED if one.value in _reached(version)), None)
        steps = [reached if one in DECIDED and reached else one for one in steps]
    here = _position(state, steps)
    over = state in FINAL or state is State.IN_FORCE
    days = {
        State.ADOPTED: version.adopted_on,
        State.SUBMITTED: version.submitted_on,
        State.PUBLISHED: version.published_on,
        State.IN_FORCE: version.in_force_on,
        **dict.fromkeys(DECIDED, version.decided_on),
    }
    return [
        Stop(
            title=LABELS[step][:1].upper() + LABELS[step][1:],
            state="done" if place < here or over else "current" if place == here else "open",
            note=de_date(days[step]) if days.get(step) else "",
        )
        for place, step in enumerate(steps)
    ]


def _reached(version: AgreementVersion) -> set[str]:
    return {version.state, *version.steps.values_list("to_state", flat=True)}


def _position(state: State, steps: list[State]) -> int:
    if state in steps:
        return steps.index(state)
    if state is State.REFUSED and State.SUBMITTED in steps:
        return steps.index(State.SUBMITTED)
    return 0


def steps_of(user: User, version: AgreementVersion) -> list[VersionStep]:
    """The steps of a version with who recorded them, in order; one query.

    Reasons that come from proceedings name their authority: supervision reads its own proceedings, and no others.
    """
    rows = VersionStep.objects.visible_to(user).filter(version=version)
    found = list(rows.select_related("recorded_by").order_by("recorded_at", "pk"))
    if user.read_only:
        for row in found:
            row.reason = "" if row.to_state in _BEFORE_AUTHORITIES else row.reason
    return found


def next_step(
    version: AgreementVersion, path: Path, councils: Councils, proceedings: Sequence[ProceedingView]
) -> NextStep:
    """The one thing to do next for a version, in readers' words; without an address there is nothing to press."""
    state = State(version.state)
    # Once the councils have adopted, nobody waits for a preliminary answer any more.
    waiting = [
        one
        for one in proceedings
        if not one.row.decision and (one.row.kind != ProceedingKind.PREVIEW or state is State.PREVIEW)
    ]
    if state in FINAL:
        return NextStep(f"Diese Fassung ist {LABELS[state]}", _end_text(version))
    if state is State.REFUSED:
        return NextStep(
            "Eine neue Fassung festschreiben",
            "Die Behörde hat nicht zugestimmt oder die Fassung zurückgegeben. Ändern Sie den Entwurf und schreiben Sie ihn neu fest.",
            "version_fix",
            "Neue Fassung festschreiben",
        )
    if state is State.IN_FORCE:
        return _in_force(version)
    if waiting:
        return _with_authority(waiting[0])
    if version.in_force_on is not None:
        return NextStep(
            f"Tritt am {de_date(version.in_force_on)} in Kraft",
            "An diesem Tag geschieht das von selbst. Bis dahin lässt sich der Tag noch ändern.",
            "life_force",
            "Tag ändern",
        )
    if state in {State.FIXED, State.PREVIEW}:
        return _councils(councils)
    if state is State.ADOPTED and path.to_authority:
        return NextStep(
            "Der Aufsicht vorlegen",
            f"{_consent(councils)} Erst mit der Vorlage kann die Behörde die Fassung lesen.",
            "life_submit",
            "Fassung vorlegen",
        )
    if state is State.SUBMITTED:
        return NextStep(
            "Noch einmal vorlegen oder neu festschreiben",
            "Zurzeit liegt diese Fassung keiner Behörde vor, oder es fehlt die Entscheidung der Behörde, deren Landesrecht gilt.",
            "life_submit",
            "Fassung vorlegen",
        )
    return _after_decision(state, path)


def _end_text(version: AgreementVersion) -> str:
    return (
        f"Sie galt bis zum {de_date(version.ended_on)}."
        if version.ended_on
        else "An ihr ändert sich nichts mehr."
    )


def _in_force(version: AgreementVersion) -> NextStep:
    if version.ended_on is not None:
        return NextStep(
            f"Endet mit dem {de_date(version.ended_on)}",
            "Bis dahin gilt die Fassung. Der Tag lässt sich noch ändern.",
            "life_end",
            "Ende ändern",
        )
    return NextStep(
        "In Kraft", f"Die Fassung gilt seit dem {de_date(version.in_force_on)}. Es ist nichts zu tun."
    )


def _with_authority(one: ProceedingView) -> NextStep:
    office, pk = one.row.authority.name, one.row.pk
    if one.requests:
        due = one.requests[0].answer_due_on
        until = f" bis zum {de_date(due)}" if due else ""
        return NextStep(
            "Auf die Rückfrage antworten",
            f"{office} erwartet{until} eine Antwort.",
            "life_entry",
            "Antwort eintragen",
            pk,
        )
    if one.row.received_on is None:
        return NextStep(
            "Den Eingang eintragen",
            f"Sobald {office} den Eingang bestätigt, laufen die Fristen.",
            "life_receipt",
            "Eingang eintragen",
            pk,
        )
    return NextStep(
        "Auf die Entscheidung warten",
        f"{office} prüft. Was kommt, tragen Sie hier ein.",
        "life_decision",
        "Entscheidung eintragen",
        pk,
    )


def _councils(councils: Councils) -> NextStep:
    if councils.missing:
        return NextStep(
            "Die Beschlüsse der Räte eintragen",
            f"Es fehlt noch: {', '.join(line.name for line in councils.missing)}.",
            "resolutions",
            "Zu den Beschlüssen",
        )
    return NextStep(
        "Als beschlossen eintragen",
        "Alle Beteiligten haben zugestimmt.",
        "life_adopt",
        "Als beschlossen eintragen",
    )


def _consent(councils: Councils) -> str:
    if not councils.missing:
        return "Alle haben beschlossen."
    return f"Als beschlossen eingetragen; ohne Zustimmung von: {', '.join(line.name for line in councils.missing)}."


def _after_decision(state: State, path: Path) -> NextStep:
    if state is State.PUBLISHED or path.publication is Publication.NOT_DUE:
        text = "Alle Schritte davor sind getan."
        if state is not State.PUBLISHED:
            text = "Eine Bekanntmachung ist für diese Form nicht vorgesehen."
        return NextStep("Das Inkrafttreten eintragen", text, "life_force", "Inkrafttreten eintragen")
    text = "Die Fassung ist öffentlich bekannt zu machen."
    if path.publication is Publication.CHECK:
        text = "Bitte prüfen: Ob die Fassung bekannt zu machen ist, ist nicht gesichert."
    return NextStep("Die Bekanntmachung eintragen", text, "life_publication", "Bekanntmachung eintragen")

"""What may be submitted, entered and decided in proceedings; every refusal with its reason."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone

from agreements.clock import Standing
from agreements.content import VersionContent
from agreements.decisions import kinds_due, kinds_elsewhere
from agreements.models import AgreementVersion, EntryKind, Proceeding, ProceedingKind
from agreements.path import DECIDED, Path, State, refusal
from agreements.selectors.proceedings import clock_for, laender_of, outside_area
from agreements.selectors.resolutions import CHANGEABLE
from agreements.services.lifecycle import FUTURE, path_for
from ikz.ui.formatting import de_date, join_de
from municipalities.catalog import LAENDER
from municipalities.models import Authority


@dataclass(frozen=True, kw_only=True)
class DecisionData:
    """What the authority decided."""

    decision: str
    decided_on: date
    file_number: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class EntryData:
    """Something that happened in proceedings; ``answer_due_on`` belongs to requests of the authority."""

    kind: str
    happened_on: date
    text: str
    answer_due_on: date | None = None


def check_area(office: Authority, content: VersionContent) -> None:
    """Raise ValidationError (``authority``) where it does not supervise all partners of its Land, and name them."""
    if office.land not in laender_of(content):
        raise ValidationError(
            {"authority": f"Aus {LAENDER[office.land]} nimmt niemand teil; {office} ist nicht zuständig."}
        )
    if outside := outside_area(office, content):
        raise ValidationError(
            {
                "authority": f"{office} beaufsichtigt nicht alle Beteiligten: {join_de(outside)} gehört nicht zum Gebiet."
            }
        )


def check_kind(row: AgreementVersion, office: Authority, content: VersionContent, kind: str) -> None:
    """Raise ValidationError where these proceedings do not fit the state (no field) or the law (``kind``)."""
    state, path, foreign = State(row.state), path_for(row), office.land != content.land
    if kind == ProceedingKind.PREVIEW:
        if state is not State.PREVIEW and (why := refusal(path, state, State.PREVIEW)):
            raise ValidationError(why)
        return
    allowed = (
        kinds_elsewhere(office.land, content.forms)
        if foreign
        else kinds_due(path, content.land, content.forms)
    )
    if foreign and not path.to_authority:
        # Only the other Land asks for something: the version waits where it is.
        if state not in CHANGEABLE:
            raise ValidationError("Bei diesem Stand der Fassung wird nichts mehr vorgelegt.")
    elif not _lies_there(state, foreign=foreign, second=kind in allowed[1:] and not path.unclear):
        _refuse(path, state)
    if kind not in allowed:
        raise ValidationError({"kind": "Dieses Verfahren passt nicht zu Land und Form."})


def _lies_there(state: State, *, foreign: bool, second: bool) -> bool:
    """Whether the version went to an authority already, so that another submission changes nothing in its state.

    Once it is decided on, only authorities of another Land and the second stage of two are left.
    """
    return state is State.SUBMITTED or (state in DECIDED and (foreign or second))


def _refuse(path: Path, state: State) -> None:
    if why := refusal(path, state, State.SUBMITTED):
        raise ValidationError(why)


def check_silence(row: Proceeding, decided_on: date, note: str) -> dict[str, str]:
    """Whether silence may count as approval: never before the period is over, and not unasked where it is unsure."""
    clock = clock_for(row)
    if clock is None:
        return {"decision": "In diesem Verfahren folgt aus dem Schweigen der Behörde keine Genehmigung."}
    if clock.standing is Standing.STOPPED:
        return {
            "decision": "Es gab einen Erörterungstermin oder eine Mitteilung: Durch Schweigen gilt hier nichts als genehmigt."
        }
    if clock.standing is Standing.WAITING:
        return {"decision": "Bitte tragen Sie zuerst den Eingang ein: Vorher läuft keine Frist."}
    last = clock.runs[-1].ends_on if clock.runs else None
    if last is not None and (clock.standing is Standing.RUNNING or decided_on <= last):
        return {"decision": f"Die Frist läuft bis zum {de_date(last)}. Vorher gilt nichts als genehmigt."}
    if clock.needs_check and not note:
        return {
            "note": "Ob das Schweigen hier als Genehmigung gilt, ist nicht gesichert. Bitte schreiben Sie, worauf Sie sich stützen."
        }
    return {}


def check_entry(row: Proceeding, data: EntryData) -> dict[str, str]:
    """What is wrong with an entry, by field."""
    errors = {}
    if data.kind not in EntryKind.values:
        errors["kind"] = "Bitte wählen Sie, was geschehen ist."
    if data.happened_on < row.submitted_on and data.kind != EntryKind.NOTE:
        errors["happened_on"] = f"Vorgelegt wurde erst am {de_date(row.submitted_on)}."
    # A hearing is agreed on beforehand; everything else has happened.
    if data.kind != EntryKind.HEARING and data.happened_on > timezone.localdate():
        errors["happened_on"] = FUTURE
    if not data.text.strip():
        errors["text"] = "Bitte schreiben Sie kurz, worum es geht."
    due = data.answer_due_on
    if due is not None and data.kind != EntryKind.REQUEST:
        errors["answer_due_on"] = "Ein Tag für die Antwort gehört zu einer Rückfrage der Behörde."
    elif due is not None and due < data.happened_on:
        errors["answer_due_on"] = "Der Tag für die Antwort liegt vor der Rückfrage."
    return errors

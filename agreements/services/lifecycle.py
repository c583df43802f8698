"""The life of a version: the one place that changes its state, and its adoption."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from agreements.content import VersionContent
from agreements.models import Agreement, AgreementVersion, VersionStep
from agreements.path import DECIDED, Path, State, may_become, refusal
from agreements.selectors.resolutions import councils_of
from cooperations.law import Requirement
from ikz.access.querysets import get_editable
from ikz.accounts.models import User
from ikz.ui.formatting import join_de

FUTURE = "Der Tag liegt in der Zukunft."
EVERYBODY = "Alle Beteiligten haben zugestimmt."
DROPPED = "Diese Vereinbarung wird nicht weiterverfolgt."

# Where the day of a step is kept on the version itself.
_DAY_OF = {
    State.ADOPTED: "adopted_on",
    State.SUBMITTED: "submitted_on",
    State.REFUSED: "decided_on",
    State.PUBLISHED: "published_on",
    State.IN_FORCE: "in_force_on",
    State.TERMINATED: "ended_on",
    State.EXPIRED: "ended_on",
    State.SUPERSEDED: "ended_on",
    **dict.fromkeys(DECIDED, "decided_on"),
}

# What must have been due where a version was decided on in this way; an answer may have been taken back since.
_REQUIREMENT_OF = {
    State.APPROVED: Requirement.APPROVAL,
    State.NOTIFIED: Requirement.NOTIFICATION,
    State.ESTABLISHED: Requirement.ESTABLISHMENT,
}


def path_for(version: AgreementVersion) -> Path:
    """The path a version goes: its own, or that of what the authority answered since, where that knows its state.

    An answer that came too late (nothing is due, but the version is already there) must not leave it stranded.
    """
    content, draft, state = VersionContent.from_json(version.content), version.agreement, State(version.state)
    own, clarified = content.path, draft.clarified_requirement
    # The draft may have turned to another Land or form since: what was answered about those is not about this.
    alike = (content.land, list(content.forms)) == (draft.land, list(draft.form_keys))
    answered = [Path(Requirement(clarified), own.publication)] if clarified and alike else []
    reached = Path(_REQUIREMENT_OF.get(state, Requirement.UNKNOWN), own.publication)
    return next(path for path in (*answered, own, reached) if _knows(path, state))


def _knows(path: Path, state: State) -> bool:
    if state in DECIDED:
        return state in path.outcomes
    return path.to_authority if state is State.SUBMITTED else True


def missing_words(version: AgreementVersion) -> str:
    """The partners whose consent is missing, as a list for readers; empty where nobody's is."""
    names = [line.name for line in councils_of(version).missing]
    return join_de(names) if names else ""


@transaction.atomic
def advance(
    version: AgreementVersion, target: State, *, on: date, actor: User | None, reason: str = ""
) -> AgreementVersion:
    """Bring a version into another state on its path, and keep the step with its day and reason.

    ``actor`` coordinates; None is the application itself, where a step follows from what somebody was allowed to
    record or from the calendar. Raises Http404 and PermissionDenied by the gate, ValidationError where the step is
    not on the path (without field) or its day is to come (``on``).
    """
    return step(held(version, actor), target, on=on, actor=actor, reason=reason)


def step(
    row: AgreementVersion, target: State, *, on: date, actor: User | None, reason: str = ""
) -> AgreementVersion:
    """What :func:`advance` does, for services that hold the version already."""
    state = State(row.state)
    if why := refusal(path_for(row), state, target):
        raise ValidationError(why)
    if on > timezone.localdate():
        raise ValidationError({"on": FUTURE})
    VersionStep.objects.create(
        version=row,
        from_state=state.value,
        to_state=target.value,
        happened_on=on,
        reason=reason.strip(),
        recorded_by=actor,
    )
    row.state = target.value
    if name := _DAY_OF.get(target):
        setattr(row, name, on)
    return keep(row)


@transaction.atomic
def adopt(*, actor: User, version: AgreementVersion, on: date, reason: str = "") -> AgreementVersion:
    """Say that the version is adopted; while resolutions are missing only with a reason (``reason``).

    Where all have consented this happens by itself with the last resolution.
    """
    row = held(version, actor)
    check_pursued(row)
    missing = missing_words(row)
    if missing and not reason.strip():
        raise ValidationError(
            {
                "reason": f"Es fehlt noch: {missing}. Bitte begründen Sie, warum die Fassung trotzdem beschlossen ist."
            }
        )
    return step(row, State.ADOPTED, on=on, actor=actor, reason=reason or EVERYBODY)


def adopt_when_complete(version: AgreementVersion) -> None:
    """Take the step that follows from the last partner's consent; the version must be held.

    A version that went to the authority before only keeps the day: its state goes on from the authority's decision.
    """
    day = councils_of(version).adopted_on
    if day is None:
        return
    if may_become(path_for(version), State(version.state), State.ADOPTED):
        step(version, State.ADOPTED, on=day, actor=None, reason=EVERYBODY)
    elif version.adopted_on != day:
        version.adopted_on = day
        keep(version)


def check_pursued(version: AgreementVersion) -> None:
    """Raise ValidationError where the agreement is not pursued any more."""
    if version.agreement.dropped_on is not None:
        raise ValidationError(DROPPED)


def held(version: AgreementVersion, actor: User | None) -> AgreementVersion:
    """The version through the gate, locked until the transaction ends; None as actor needs no gate.

    Its agreement is locked first, by everybody: what happens to versions of one agreement happens one after another.
    """
    agreements = Agreement.objects.filter(versions=version.pk)
    if actor is None:
        agreement = agreements.select_for_update(of=("self",), no_key=True).get()
        row = AgreementVersion.objects.select_for_update(of=("self",), no_key=True).get(pk=version.pk)
    else:
        agreement = get_editable(agreements, actor, lock=True)
        row = get_editable(AgreementVersion.objects, actor, lock=True, pk=version.pk)
    row.agreement = agreement
    return row


def keep(row: AgreementVersion) -> AgreementVersion:
    """Save a held version, counted."""
    row.save_count += 1
    row.save()
    return row

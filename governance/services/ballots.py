"""Ballots at the items of a meeting: opened and closed by those who lead it, voted in by the municipalities."""

from dataclasses import asdict

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from governance.gates import get_led, leads
from governance.models import AgendaItem, Attendance, Ballot, BallotKind, Body, Choice, Vote
from governance.models.agenda import TEXT_LENGTH
from governance.selectors.attendance import Elector, electorate, present_partners, with_people
from governance.selectors.ballots import (
    ENTERED_BY,
    is_late,
    may_be_corrected,
    own_voices,
    took_part,
    voted_in_person,
    weights_of,
)
from governance.services.ballot_box import put_into_the_box
from governance.services.closing import break_off, finish, is_alone
from governance.services.conduct import running_meeting_of
from ikz.access.querysets import get_visible
from ikz.accounts.models import User

NOBODY_VOTES = (
    "In diesem Gremium hat zurzeit keine Kommune eine Stimme. Bitte tragen Sie zuerst die Sitze ein."
)
UNEQUAL = (
    "Geheim lässt sich nur abstimmen, wenn alle Stimmen gleich viel zählen. In diesem Gremium sind die Stimmgewichte "
    "verschieden: Aus dem Gewicht eines Stimmzettels ließe sich lesen, von wem er ist."
)
ONE_VOTE = "In diesem Gremium stimmt nur eine Kommune ab: Ihre Stimme kann nicht geheim bleiben."
ONLY_PAPER = (
    "Bisher hat erst eine Kommune abgestimmt: Ihr Stimmzettel wäre nicht geheim. Bitte warten Sie auf weitere Stimmen "
    "oder brechen Sie die Abstimmung ab."
)
CLOSED = "Die Abstimmung ist beendet. Es lässt sich keine Stimme mehr abgeben."
LATE = "Die Frist ist abgelaufen. Es lässt sich keine Stimme mehr abgeben."
TWICE = "Für diese Kommune ist schon abgestimmt. Eine geheime Stimme lässt sich nicht ändern."
NOT_YET = (
    "Ein Umlauf läuft bis zum Ende der Frist, oder bis alle abgestimmt haben. Vorher lässt er sich nur abbrechen: "
    "Wer noch nicht abgestimmt hat, verlöre sonst seine Stimme."
)
THEIR_OWN = "Diese Kommune hat selbst abgestimmt. Nur sie kann ihre Stimme ändern."
ALONE = "In einem geheimen Umlauf stimmt jede Kommune selbst ab."


@transaction.atomic
def open_ballot(*, actor: User, item: AgendaItem, motion: str, kind: str) -> Ballot:
    """Put a motion to the vote at the item the meeting is at.

    Raises ValidationError by field, for a secret ballot with unequal weights under ``kind``, and without field where
    the item is not called or a ballot is open already.
    """
    meeting = running_meeting_of(actor, item)
    row = AgendaItem.objects.select_for_update().get(pk=item.pk, meeting=meeting)
    if row.started_at is None or row.ended_at is not None:
        raise ValidationError("Dieser Punkt ist nicht aufgerufen.")
    if row.ballots.filter(closed_at=None).exists():
        raise ValidationError("Zu diesem Punkt wird schon abgestimmt.")
    ballot = new_ballot(actor, row.body, title=row.title, motion=motion, kind=kind)
    ballot.meeting, ballot.item = meeting, row
    ballot.save()
    return ballot


def new_ballot(actor: User, body: Body, *, title: str, motion: str, kind: str) -> Ballot:
    """An unsaved ballot by the body's rules of today; raises ValidationError by field."""
    electors = electorate(body)
    motion = "\n".join(motion.strip().splitlines())
    errors = {}
    if not motion:
        errors["motion"] = "Bitte schreiben Sie, worüber abgestimmt wird."
    elif len(motion) > TEXT_LENGTH:
        errors["motion"] = f"Der Beschlusstext ist zu lang: höchstens {TEXT_LENGTH} Zeichen."
    if kind not in BallotKind.values:
        errors["kind"] = "Bitte wählen Sie: offen oder geheim."
    elif kind == BallotKind.SECRET and (reason := reason_against_secret(electors)):
        errors["kind"] = reason
    if errors:
        raise ValidationError(errors)
    if not electors:
        raise ValidationError(NOBODY_VOTES)
    return Ballot(
        body=body,
        title=title,
        motion=motion,
        kind=kind,
        rule=body.majority,
        quorum=body.quorum,
        electorate=[asdict(elector) for elector in electors],
        opened_by=actor,
    )


def reason_against_secret(electors: list[Elector]) -> str:
    """Why these municipalities cannot vote in secret; empty where they can."""
    if len(electors) == 1:
        return ONE_VOTE
    return UNEQUAL if len({elector.weight for elector in electors}) > 1 else ""


@transaction.atomic
def cast_vote(*, actor: User, ballot: Ballot, partner: int, choice: str) -> Ballot:
    """Vote for a municipality: for one's own, or for one in the room as the person who leads.

    What a municipality voted itself, only it changes. An open vote may be changed while the ballot is open, a secret
    one not: nobody knows which paper it is. A circular ends when everybody has voted; where a vote was entered for a
    municipality that could give its own, that one has until the deadline. Raises PermissionDenied for others,
    ValidationError where the vote is not possible.
    """
    get_visible(Ballot.objects, actor, pk=ballot.pk)
    row = Ballot.objects.select_for_update(of=("self",)).select_related("body", "meeting").get(pk=ballot.pk)
    people = list(with_people(Attendance.objects.filter(meeting=row.meeting_id))) if row.meeting_id else []
    own = own_voices(actor, row, people)
    if partner not in own and not leads(Ballot.objects, actor, row.pk):
        raise PermissionDenied
    present = present_partners(people, timezone.now()) if row.meeting_id else None
    _check(row, partner, choice, present=present, is_own=partner in own)
    if row.kind == BallotKind.SECRET:
        if not put_into_the_box(row, partner, choice):
            raise ValidationError({"partner": TWICE})
    else:
        if partner not in own and voted_in_person(Vote.objects.filter(ballot=row, partner=partner).first()):
            raise ValidationError({"partner": THEIR_OWN})
        spoken_by = own.get(partner) if partner in own else _entered(row, (present or {}).get(partner, ""))
        Vote.objects.update_or_create(
            ballot=row,
            partner_id=partner,
            defaults={
                "choice": choice,
                "weight": weights_of(row)[partner],
                "on_behalf": (spoken_by or "")[:160],
                "cast_by": actor,
            },
        )
    if row.meeting_id is None and took_part(row) >= set(weights_of(row)) and not may_be_corrected(row):
        finish(row, timezone.now())
    return row


@transaction.atomic
def close_ballot(*, actor: User, ballot: Ballot) -> Ballot:
    """Count the votes; what is accepted enters the register.

    Raises ValidationError where it is closed already, for a circular before its deadline, and for a secret ballot at
    the table while its only paper would tell whose it is.
    """
    row: Ballot = get_led(Ballot.objects, actor, lock=True, pk=ballot.pk)
    if row.closed_at is not None:
        raise ValidationError("Diese Abstimmung ist schon beendet.")
    if row.meeting_id is None and not is_late(row):
        raise ValidationError(NOT_YET)
    if row.meeting_id and is_alone(row, took_part(row)):
        raise ValidationError(ONLY_PAPER)
    return finish(row, timezone.now())


@transaction.atomic
def withdraw_ballot(*, actor: User, ballot: Ballot, reason: str) -> Ballot:
    """Break a ballot off without a result; papers of a secret one are destroyed."""
    row: Ballot = get_led(Ballot.objects, actor, lock=True, pk=ballot.pk)
    if row.closed_at is not None:
        raise ValidationError("Diese Abstimmung ist schon beendet.")
    row.withdrawn_because = " ".join(reason.split())
    if not row.withdrawn_because:
        raise ValidationError({"reason": "Bitte nennen Sie den Grund: Er steht in der Niederschrift."})
    row.full_clean(exclude=["body", "meeting", "item", "electorate", "counts"], validate_constraints=False)
    return break_off(row, row.withdrawn_because, timezone.now())


def _check(row: Ballot, partner: int, choice: str, *, present: dict[int, str] | None, is_own: bool) -> None:
    if row.closed_at is not None:
        raise ValidationError(CLOSED)
    if is_late(row):
        raise ValidationError(LATE)
    if partner not in weights_of(row):
        raise ValidationError({"partner": "Diese Kommune hat in dieser Abstimmung keine Stimme."})
    if choice not in Choice.values:
        raise ValidationError({"choice": "Bitte wählen Sie: Ja, Nein oder Enthaltung."})
    if present is not None and partner not in present:
        raise ValidationError(
            {
                "partner": "Diese Kommune ist nicht als anwesend eingetragen. Bitte wenden Sie sich an die Sitzungsleitung."
            }
        )
    if present is None and row.kind == BallotKind.SECRET and not is_own:
        raise ValidationError({"partner": ALONE})


def _entered(row: Ballot, stand_in: str) -> str:
    by = ENTERED_BY[row.meeting_id is not None]
    return f"{by}, gesprochen durch {stand_in}" if stand_in else by

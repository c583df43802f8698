"""Counting a ballot: result, resolution, and for circulars the word to everybody. Inside the caller's transaction."""

import secrets
from datetime import datetime

from django.db.models import Max
from django.utils import timezone

from cooperations.models import Cooperation
from governance import voting
from governance.models import Ballot, BallotKind, BallotResult, Resolution, SecretPaper, SecretVoter, Vote
from governance.selectors.attendance import present_partners, with_people
from governance.selectors.ballots import took_part, weights_of
from governance.services.circular_mails import tell_result


def finish(ballot: Ballot, moment: datetime) -> Ballot:
    """Count an open ballot whose row is locked; an accepted motion becomes a resolution."""
    weights = weights_of(ballot)
    voted = took_part(ballot)
    if ballot.kind == BallotKind.SECRET:
        given = [voting.Given(choice, max(weights.values(), default=1)) for choice in _mixed(ballot)]
    else:
        given = [voting.Given(vote.choice, vote.weight) for vote in Vote.objects.filter(ballot=ballot)]
    count = voting.tally(given)
    in_room, word = _in_room(ballot, moment)
    found = voting.outcome(
        ballot.rule, count, voting.quorum(ballot.quorum, ballot.rule, weights, voted | in_room), word
    )
    ballot.closed_at, ballot.result = moment, found.result
    ballot.counts, ballot.summary = count.as_counts(), found.summary
    ballot.save(update_fields=["closed_at", "result", "counts", "summary"])
    if found.result == BallotResult.ACCEPTED:
        _enter(ballot, moment)
    if ballot.meeting_id is None:
        tell_result(ballot)
    return ballot


def _in_room(ballot: Ballot, moment: datetime) -> tuple[set[int], str]:
    """Who counts for the quorum apart from those who voted, and the word for it; in a circular nobody else."""
    if ballot.meeting is None:
        return set(), "beteiligt"
    return set(present_partners(with_people(ballot.meeting.attendances.all()), moment)), "anwesend"


def _mixed(ballot: Ballot) -> list[str]:
    """Write papers and voters anew, each in an order of chance, and return the choices.

    What is left in the tables bears the keys, places and transaction of this moment: none of them leads from a paper
    back to the moment at which somebody voted.
    """
    chance = secrets.SystemRandom()
    choices = list(SecretPaper.objects.filter(ballot=ballot).values_list("choice", flat=True))
    partners = list(SecretVoter.objects.filter(ballot=ballot).values_list("partner", flat=True))
    SecretPaper.objects.filter(ballot=ballot).delete()
    SecretVoter.objects.filter(ballot=ballot).delete()
    chance.shuffle(choices)
    chance.shuffle(partners)
    SecretPaper.objects.bulk_create(SecretPaper(ballot=ballot, choice=choice) for choice in choices)
    SecretVoter.objects.bulk_create(SecretVoter(ballot=ballot, partner_id=pk) for pk in partners)
    return choices


def _enter(ballot: Ballot, moment: datetime) -> Resolution:
    """Enter an accepted motion in the register under the next number of its year."""
    cooperation = Cooperation.objects.select_for_update().get(pk=ballot.body.cooperation_id)
    # A circular is counted a little after its deadline, and decided at it.
    day = timezone.localdate(min(moment, ballot.closes_at) if ballot.closes_at else moment)
    last = Resolution.objects.filter(cooperation=cooperation, year=day.year).aggregate(last=Max("number"))
    meeting, item = ballot.meeting, ballot.item
    return Resolution.objects.create(
        cooperation=cooperation,
        year=day.year,
        number=(last["last"] or 0) + 1,
        body=ballot.body,
        meeting=meeting,
        ballot=ballot,
        title=ballot.title,
        text=ballot.motion,
        decided_on=day,
        is_public=bool(meeting and item and ballot.body.is_public and meeting.is_public and item.is_public),
    )

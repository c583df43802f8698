"""Counting a ballot: result, resolution, and for circulars the word to everybody. Inside the caller's transaction."""

from datetime import datetime

from django.db.models import Max
from django.utils import timezone

from cooperations.models import Cooperation
from governance import voting
from governance.models import Ballot, BallotKind, BallotResult, Resolution, ResolutionState, SecretPaper, Vote
from governance.selectors.attendance import present_partners, with_people
from governance.selectors.ballots import took_part, weights_of
from governance.services.ballot_box import lay_anew
from governance.services.circular_mails import tell_result
from governance.services.first_items import APPROVAL

ALONE_IN_THE_BOX = (
    "In der geheimen Abstimmung hat nur eine Kommune abgestimmt: Ihr Stimmzettel wäre nicht geheim."
)


def finish(ballot: Ballot, moment: datetime) -> Ballot:
    """Count an open ballot whose row is locked; an accepted motion becomes a resolution.

    A single secret paper is not opened: everybody would know whose it is. Such a ballot ends without a result.
    """
    weights = weights_of(ballot)
    voted = took_part(ballot)
    if is_alone(ballot, voted):
        return break_off(ballot, ALONE_IN_THE_BOX, moment)
    if ballot.kind == BallotKind.SECRET:
        given = [voting.Given(choice, max(weights.values(), default=1)) for choice in lay_anew(ballot)]
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


def is_alone(ballot: Ballot, voted: set[int]) -> bool:
    """Whether a secret ballot has a single paper."""
    return ballot.kind == BallotKind.SECRET and len(voted) == 1


def break_off(ballot: Ballot, reason: str, moment: datetime) -> Ballot:
    """End an open ballot whose row is locked without a result; papers of a secret one are destroyed."""
    SecretPaper.objects.filter(ballot=ballot).delete()
    ballot.withdrawn_because, ballot.closed_at = reason, moment
    ballot.save(update_fields=["withdrawn_because", "closed_at"])
    if ballot.meeting_id is None:
        tell_result(ballot)
    return ballot


def _in_room(ballot: Ballot, moment: datetime) -> tuple[set[int], str]:
    """Who counts for the quorum apart from those who voted, and the word for it; in a circular nobody else."""
    if ballot.meeting is None:
        return set(), "beteiligt"
    return set(present_partners(with_people(ballot.meeting.attendances.all()), moment)), "anwesend"


def _enter(ballot: Ballot, moment: datetime) -> Resolution:
    """Enter an accepted motion in the register under the next number of its year."""
    cooperation = Cooperation.objects.select_for_update().get(pk=ballot.body.cooperation_id)
    # A circular is counted a little after its deadline, and decided at it.
    day = timezone.localdate(min(moment, ballot.closes_at) if ballot.closes_at else moment)
    last = Resolution.objects.filter(cooperation=cooperation, year=day.year).aggregate(last=Max("number"))
    meeting, item = ballot.meeting, ballot.item
    # Nobody has to carry out an approval: it takes effect with the vote.
    done = item is not None and item.key == APPROVAL
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
        state=ResolutionState.DONE if done else ResolutionState.OPEN,
        state_note="mit dem Beschluss vollzogen" if done else "",
        is_public=bool(meeting and item and ballot.body.is_public and meeting.is_public and item.is_public),
    )

"""Date polls as pages show them: who can when, and which date suits most."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone

from governance.models import DatePoll, Member, PollAnswer, PollChoice, PollOption
from governance.querysets import BelowBodyQuerySet
from governance.selectors.people import members_on
from ikz.accounts.models import User
from municipalities.querysets import valid_today

CHOICE_KINDS = {PollChoice.YES: "done", PollChoice.MAYBE: "waiting", PollChoice.NO: "danger"}


@dataclass(frozen=True)
class Cell:
    """A member's answer to one date, in words and as a badge."""

    word: str
    kind: str


@dataclass(frozen=True)
class Line:
    """A member with the answers in the order of the options; ``mine`` and ``may_answer`` are about the viewer."""

    member: Member
    cells: Sequence[Cell]
    answered: bool
    mine: bool
    may_answer: bool


@dataclass(frozen=True)
class Sum:
    """How a date suits those who answered; ``best`` marks those that suit most."""

    option: PollOption
    yes: int
    maybe: int
    no: int
    best: bool

    @property
    def rank(self) -> tuple[int, int]:
        """Fewest refusals first, then most who can."""
        return (self.no, -self.yes)


@dataclass(frozen=True)
class Matrix:
    """The whole poll."""

    lines: Sequence[Line]
    sums: Sequence[Sum]

    @property
    def unanswered(self) -> int:
        """How many regular members have not answered."""
        return len([line for line in self.lines if not line.answered and not line.member.is_deputy])


def is_late(poll: DatePoll) -> bool:
    """Whether the last day for answers has passed, by the calendar of Europe/Berlin."""
    return poll.answer_until < timezone.localdate()


def given(poll: DatePoll, member: Member) -> dict[int, str]:
    """A member's answers by key of the option."""
    rows = PollAnswer.objects.filter(option__poll=poll, member=member)
    return dict(rows.values_list("option_id", "choice"))


def matrix(poll: DatePoll, user: User, *, may_edit: bool) -> Matrix:
    """Members of today, deputies where they are asked or answered, with their answers; three queries."""
    options = list(poll.options.all())
    answers: dict[tuple[int, int], str] = {
        (member, option): choice
        for member, option, choice in PollAnswer.objects.filter(option__poll=poll).values_list(
            "member_id", "option_id", "choice"
        )
    }
    answered = {member for member, _ in answers}
    open_ = poll.closed_at is None and not user.read_only
    in_time = not is_late(poll)
    lines = []
    for member in members_on(poll.body, timezone.localdate()):
        mine = member.user_id == user.pk
        if member.is_deputy and not mine and member.pk not in answered:
            continue
        cells = [_cell(answers.get((member.pk, option.pk), "")) for option in options]
        lines.append(
            Line(member, cells, member.pk in answered, mine, open_ and ((mine and in_time) or may_edit))
        )
    return Matrix(lines, _sums(options, answers))


def _cell(choice: str) -> Cell:
    return (
        Cell(str(PollChoice(choice).label), CHOICE_KINDS[PollChoice(choice)])
        if choice
        else Cell("offen", "open")
    )


def _sums(options: Sequence[PollOption], answers: dict[tuple[int, int], str]) -> list[Sum]:
    def count(option: PollOption, choice: str) -> int:
        return len([1 for (_, key), given in answers.items() if key == option.pk and given == choice])

    found = [
        Sum(option, count(option, "yes"), count(option, "maybe"), count(option, "no"), best=False)
        for option in options
    ]
    best = min((one.rank for one in found), default=(0, 0))
    return [
        Sum(one.option, one.yes, one.maybe, one.no, best=bool(answers) and one.rank == best) for one in found
    ]


def open_polls(user: User, rows: BelowBodyQuerySet[DatePoll]) -> list[tuple[DatePoll, bool]]:
    """Polls with whether the viewer is asked and has not answered; three queries."""
    polls = list(rows.select_related("body"))
    waiting = unanswered(user, polls)
    return [(poll, poll.pk in waiting) for poll in polls]


def unanswered(user: User, polls: Iterable[DatePoll]) -> set[int]:
    """Keys of the open polls that wait for an answer of ``user``, who sits in their body today; two queries."""
    by_body: dict[int, list[int]] = {}
    for poll in polls:
        if poll.closed_at is not None or is_late(poll):
            continue
        by_body.setdefault(poll.body_id, []).append(poll.pk)
    seats = Member.objects.representing().filter(
        valid_today(), valid_today("seat__"), user=user, is_deputy=False, seat__body__in=by_body
    )
    asked = {pk for body in seats.values_list("seat__body", flat=True) for pk in by_body[body]}
    done = PollAnswer.objects.filter(option__poll__in=asked, member__user=user)
    return asked - set(done.values_list("option__poll", flat=True))

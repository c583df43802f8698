"""Where cooperations stand and what somebody can do next in each: for overview, portfolio and start page."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone

from agreements.deadlines import due_stage
from agreements.selectors.agreements import in_cooperations
from agreements.selectors.deadlines import AgreementDay, next_days
from cooperations import catalog, progress
from cooperations.models import Cooperation, GuidingAnswer, Partner, PartnerRole, PartnerStatus, Phase
from cooperations.progress import PhaseProgress, Slot
from cooperations.selectors import guiding
from cooperations.selectors.conduct import Conduct, conducts
from cooperations.selectors.measures import MeasuresSummary, measures_summary
from cooperations.selectors.relations import Relation, relations
from ikz.accounts.models import User
from ikz.jobs.models import JobState
from quickcheck.scoring import Score
from quickcheck.selectors import headlines
from steckbriefe.models import Steckbrief
from workspace.next_steps import DRAFT, NO_STECKBRIEF, PUBLISHED, AgreementDate, Facts, NextStep, next_steps

# Stages of the reminders at which a deadline is a step to take: three months before and later.
NEAR = (3, 1)


@dataclass(frozen=True, kw_only=True)
class Situation:
    """One cooperation as one person meets it; ``own_slots`` are own answers missing in the present phase."""

    cooperation: Cooperation
    relation: Relation
    phases: Sequence[PhaseProgress]
    score: Score
    steckbrief: Steckbrief | None
    steps: Sequence[NextStep]
    own_slots: Sequence[Slot]
    measures: MeasuresSummary

    @property
    def lead(self) -> Partner | None:
        """The partner that leads."""
        return lead_of(self.cooperation)

    @property
    def steckbrief_state(self) -> str:
        """``none``, ``draft`` or ``published``."""
        return _steckbrief_state(self.steckbrief)


def lead_of(cooperation: Cooperation) -> Partner | None:
    """The partner that leads; uses what was fetched along."""
    present = (PartnerStatus.INVITED, PartnerStatus.CONFIRMED)
    return next(
        (row for row in cooperation.partners.all() if row.role == PartnerRole.LEAD and row.status in present),
        None,
    )


def situations(user: User, rows: Iterable[Cooperation]) -> list[Situation]:
    """The situation in each cooperation; nine queries, however many rows (from ``with_partners()``)."""
    fetched = list(rows)
    answers: dict[int, list[GuidingAnswer]] = defaultdict(list)
    for answer in GuidingAnswer.objects.filter(cooperation__in=fetched).defer("updated_at"):
        answers[answer.cooperation_id].append(answer)
    steckbriefe = {
        row.cooperation_id: row
        # Texts alone are no Steckbrief yet: it begins with an edition that has its PDF.
        for row in Steckbrief.objects.filter(cooperation__in=fetched, editions__state=JobState.DONE)
        .defer("texts")
        .distinct()
    }
    scores, related, conducted = headlines(fetched), relations(user, fetched), conducts(fetched)
    measures = measures_summary(row.pk for row in fetched)
    agreed = in_cooperations(user, [row.pk for row in fetched])
    days = next_days((row.pk for row in fetched), timezone.localdate())
    return [
        _situation(
            user,
            row,
            related[row.pk],
            answers[row.pk],
            scores[row.pk],
            steckbriefe.get(row.pk),
            conducted[row.pk],
            measures[row.pk],
            days=days.get(row.pk, ()),
            proposals=agreed.get(row.pk),
        )
        for row in fetched
    ]


def _situation(
    user: User,
    row: Cooperation,
    viewer: Relation,
    answers: list[GuidingAnswer],
    score: Score,
    steckbrief: Steckbrief | None,
    conduct: Conduct,
    measures: MeasuresSummary,
    *,
    days: Iterable[AgreementDay],
    proposals: int | None,
) -> Situation:
    due = conduct.due if conduct.due is not None and conduct.due.is_near else None
    partners = guiding.confirmed(row)
    own = [partner for partner in viewer.own if partner.is_confirmed]
    phase = catalog.phases()[row.phase]
    given = guiding.answered_slots(answers)
    own_slots = progress.unanswered([phase], [partner.pk for partner in own], given, common=False)
    facts = Facts(
        slug=row.slug,
        coordinates=viewer.coordinates,
        invitations=[str(partner) for partner in viewer.invitations],
        without_figures=[
            str(partner)
            for partner in (partners if viewer.coordinates else own)
            if partner.schools is None or partner.pupils is None
        ],
        awaiting=[
            str(partner)
            for partner in row.partners.all()
            if partner.status == PartnerStatus.INVITED and partner not in viewer.own
        ],
        own_open=len(own_slots),
        common_open=len(progress.unanswered([phase], [], given, common=True)),
        unrated=score.unrated,
        has_goals=bool(row.goals),
        has_model=bool(row.model_keys),
        steckbrief=_steckbrief_state(steckbrief),
        without_benefit=[
            str(partner)
            for partner in (partners if viewer.coordinates else own)
            if not partner.benefit.strip()
        ],
        bare_barriers=conduct.bare_barriers,
        evaluation_due=due.on if due else None,
        evaluation_overdue=due is not None and due.is_overdue,
        overdue_measures=measures.overdue,
        # None: there is no agreement. Before the model is chosen there is nothing to draft.
        lacks_agreement=proposals is None and row.phase == Phase.IMPLEMENTATION and bool(row.model_keys),
        proposals=proposals or 0,
        agreements=[_near(one) for one in days if due_stage(one.deadline.day, timezone.localdate()) in NEAR],
    )
    return Situation(
        cooperation=row,
        relation=viewer,
        phases=guiding.phase_progress(row, answers),
        score=score,
        steckbrief=steckbrief,
        steps=[] if user.read_only else next_steps(facts),
        own_slots=own_slots,
        measures=measures,
    )


def _near(one: AgreementDay) -> AgreementDate:
    return AgreementDate(
        agreement_id=one.agreement_id, title=one.title, day=one.deadline.day, what=one.deadline.title
    )


def _steckbrief_state(row: Steckbrief | None) -> str:
    if row is None:
        return NO_STECKBRIEF
    return PUBLISHED if row.published_id else DRAFT

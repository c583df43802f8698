"""The guiding questions of a cooperation as its page shows them."""

from collections.abc import Iterable
from dataclasses import dataclass

from cooperations import catalog, progress
from cooperations.catalog import Phase, Question, Step
from cooperations.models import Cooperation, GuidingAnswer, Partner
from cooperations.progress import PhaseProgress, Slot
from cooperations.selectors.relations import Relation
from ikz.accounts.models import User


@dataclass(frozen=True)
class AnswerCard:
    """One expected answer: the question, who answers, what is stored, and whether the viewer may write.

    ``partner`` is None where all answer together.
    """

    question: Question
    partner: Partner | None
    answer: GuidingAnswer | None
    may_edit: bool
    own: bool

    @property
    def anchor(self) -> str:
        """The id of the card in the page."""
        suffix = f"-{self.partner.municipality.ags}" if self.partner else ""
        return f"antwort-{self.question.key}{suffix}"

    @property
    def text(self) -> str:
        """The stored answer; empty where there is none."""
        return self.answer.text if self.answer else ""

    @property
    def version(self) -> int:
        """The stored version; 0 where there is none."""
        return self.answer.version if self.answer else 0

    @property
    def query(self) -> str:
        """What names the partner in the address of the answer."""
        return f"?kommune={self.partner.municipality.ags}" if self.partner else ""

    @property
    def reading_query(self) -> str:
        """The same for reading instead of writing."""
        return f"{self.query}&ansicht=lesen" if self.query else "?ansicht=lesen"


@dataclass(frozen=True)
class QuestionCards:
    """A question with its answers."""

    question: Question
    cards: tuple[AnswerCard, ...]

    @property
    def answered(self) -> int:
        """How many answers are given."""
        return sum(bool(card.text) for card in self.cards)


@dataclass(frozen=True)
class StepCards:
    """A step of the method with its questions."""

    step: Step
    questions: tuple[QuestionCards, ...]


def answered_slots(answers: Iterable[GuidingAnswer]) -> set[Slot]:
    """The expected answers that are given; an emptied answer is none."""
    return {(row.question_key, row.partner_id) for row in answers if row.text.strip()}


def confirmed(cooperation: Cooperation) -> list[Partner]:
    """The partners that answer; uses what was fetched along."""
    return [partner for partner in cooperation.partners.all() if partner.is_confirmed]


def phase_progress(cooperation: Cooperation, answers: Iterable[GuidingAnswer]) -> list[PhaseProgress]:
    """Progress of the three phases."""
    partners = [partner.pk for partner in confirmed(cooperation)]
    return progress.progress(catalog.phases().values(), partners, answered_slots(answers))


def visible_answers(user: User, cooperation: Cooperation) -> list[GuidingAnswer]:
    """All answers of a cooperation, with who wrote them; one query."""
    rows = GuidingAnswer.objects.visible_to(user).filter(cooperation=cooperation)
    return list(rows.select_related("updated_by"))


def step_cards(
    cooperation: Cooperation,
    phase: Phase,
    answers: Iterable[GuidingAnswer],
    viewer: Relation,
    *,
    read_only: bool,
) -> list[StepCards]:
    """The steps of a phase with every question and answer, in order."""
    stored = {(row.question_key, row.partner_id): row for row in answers}
    return [
        StepCards(
            step=step,
            questions=tuple(
                _question_cards(cooperation, question, stored, viewer, read_only=read_only)
                for question in step.questions
            ),
        )
        for step in phase.steps
    ]


def answer_card(
    question: Question,
    partner: Partner | None,
    answer: GuidingAnswer | None,
    viewer: Relation,
    *,
    read_only: bool,
) -> AnswerCard:
    """One answer with the viewer's rights: the coordination writes all, others for their own partner."""
    own = partner is not None and partner.pk in {row.pk for row in viewer.own}
    may_edit = not read_only and (
        viewer.coordinates or (own and partner is not None and partner.is_confirmed)
    )
    return AnswerCard(question=question, partner=partner, answer=answer, may_edit=may_edit, own=own)


def _question_cards(
    cooperation: Cooperation,
    question: Question,
    stored: dict[Slot, GuidingAnswer],
    viewer: Relation,
    *,
    read_only: bool,
) -> QuestionCards:
    partners: list[Partner | None] = [*confirmed(cooperation)] if question.per_partner else [None]
    # One's own answer stands first: it is what somebody came for.
    own = {row.pk for row in viewer.own}
    partners.sort(key=lambda partner: partner is not None and partner.pk not in own)
    cards = (
        answer_card(
            question,
            partner,
            stored.get((question.key, partner.pk if partner else None)),
            viewer,
            read_only=read_only,
        )
        for partner in partners
    )
    return QuestionCards(question=question, cards=tuple(cards))

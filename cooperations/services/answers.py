"""Answers to the guiding questions, with a version check: nothing is overwritten silently."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404

from cooperations import catalog
from cooperations.models import Cooperation, GuidingAnswer, Partner
from ikz.access.conflicts import EditConflict
from ikz.access.querysets import get_editable, get_visible
from ikz.accounts.models import User

ANSWER_LENGTH = 8000


@transaction.atomic
def save_answer(
    *,
    actor: User,
    cooperation: Cooperation,
    question_key: str,
    text: str,
    expected_version: int,
    partner: Partner | None = None,
) -> GuidingAnswer:
    """Store the answer of one partner, or the common one where ``partner`` is None.

    ``expected_version`` is the version the person saw, 0 where there was none. Raises EditConflict when
    somebody else saved another text since, Http404 and PermissionDenied by the gate, ValidationError for an
    unknown question, one that is not asked this way, an empty first answer or one of more than ANSWER_LENGTH
    characters. An empty text takes a stored answer back.
    """
    question = catalog.questions().get(question_key)
    if question is None:
        raise Http404
    if question.per_partner != (partner is not None):
        raise ValidationError({"text": "Diese Leitfrage wird anders beantwortet: je Partner oder gemeinsam."})
    if partner is None:
        row = get_editable(Cooperation.objects, actor, lock=True, pk=cooperation.pk)
    else:
        row = _lock_for(actor, cooperation, partner)
    text = _tidy(text)
    if len(text) > ANSWER_LENGTH:
        raise ValidationError(
            {"text": f"Die Antwort ist zu lang: höchstens {ANSWER_LENGTH} Zeichen, es sind {len(text)}."}
        )
    answer = GuidingAnswer.objects.filter(cooperation=row, question_key=question_key, partner=partner).first()
    if answer is None:
        if not text:
            raise ValidationError({"text": "Bitte schreiben Sie eine Antwort."})
        answer = GuidingAnswer(cooperation=row, question_key=question_key, partner=partner, version=0)
    if answer.text == text and answer.version:
        return answer
    if answer.version != expected_version:
        raise EditConflict(current=answer, submitted=text)
    answer.text, answer.version, answer.updated_by = text, answer.version + 1, actor
    answer.full_clean()
    answer.save()
    return answer


def _tidy(text: str) -> str:
    # Browsers send line ends as CRLF: the same answer must be the same text, whoever sends it.
    return text.replace("\r\n", "\n").strip()


def _lock_for(actor: User, cooperation: Cooperation, partner: Partner) -> Cooperation:
    """The cooperation, locked, if ``actor`` may answer for ``partner``."""
    seen = get_visible(Cooperation.objects, actor, pk=cooperation.pk)
    # Locked before the question, so that nobody leaves between it and the write.
    row = Cooperation.objects.select_for_update().get(pk=seen.pk)
    if not Partner.objects.answerable_by(actor).filter(pk=partner.pk, cooperation=row).exists():
        if Partner.objects.filter(pk=partner.pk, cooperation=row).exists():
            raise PermissionDenied
        raise Http404
    return row

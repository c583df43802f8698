"""Keep the model advice with a cooperation as evidence of how its form was chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.core.exceptions import ValidationError
from django.db import transaction

from cooperations.advice_result import Result, problems, result
from cooperations.models import Cooperation, ModelAdvice
from cooperations.selectors.law_notes import public_notes
from cooperations.services.cooperations import CooperationData, stored_values, update_cooperation
from ikz.access.querysets import get_editable
from ikz.accounts.models import User


@transaction.atomic
def keep_advice(
    *,
    actor: User,
    cooperation: Cooperation,
    land: str,
    answers: Mapping[str, str],
    model_keys: Sequence[str] = (),
    expected_version: int | None = None,
) -> ModelAdvice:
    """Keep what the advice says today to ``answers``; the very same advice is kept once.

    ``model_keys`` name recommended forms that become those of the cooperation, whose version ``expected_version``
    the person saw. Raises ValidationError by field (``land``, ``answers``, ``model_keys``), and EditConflict where
    somebody changed the cooperation meanwhile; then nothing is kept.
    """
    row: Cooperation = get_editable(Cooperation.objects, actor, lock=True, pk=cooperation.pk)
    found = _advice(land, answers)
    if model_keys:
        _take_over(actor, row, found, model_keys, expected_version)
    facts = {
        "land": land,
        "answers": dict(answers),
        "result": found.as_values,
        "catalog_version": found.catalog_version,
    }
    kept = ModelAdvice.objects.filter(cooperation=row, **facts).first()
    return kept or ModelAdvice.objects.create(cooperation=row, created_by=actor, **facts)


def _advice(land: str, answers: Mapping[str, str]) -> Result:
    wrong = problems(land, answers)
    if wrong:
        # By question for programs, one after the other for people.
        raise ValidationError(
            {
                name: messages
                if isinstance(messages, list)
                else [text for of_one in messages.values() for text in of_one]
                for name, messages in wrong.items()
            }
        )
    if not answers:
        raise ValidationError({"answers": "Bitte beantworten Sie mindestens eine Frage."})
    return result(land, answers, public_notes(land))


def _take_over(
    actor: User, row: Cooperation, found: Result, model_keys: Sequence[str], expected_version: int | None
) -> None:
    if not set(model_keys) <= {form.model for form in (*found.recommended, *found.additions)}:
        raise ValidationError({"model_keys": "Diese Form wird nicht empfohlen."})
    if expected_version is None:
        raise ValidationError({"model_keys": "Die Fassung der Kooperation fehlt."})
    update_cooperation(
        actor=actor,
        cooperation=row,
        data=replace(CooperationData(**stored_values(row)), model_keys=list(model_keys)),
        expected_version=expected_version,
    )

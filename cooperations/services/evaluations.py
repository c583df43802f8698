"""Self-evaluations: recorded by the coordination, and reminded of before they fall due."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cooperations.models import Cooperation, Coordinator, Phase, SelfEvaluation
from cooperations.models.conduct import TEXT_LENGTH
from cooperations.selectors.conduct import conducts
from ikz.access.querysets import get_editable
from ikz.accounts.models import User
from ikz.notifications.models import OutgoingMail
from ikz.notifications.services import enqueue_mail, withdraw_mails
from ikz.ui.formatting import de_date

# Typed years before this one are slips.
EARLIEST_YEAR = 1990


@transaction.atomic
def record_self_evaluation(
    *, actor: User, cooperation: Cooperation, held_on: date, outcome: str
) -> SelfEvaluation:
    """Note that a self-evaluation was held and what it came to; the next falls due five years later."""
    row = get_editable(Cooperation.objects, actor, lock=True, pk=cooperation.pk)
    outcome = outcome.replace("\r\n", "\n").strip()
    errors = {}
    if held_on > timezone.localdate():
        errors["held_on"] = "Die Selbstevaluation kann nicht in der Zukunft liegen."
    elif held_on.year < EARLIEST_YEAR:
        errors["held_on"] = "Bitte prüfen Sie das Jahr."
    if not outcome:
        errors["outcome"] = "Bitte halten Sie das Ergebnis fest."
    elif len(outcome) > TEXT_LENGTH:
        errors["outcome"] = (
            f"Das Ergebnis ist zu lang: höchstens {TEXT_LENGTH} Zeichen, es sind {len(outcome)}."
        )
    if errors:
        raise ValidationError(errors)
    # A second click is no second evaluation.
    if found := SelfEvaluation.objects.filter(cooperation=row, held_on=held_on, outcome=outcome).first():
        return found
    withdraw_mails(dedupe_prefix=_prefix(row))
    return SelfEvaluation.objects.create(cooperation=row, held_on=held_on, outcome=outcome, recorded_by=actor)


@transaction.atomic
def remove_self_evaluation(*, actor: User, evaluation: SelfEvaluation) -> None:
    """Take back an entry made by mistake; the history keeps it."""
    get_editable(SelfEvaluation.objects, actor, lock=True, pk=evaluation.pk).delete()


def remind_of_self_evaluations(today: date | None = None) -> int:
    """Write to the coordinations of cooperations whose self-evaluation is near, each once; return how many mails.

    Run daily by nobody in particular; twice or in parallel makes no second mail.
    """
    day = today or timezone.localdate()
    rows = list(Cooperation.objects.filter(phase=Phase.CONSOLIDATION))
    found = conducts(rows, day)
    near = [row for row in rows if (due := found[row.pk].due) is not None and due.is_near]
    return sum(_remind(row.pk, day) for row in near)


@transaction.atomic
def _remind(pk: int, today: date) -> int:
    # Locked and read again: a self-evaluation recorded at this moment makes the reminder needless.
    row = Cooperation.objects.select_for_update().get(pk=pk)
    due = conducts([row], today)[pk].due
    if due is None or not due.is_near:
        return 0
    written = 0
    for coordinator in Coordinator.objects.filter(cooperation=row).select_related("user"):
        user = coordinator.user
        key = f"{_prefix(row)}{due.on:%Y-%m-%d}:{user.pk}"
        if not Cooperation.objects.editable_by(user).filter(pk=pk).exists():
            continue
        if OutgoingMail.objects.filter(dedupe_key=key).exists():
            continue
        enqueue_mail(
            dedupe_key=key,
            to=user.email,
            template="self_evaluation_due",
            context={
                "title": row.title,
                "slug": row.slug,
                "due_on": de_date(due.on),
                "overdue": due.is_overdue,
            },
        )
        written += 1
    return written


def _prefix(row: Cooperation) -> str:
    return f"self-evaluation-due:{row.pk}:"

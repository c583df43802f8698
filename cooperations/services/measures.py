"""Measures: planned by the coordination, carried on by the municipality responsible for them."""

from collections.abc import Collection
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cooperations import dependencies
from cooperations.models import Cooperation, Measure, MeasureDependency, MeasureState, Partner
from cooperations.selectors.addressees import staff_of
from ikz.access.conflicts import EditConflict
from ikz.access.history import linked_under
from ikz.access.querysets import get_editable
from ikz.accounts.models import User

# Why a measure is not one without it: shown at the field (Handreichung, Kapitel 4.2.2: "SMART").
REASONS = {
    "title": "Bitte geben Sie der Maßnahme einen kurzen Namen.",
    "description": (
        "Spezifisch: Bitte schreiben Sie, was genau getan wird. Sonst versteht jede Kommune etwas anderes darunter."
    ),
    "indicator": (
        "Messbar: Bitte nennen Sie, woran Sie den Erfolg messen. Ohne Messgröße lässt sich später nicht sagen, ob die "
        "Maßnahme gewirkt hat."
    ),
    "target_value": "Messbar: Bitte nennen Sie den Wert, der erreicht werden soll. Erst er sagt, wann es genug ist.",
    "benefit": (
        "Attraktiv: Bitte schreiben Sie, was die Partner davon haben. Ohne sichtbaren Nutzen trägt niemand den Aufwand."
    ),
    "resources": (
        "Realistisch: Bitte nennen Sie, womit Sie es schaffen: Personal, Zeit, Geld. Was niemand leisten kann, bleibt liegen."
    ),
    "due_on": "Terminiert: Bitte nennen Sie den Tag, an dem die Maßnahme fertig ist. Ohne Termin bleibt sie ein Vorsatz.",
    "partner": "Bitte wählen Sie die Kommune, die für die Maßnahme verantwortlich ist.",
    "function": (
        "Bitte nennen Sie die zuständige Stelle oder Funktion, zum Beispiel „Schul-IT“. Sonst fühlt sich niemand zuständig."
    ),
}
FURTHEST_YEARS = 30
CIRCLE = (
    "So entstünde ein Kreis: {chain}. Jede dieser Maßnahmen würde auf die nächste warten, und keine könnte beginnen. "
    "Lösen Sie eine der Abhängigkeiten."
)


@dataclass(frozen=True, kw_only=True)
class MeasureData:
    """What the coordination enters; ``partner``, ``person`` and ``waits_for`` are primary keys."""

    title: str
    description: str
    indicator: str
    target_value: str
    benefit: str
    resources: str
    due_on: date | None
    partner: int | None
    function: str
    person: int | None = None
    current_value: str = ""
    waits_for: Collection[int] = ()


@dataclass(frozen=True, kw_only=True)
class Step:
    """What the responsible municipality tells: state, progress in percent, today's value of the indicator."""

    state: str
    progress: int
    current_value: str


def stored_values(row: Measure) -> dict[str, Any]:
    """What is stored, by the names of :class:`MeasureData`."""
    return kept_values(row) | {"waits_for": tuple(sorted(other.pk for other in row.waits_for.all()))}


def kept_values(row: Any) -> dict[str, Any]:
    """The same without dependencies, which stand in rows of their own; also of a row of the history."""
    return {
        item.name: getattr(row, f"{item.name}_id" if item.name in ("partner", "person") else item.name)
        for item in fields(MeasureData)
        if item.name != "waits_for"
    }


def earlier_values(row: Measure, version: int) -> dict[str, Any]:
    """What was stored under an earlier version; empty where the history does not have it."""
    event = row.events.filter(version=version).order_by("-pgh_id").first()  # type: ignore[attr-defined]
    if event is None:
        return {}
    links = MeasureDependency.pgh_event_model.objects.all()
    now = row.waits_for.values_list("pk", flat=True)
    waited = linked_under(row, version, links, now, source="from_measure_id", target="to_measure_id")
    return kept_values(event) | {"waits_for": tuple(sorted(waited))}


def stored_step(row: Any) -> dict[str, Any]:
    """What is stored, by the names of :class:`Step`; also of a row of the history."""
    return {item.name: getattr(row, item.name) for item in fields(Step)}


def tidy(data: MeasureData) -> MeasureData:
    """The data as it is stored: no spaces around, lines end in one way, dependencies once and in order."""
    texts: dict[str, Any] = {
        item.name: "\n".join(value.strip().splitlines()) if _says_something(value) else ""
        for item in fields(data)
        if isinstance(value := getattr(data, item.name), str)
    }
    return replace(data, **texts, waits_for=tuple(sorted(set(data.waits_for))))


def _says_something(text: str) -> bool:
    """Whether there is anything to read: characters without a width are none."""
    return any(sign.isprintable() and not sign.isspace() for sign in text)


@transaction.atomic
def plan_measure(*, actor: User, cooperation: Cooperation, data: MeasureData) -> Measure:
    """Enter a planned measure, by the coordination; raises ValidationError by field for one that is not SMART."""
    owner: Cooperation = get_editable(Cooperation.objects, actor, lock=True, pk=cooperation.pk)
    row = Measure(cooperation=owner)
    waits_for = _fill(row, data)
    row.save()
    row.waits_for.set(waits_for)
    return row


@transaction.atomic
def change_measure(*, actor: User, measure: Measure, data: MeasureData, expected_version: int) -> Measure:
    """Store changed data, by the coordination.

    Raises EditConflict when somebody saved in between, ValidationError by field, also (``waits_for``) for a circle.
    """
    row = _locked_by_coordination(actor, measure)
    if row.version != expected_version:
        raise EditConflict(current=row, submitted=data)
    waits_for = _fill(row, data)
    row.version += 1
    row.save()
    row.waits_for.set(waits_for)
    return row


@transaction.atomic
def advance_measure(*, actor: User, measure: Measure, step: Step, expected_version: int) -> Measure:
    """Store how far a measure is, by the responsible municipality or the coordination.

    Done is allowed while it waits for others: people know more than the plan. Raises EditConflict when somebody
    saved in between, ValidationError by field.
    """
    row = _locked(actor, measure)
    if row.version != expected_version:
        raise EditConflict(current=row, submitted=step)
    row.state, row.progress = step.state, step.progress
    row.current_value = step.current_value.strip()
    row.full_clean(validate_constraints=False)
    row.version += 1
    row.save()
    return row


@transaction.atomic
def remove_measure(*, actor: User, measure: Measure) -> None:
    """Delete a measure that has not begun, by the coordination; its history stays.

    Raises ValidationError where it has begun or another one waits for it: that one is given up instead.
    """
    row = _locked_by_coordination(actor, measure)
    if reason := reason_to_stay(row):
        raise ValidationError(reason)
    row.delete()


def reason_to_stay(row: Measure) -> str:
    """Why a measure cannot be removed any more; empty where it can."""
    if row.state != MeasureState.PLANNED:
        return "Nur geplante Maßnahmen lassen sich entfernen. Was begonnen hat, gehört zum Verlauf der Kooperation."
    waiting = [f"„{other}“" for other in row.waited_for_by.all()]
    if waiting:
        return f"Auf diese Maßnahme wartet noch: {', '.join(waiting)}. Lösen Sie erst die Abhängigkeit."
    return ""


def _locked(actor: User, measure: Measure) -> Measure:
    seen: Measure = get_editable(Measure.objects, actor, pk=measure.pk)
    # First the cooperation, as everywhere: two people who plan at once could close a circle together.
    Cooperation.objects.select_for_update().get(pk=seen.cooperation_id)
    row: Measure = get_editable(Measure.objects, actor, lock=True, pk=measure.pk)
    return row


def _locked_by_coordination(actor: User, measure: Measure) -> Measure:
    seen: Measure = get_editable(Measure.objects, actor, pk=measure.pk)
    get_editable(Cooperation.objects, actor, lock=True, pk=seen.cooperation_id)
    row: Measure = get_editable(Measure.objects, actor, lock=True, pk=measure.pk)
    return row


def _fill(row: Measure, data: MeasureData) -> list[Measure]:
    """Check the data, put it into the row and return what it waits for."""
    whole = tidy(data)
    errors = {name: reason for name, reason in REASONS.items() if not getattr(whole, name)}
    if whole.due_on and abs(whole.due_on.year - timezone.localdate().year) > FURTHEST_YEARS:
        errors["due_on"] = "Bitte prüfen Sie das Jahr."
    partner = (
        Partner.objects.filter(cooperation=row.cooperation_id, pk=whole.partner or 0).confirmed().first()
    )
    if whole.partner and partner is None:
        errors["partner"] = "Verantwortlich kann nur eine Kommune sein, die als Partner bestätigt ist."
    if partner and whole.person and not _works_for(partner, whole.person):
        errors["person"] = f"Dieses Konto arbeitet zurzeit nicht für {partner}."
    if errors or partner is None:
        raise ValidationError(errors)
    for name, value in kept_values_of(whole).items():
        setattr(row, f"{name}_id" if name in ("partner", "person") else name, value)
    row.full_clean(validate_constraints=False)
    return _prerequisites(row, whole.waits_for)


def _works_for(partner: Partner, person: int) -> bool:
    place = partner.municipality_id
    return any(user.pk == person for user in staff_of([place])[place])


def kept_values_of(data: MeasureData) -> dict[str, Any]:
    """The values that stand in the measure's own row."""
    return {item.name: getattr(data, item.name) for item in fields(data) if item.name != "waits_for"}


def _prerequisites(row: Measure, wanted: Collection[int]) -> list[Measure]:
    siblings = {
        one.pk: one
        for one in Measure.objects.filter(cooperation=row.cooperation_id).prefetch_related("waits_for")
    }
    if not set(wanted) <= set(siblings):
        raise ValidationError(
            {"waits_for": "Eine Maßnahme kann nur auf Maßnahmen derselben Kooperation warten."}
        )
    edges: dict[int, Collection[int]] = {
        pk: [other.pk for other in one.waits_for.all()] for pk, one in siblings.items()
    }
    if row.pk:
        chain = dependencies.circle(edges | {row.pk: list(wanted)}, row.pk)
        if chain:
            titles = {pk: one.title for pk, one in siblings.items()} | {row.pk: row.title}
            raise ValidationError({"waits_for": CIRCLE.format(chain=dependencies.in_words(chain, titles))})
    return [siblings[pk] for pk in wanted]

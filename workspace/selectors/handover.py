"""What somebody needs who takes over the coordination: one value that serves the page and the PDF.

Everything is text, so that the same value is stored as JSON for the PDF and still says what it said when it was
ordered.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from cooperations.models import Barrier, Cooperation, Measure, ModelAdvice, PartnerSearch
from cooperations.selectors.conduct import conducts, phase_changes
from cooperations.selectors.guiding import phase_progress, visible_answers
from cooperations.selectors.measures import Line, lines, with_relations
from governance.selectors.actions import ActionLine, next_meeting, noteworthy_resolutions, open_actions
from ikz.accounts.models import User
from ikz.ui.formatting import de_date, de_datetime
from workspace.selectors.handover_contacts import Contact, contacts
from workspace.selectors.handover_costs import Costs, costs
from workspace.selectors.open_items import open_factors


@dataclass(frozen=True)
class Entry:
    """Something to know, with where it is written; ``href`` is a path from the root."""

    title: str
    note: str = ""
    href: str = ""


@dataclass(frozen=True)
class Task:
    """An open measure or action item; ``word`` says how near its day is."""

    title: str
    href: str
    responsible: str
    due: str
    word: str
    state: str


@dataclass(frozen=True)
class Decision:
    """A change of phase with the reason that was given."""

    day: str
    title: str
    reason: str
    by: str


@dataclass(frozen=True)
class Deadline:
    """A day to keep in mind; ``word`` says whether it has passed."""

    day: str
    title: str
    word: str


@dataclass(frozen=True, kw_only=True)
class Handover:
    """The handover sheet of one cooperation, in the order in which it is read."""

    as_of: str
    title: str
    subtitle: str
    slug: str
    phase: str
    models: str
    duration: str
    contacts: Sequence[Contact]
    coordination: Sequence[str]
    deadlines: Sequence[Deadline]
    meeting: Entry | None
    tasks: Sequence[Task]
    actions: Sequence[Task]
    questions: Sequence[Entry]
    factors: Sequence[Entry]
    barriers: Sequence[str]
    resolutions: Sequence[Entry]
    decisions: Sequence[Decision]
    evidence: Sequence[Entry]
    costs: Costs | None


def handover(user: User, cooperation: Cooperation) -> Handover:
    """The sheet as it is today; the cooperation comes from the gate, with its partners fetched along."""
    today = timezone.localdate()
    base = f"/kooperationen/{cooperation.slug}/"
    rows = with_relations(Measure.objects.visible_to(user).running().filter(cooperation=cooperation))
    # By day: what is overdue stands first.
    open_measures = lines(user, rows.order_by("due_on", "pk"))
    barriers = Barrier.objects.visible_to(user).filter(
        cooperation=cooperation, resolved=False, counter_measure=""
    )
    actions = open_actions(user, cooperation)
    until = f" bis {de_date(cooperation.ends_on)}" if cooperation.ends_on else ""
    return Handover(
        as_of=de_date(today),
        title=cooperation.title,
        subtitle=cooperation.subtitle,
        slug=cooperation.slug,
        phase=cooperation.get_phase_display(),
        models=", ".join(cooperation.model_labels),
        duration=f"{cooperation.get_duration_display()}{until}",
        contacts=contacts(user, cooperation),
        coordination=[
            str(row.user) for row in cooperation.coordinators.select_related("user").order_by("appointed_at")
        ],
        deadlines=_deadlines(cooperation, open_measures, actions, today),
        meeting=_meeting(user, cooperation),
        tasks=[_task(line, base) for line in open_measures],
        actions=[_action(line, base) for line in actions],
        questions=_questions(user, cooperation, base),
        factors=[Entry(item.title, item.note, item.href) for item in open_factors(cooperation)],
        barriers=[row.text for row in barriers],
        resolutions=_resolutions(user, cooperation, base),
        decisions=_decisions(user, cooperation),
        evidence=_evidence(user, cooperation, base),
        costs=costs(user, cooperation),
    )


def _task(line: Line, base: str) -> Task:
    row = line.measure
    return Task(
        title=row.title,
        href=f"{base}massnahmen/{row.pk}/",
        responsible=f"{row.partner}, {row.function}" if row.function else str(row.partner),
        due=de_date(row.due_on),
        word=line.due.word,
        # Bound to its sign: columns are narrow.
        state=f"{row.get_state_display()}, {line.progress}\u00a0%",
    )


def _action(line: ActionLine, base: str) -> Task:
    row = line.action
    return Task(
        title=row.title,
        href=f"{base}aufgaben/{row.pk}/",
        responsible=f"{row.partner}, {row.function}",
        due=de_date(row.due_on),
        word=line.due.word,
        state=row.get_state_display(),
    )


def _meeting(user: User, cooperation: Cooperation) -> Entry | None:
    row = next_meeting(user, cooperation)
    if row is None:
        return None
    return Entry(f"{row.body}: {row.title}", de_datetime(row.starts_at), f"/sitzungen/{row.pk}/")


def _resolutions(user: User, cooperation: Cooperation, base: str) -> list[Entry]:
    """What was decided lately or still has to be carried out, with how far it is."""
    return [
        Entry(
            title=f"{row.reference} {row.title}",
            note="; ".join(
                part
                for part in (de_date(row.decided_on), str(row.body), row.get_state_display(), row.state_note)
                if part
            ),
            href=f"{base}beschluesse/{row.pk}/",
        )
        for row in noteworthy_resolutions(user, cooperation)
    ]


def _deadlines(
    cooperation: Cooperation, measures: Sequence[Line], actions: Sequence[ActionLine], today: date
) -> list[Deadline]:
    days = [(line.measure.due_on, f"Maßnahme: {line.measure.title}") for line in measures]
    days += [(line.action.due_on, f"Aufgabe: {line.action.title}") for line in actions]
    evaluation = conducts([cooperation], today)[cooperation.pk].due
    if evaluation is not None:
        days.append((evaluation.on, "Selbstevaluation, spätestens"))
    if cooperation.ends_on is not None:
        days.append((cooperation.ends_on, "Ende der Befristung"))
    return [
        Deadline(de_date(day), title, "überschritten" if day < today else "")
        for day, title in sorted(days, key=lambda pair: pair[0])
    ]


def _questions(user: User, cooperation: Cooperation, base: str) -> list[Entry]:
    """How many answers each phase still waits for."""
    return [
        Entry(
            title=row.label,
            note="alle Antworten liegen vor"
            if row.complete
            else f"{row.total - row.done} Antworten fehlen"
            if row.total - row.done > 1
            else "1 Antwort fehlt",
            href=f"{base}phasen/?phase={row.key}",
        )
        for row in phase_progress(cooperation, visible_answers(user, cooperation))
    ]


def _decisions(user: User, cooperation: Cooperation) -> list[Decision]:
    return [
        Decision(
            day=de_date(timezone.localdate(row.changed_at)),
            title=f"Von der {row.get_from_phase_display()} in die {row.get_to_phase_display()}",
            reason=row.reason,
            by=str(row.changed_by) if row.changed_by else "",
        )
        for row in reversed(phase_changes(user, cooperation))
    ]


def _evidence(user: User, cooperation: Cooperation, base: str) -> list[Entry]:
    advices = ModelAdvice.objects.visible_to(user).filter(cooperation=cooperation).only("created_at")
    searches = PartnerSearch.objects.visible_to(user).filter(cooperation=cooperation).only("created_at")
    return [
        *(_kept("Modellberatung", row, f"{base}modellberatung/{row.pk}/") for row in advices),
        *(_kept("Partnersuche", row, f"{base}partnersuche/{row.pk}/") for row in searches),
    ]


def _kept(word: str, row: ModelAdvice | PartnerSearch, href: str) -> Entry:
    return Entry(f"{word} vom {de_date(timezone.localdate(row.created_at))}", href=href)

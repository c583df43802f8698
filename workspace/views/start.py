"""My work: what waits for me, where my cooperations stand, what changed."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from agreements.selectors.supervision import desk_of
from cooperations import catalog
from cooperations.catalog import Question
from cooperations.measure_words import Due, due
from cooperations.models import Cooperation, Measure, Partner
from cooperations.selectors.measures import own_measures
from cooperations.selectors.relations import may_create, with_partners
from governance.models import ActionItem
from governance.selectors.actions import own_actions
from governance.selectors.own_meetings import waiting
from ikz.access.actors import actor_of
from ikz.accounts.models import User
from workspace.selectors.changes import recent_changes
from workspace.selectors.invitations import open_invitations
from workspace.selectors.own_steps import own_municipalities, own_steps
from workspace.selectors.situations import Situation, situations

# More than a glance takes in belongs on the list of cooperations.
MOST_COOPERATIONS = 6
MOST_QUESTIONS = 5
MOST_STEPS = 3
MOST_MEASURES = 5
MOST_ACTIONS = 5
MOST_MEETINGS = 5
MOST_SUBMISSIONS = 5


@dataclass(frozen=True)
class OpenQuestion:
    """A guiding question that waits for the answer of one's own municipality."""

    cooperation: Cooperation
    partner: Partner
    question: Question


@dataclass(frozen=True)
class OwnMeasure:
    """A measure that one's own municipality answers for; ``mine`` where it is left to one's own account."""

    measure: Measure
    due: Due
    mine: bool


@dataclass(frozen=True)
class OwnAction:
    """An action item that one's own municipality has to do; ``mine`` where it is left to one's own account."""

    action: ActionItem
    due: Due
    mine: bool


@require_safe
@login_required
def start(request: HttpRequest) -> HttpResponse:
    """Show every role what it can do here."""
    user = actor_of(request)
    rows = with_partners(Cooperation.objects.visible_to(user).with_totals()).order_by("-updated_at", "pk")
    mine = situations(user, rows[:MOST_COOPERATIONS])
    questions = [question for situation in mine for question in _open_questions(situation)]
    municipalities = own_municipalities(user)
    measures = _own_measures(user) if municipalities else []
    actions = _own_actions(user) if municipalities else []
    context = {
        "municipalities": municipalities,
        "own_steps": own_steps(user, municipalities),
        "invitations": open_invitations(user),
        "situations": [(situation, situation.steps[:MOST_STEPS]) for situation in mine],
        "measures": measures[:MOST_MEASURES],
        "more_measures": len(measures) > MOST_MEASURES,
        "actions": actions[:MOST_ACTIONS],
        "more_actions": len(actions) > MOST_ACTIONS,
        "waiting": waiting(user, MOST_MEETINGS) if mine else [],
        "questions": questions[:MOST_QUESTIONS],
        "more_questions": max(0, len(questions) - MOST_QUESTIONS),
        "changes": recent_changes(user) if mine else [],
        "may_create": may_create(user),
        "desk": desk_of(user, MOST_SUBMISSIONS, timezone.localdate()) if user.read_only else None,
    }
    return render(request, "workspace/start.html", context)


def _own_measures(user: User) -> list[OwnMeasure]:
    today = timezone.localdate()
    # One row more than is shown tells whether there are more.
    return [
        OwnMeasure(row, due(row.state, row.due_on, today), row.person_id == user.pk)
        for row in own_measures(user)[: MOST_MEASURES + 1]
    ]


def _own_actions(user: User) -> list[OwnAction]:
    today = timezone.localdate()
    return [
        OwnAction(row, due(row.state, row.due_on, today), row.person_id == user.pk)
        for row in own_actions(user)[: MOST_ACTIONS + 1]
    ]


def _open_questions(situation: Situation) -> list[OpenQuestion]:
    partners = {partner.pk: partner for partner in situation.relation.own}
    return [
        OpenQuestion(situation.cooperation, partners[pk], catalog.questions()[key])
        for key, pk in situation.own_slots
        if pk is not None
    ]

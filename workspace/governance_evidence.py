"""What bodies and meetings hold as evidence for the Quick Check; a person decides, nothing is rated by it."""

from collections.abc import Mapping, Sequence

from django.db.models import Count, Exists, Max, OuterRef, Q
from django.utils import timezone

from cooperations.models import Cooperation
from governance.body_presets import REFLECTION
from governance.models import AgendaItem, Body, MeetingSeries, MeetingState, StandingItem
from governance.querysets import BodyQuerySet
from ikz.accounts.models import User
from ikz.ui.formatting import de_date, plural_de
from municipalities.querysets import valid_today
from quickcheck.suggestions import Suggestion

ESTABLISHED, INTEGRATED, QUESTIONS = "governance-established", "reflection-integrated", "reflection-agenda"
MOST = 3


def evidence(user: User, cooperation: Cooperation) -> Mapping[str, Sequence[Suggestion]]:
    """Suggested evidence for the factors on steering and looking back, by their keys; three queries."""
    bodies = Body.objects.visible_to(user).filter(cooperation=cooperation, dissolved_on=None)
    return {
        ESTABLISHED: _established(bodies),
        INTEGRATED: _integrated(bodies),
        QUESTIONS: _answered(user, cooperation),
    }


def _address(body: Body, cooperation_slug: str) -> str:
    return f"/kooperationen/{cooperation_slug}/gremien/{body.pk}/"


def _established(bodies: BodyQuerySet[Body]) -> list[Suggestion]:
    """Bodies with members and at least one meeting that was held."""
    today = valid_today("seats__members__") & valid_today("seats__")
    rows = bodies.annotate(
        members=Count("seats__members", filter=today, distinct=True),
        last_held=Max("meetings__starts_at", filter=Q(meetings__state=MeetingState.HELD)),
    ).filter(members__gt=0, last_held__isnull=False)
    return [
        Suggestion(
            text=f"{row.title}: {plural_de(row.members, 'Mitglied', 'Mitglieder')}, zuletzt getagt am {de_date(row.last_held)}",
            href=_address(row, row.cooperation.slug),
        )
        for row in rows.select_related("cooperation")
    ]


def _integrated(bodies: BodyQuerySet[Body]) -> list[Suggestion]:
    """Bodies that look back at every meeting of a series."""
    series = MeetingSeries.objects.filter(body=OuterRef("pk"), ended=False)
    standing = StandingItem.objects.filter(body=OuterRef("pk"), key=REFLECTION)
    rows = bodies.filter(Exists(series), Exists(standing)).select_related("cooperation")
    return [
        Suggestion(
            text=f"Rückschau als ständiger Punkt der Sitzungsreihe: {row.title}",
            href=_address(row, row.cooperation.slug),
        )
        for row in rows
    ]


def _answered(user: User, cooperation: Cooperation) -> list[Suggestion]:
    """The latest look backs whose questions were answered, else one that is prepared."""
    rows = (
        AgendaItem.objects.visible_to(user)
        .filter(body__cooperation=cooperation, key=REFLECTION, meeting__isnull=False)
        .exclude(meeting__state=MeetingState.CANCELLED)
        .select_related("meeting")
        .order_by("-meeting__starts_at", "-pk")
    )
    found = list(rows[:20])
    said = [row for row in found if any(row.answers.values())][:MOST] or found[:1]
    return [
        Suggestion(
            text=_words(row),
            href=f"/sitzungen/{row.meeting_id}/tagesordnung/{row.pk}/",
        )
        for row in said
    ]


def _words(row: AgendaItem) -> str:
    day = de_date(timezone.localdate(row.meeting.starts_at)) if row.meeting else ""
    done = "beantwortet" if any(row.answers.values()) else "vorgesehen"
    return f"Vier Fragen der Rückschau, {done} in der Sitzung am {day}"

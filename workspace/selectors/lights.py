"""The situations of many cooperations at once: what list, export and filter take the traffic light from."""

from collections.abc import Collection, Iterable, Mapping

from django.db.models import Count
from django.utils import timezone

from agreements.deadlines import Deadline as AgreementDeadline
from cooperations.models import Cooperation, Partner, PartnerStatus, Phase
from cooperations.querysets import CooperationQuerySet
from cooperations.selectors.conduct import conducts
from quickcheck.scoring import Score
from quickcheck.selectors import headlines
from workspace.selectors.figures import Figures
from workspace.selectors.figures import figures as figures_of
from workspace.traffic_light import Deadline, Light, Situation, signal


def situations(
    rows: Collection[Cooperation],
    *,
    scores: Mapping[int, Score],
    awaiting: Mapping[int, int],
    figures: Mapping[int, Figures],
) -> dict[int, Situation]:
    """The situation of each cooperation by its id; one query at most, however many rows.

    ``scores`` are the headlines of the Quick Check, ``awaiting`` the invitations without an answer and ``figures``
    what is counted, by id: the list knows them already. Self-evaluations are asked for only where one can be due.
    """
    settled = conducts(row for row in rows if row.phase == Phase.CONSOLIDATION)
    found = {}
    for row in rows:
        due = settled[row.pk].due if row.pk in settled else None
        score = scores[row.pk]
        found[row.pk] = Situation(
            overdue_measures=figures[row.pk].overdue_measures,
            overdue_actions=figures[row.pk].overdue_actions,
            next_measure=figures[row.pk].next_measure,
            self_evaluation=due.on if due else None,
            ends_on=row.ends_on,
            agreement=_of_agreement(figures[row.pk].agreement),
            awaiting=awaiting.get(row.pk, 0),
            quick_check=score.share if score.unrated < score.applicable else None,
        )
    return found


def _of_agreement(found: AgreementDeadline | None) -> Deadline | None:
    return Deadline(found.day, f"{found.title} (Vereinbarung)") if found else None


def with_light(rows: CooperationQuerySet[Cooperation], light: Light) -> CooperationQuerySet[Cooperation]:
    """Those of ``rows`` that show this light.

    The rule stays in one place instead of being told a second time in SQL: it runs over the columns that it needs
    of what the other filters leave, in five queries, however many rows; only the page that is shown is loaded whole.
    """
    fetched = list(rows.order_by().only("phase", "ends_on"))
    keys = [row.pk for row in fetched]
    found = situations(fetched, scores=headlines(fetched), awaiting=_awaiting(keys), figures=figures_of(keys))
    today = timezone.localdate()
    return rows.filter(pk__in=[pk for pk in keys if signal(found[pk], today).light == light])


def _awaiting(keys: Iterable[int]) -> dict[int, int]:
    """Invitations without an answer, by the id of cooperations that the caller took from the gate."""
    invited = Partner.objects.filter(cooperation__in=keys, status=PartnerStatus.INVITED).order_by()
    return dict(invited.values_list("cooperation").annotate(Count("pk")))

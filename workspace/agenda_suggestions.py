"""What the Quick Check and the measures suggest for an agenda: gaps, and what is due; a person takes it up."""

from datetime import timedelta

from django.utils import timezone

from cooperations.measure_words import SOON_DAYS, due
from cooperations.models import Measure
from governance.models import ItemKind, Meeting, Orientation
from governance.suggesting import AgendaSuggestion
from ikz.accounts.models import User
from quickcheck import selectors
from quickcheck.sheets import Row

# The most urgent ones: a longer list hides what matters, and the next ones move up.
MOST = 5


def gaps(user: User, meeting: Meeting) -> list[AgendaSuggestion]:
    """Factors that the cooperation as a whole rates as not fulfilled yet, those nothing was done for first."""
    cooperation = meeting.body.cooperation
    sheet = selectors.board(cooperation).sheets[selectors.WHOLE]
    return [_of_factor(row, f"/kooperationen/{cooperation.slug}/quickcheck/") for row in sheet.to_do][:MOST]


def _of_factor(row: Row, href: str) -> AgendaSuggestion:
    return AgendaSuggestion(
        source=f"factor:{row.factor.key}",
        group="Lücken aus dem Quick Check",
        title=f"Erfolgsfaktor {row.factor.number}: {row.factor.title}"[:200],
        note=f"Im Quick Check „{row.label}“",
        href=href,
        description=f"Im Quick Check „{row.label}“. {row.factor.help}",
        orientation=Orientation.DEVELOPMENT,
    )


def due_measures(user: User, meeting: Meeting) -> list[AgendaSuggestion]:
    """Measures that are overdue or due within thirty days, the oldest first."""
    today = timezone.localdate()
    cooperation = meeting.body.cooperation
    rows = (
        Measure.objects.visible_to(user)
        .running()
        .filter(cooperation=cooperation, due_on__lte=today + timedelta(days=SOON_DAYS))
        .select_related("partner__municipality")
        .order_by("due_on", "pk")
    )
    return [
        AgendaSuggestion(
            source=f"measure:{row.pk}",
            group="Fällige Maßnahmen",
            title=f"Maßnahme: {row.title}"[:200],
            note=f"{due(row.state, row.due_on, today).word}, verantwortlich: {row.partner}",
            href=f"/kooperationen/{cooperation.slug}/massnahmen/{row.pk}/",
            description=f"Woran gemessen wird: {row.indicator}. Zielwert: {row.target_value}.",
            orientation=Orientation.TASK,
            kind=ItemKind.CONSULTATION,
        )
        for row in rows[:MOST]
    ]

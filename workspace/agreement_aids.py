"""What bodies and their seats tell the draft of an agreement; governance and agreements do not know each other."""

from collections.abc import Sequence

from django.db.models import Prefetch

from agreements.aids import Aid
from cooperations.models import Cooperation
from governance.models import Body, MajorityRule, MeetingSeries, Seat
from governance.recurrence import in_words
from ikz.accounts.models import User
from ikz.ui.formatting import plural_de
from municipalities.querysets import valid_today

ORIGIN = "Gremien"
# How a rule stands in a sentence.
_DECIDES = {
    MajorityRule.CONSENSUS: "im Konsens",
    MajorityRule.SIMPLE: "mit einfacher Mehrheit",
    MajorityRule.TWO_THIRDS: "mit Zweidrittelmehrheit",
    MajorityRule.WEIGHTED: "mit einfacher Mehrheit nach Stimmgewicht",
}


def governance_aids(user: User, cooperation: Cooperation) -> Sequence[Aid]:
    """The bodies with rhythm and rule of decision, and who has how many votes in them; three queries."""
    seats = Seat.objects.filter(valid_today(), partner__isnull=False).select_related("partner__municipality")
    series = MeetingSeries.objects.filter(ended=False)
    rows = Body.objects.visible_to(user).filter(cooperation=cooperation, dissolved_on=None)
    with_seats = rows.order_by("pk").prefetch_related(Prefetch("seats", seats))
    bodies = list(with_seats.prefetch_related(Prefetch("series", series)))
    return [
        Aid(key="bodies", title="Gremien", text="\n".join(_body(row) for row in bodies), origin=ORIGIN),
        Aid(
            key="seats",
            title="Sitze und Stimmen",
            text="\n".join(line for row in bodies if (line := _seats(row))),
            origin=ORIGIN,
        ),
    ]


def _body(row: Body) -> str:
    rhythm = next((in_words(one.rrule) for one in row.series.all()), "")
    meets = f"tagt {rhythm} und " if rhythm else ""
    return f"- {row.title}: {meets}beschließt {_DECIDES[MajorityRule(row.majority)]}."


def _seats(row: Body) -> str:
    votes = [
        f"{seat.partner} {plural_de(seat.vote_weight, 'Stimme', 'Stimmen')}"
        for seat in row.seats.all()
        if seat.vote_weight
    ]
    return f"- {row.title}: {', '.join(votes)}." if votes else ""

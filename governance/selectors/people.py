"""Who sits in a body on a day, seat by seat."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q

from cooperations.models import Partner
from governance.models import Body, Member, Office, Seat
from governance.querysets import MemberQuerySet
from ikz.ui.formatting import join_de


def valid_on(day: date, prefix: str = "") -> Q:
    """Rows that hold on a day, first and last day included."""
    until = f"{prefix}valid_until"
    return Q(**{f"{prefix}valid_from__lte": day}) & (Q(**{f"{until}__gte": day}) | Q(**{until: None}))


def members_on(body: Body, day: date) -> MemberQuerySet[Member]:
    """Members and deputies of a body on a day, in the order of their seats."""
    rows: MemberQuerySet[Member] = Member.objects.filter(
        valid_on(day), valid_on(day, "seat__"), seat__body=body
    )
    return rows.select_related("user", "seat__partner__municipality").order_by(
        "seat__partner__role", "seat__partner__municipality__folded_name", "seat__label", "is_deputy", "pk"
    )


@dataclass(frozen=True)
class Place:
    """A seat with its members; ``holds`` tells whether it is valid today."""

    seat: Seat
    members: list[Member]
    former: list[Member]
    holds: bool

    @property
    def has_regular(self) -> bool:
        """Whether somebody is invited for this seat."""
        return any(not member.is_deputy for member in self.members)


def places(body: Body, today: date) -> list[Place]:
    """The seats of a body, present ones first; two queries."""
    members = Member.objects.select_related("user").order_by("is_deputy", "pk")
    seats = body.seats.select_related("partner__municipality").prefetch_related(
        Prefetch("members", queryset=members)
    )
    found = []
    for seat in seats:
        rows = list(seat.members.all())
        for row in rows:
            row.seat = seat
        found.append(
            Place(
                seat=seat,
                members=[row for row in rows if holds(row, today) or row.valid_from > today],
                former=[row for row in rows if row.valid_until is not None and row.valid_until < today],
                holds=holds(seat, today),
            )
        )
    return sorted(found, key=lambda place: not place.holds)


def holds(row: Seat | Member, today: date) -> bool:
    """Whether a seat or member is valid on a day."""
    return row.valid_from <= today and (row.valid_until is None or row.valid_until >= today)


def unreachable(body: Body, day: date) -> list[str]:
    """Who sits in the body by an account that is closed, or works for the municipality no longer; two queries."""
    members = list(members_on(body, day).filter(Q(seat__partner=None) | Q(seat__partner__status="confirmed")))
    speaking = set(members_on(body, day).representing().values_list("pk", flat=True))
    gone = [row for row in members if row.user and (row.pk not in speaking or not row.user.is_valid_today)]
    if not gone:
        return []
    names = join_de([str(row) for row in gone])
    return [f"Konto geschlossen oder nicht mehr bei der Kommune, bitte das Ende eintragen: {names}"]


def missing(found: Iterable[Place], partners: Iterable[Partner]) -> list[str]:
    """What a body still lacks before it can be invited, in words; ``partners`` are those of its cooperation."""
    present = [place for place in found if place.holds]
    seated = {place.seat.partner_id for place in present}
    unseated = [str(row) for row in partners if row.is_confirmed and row.pk not in seated]
    gone = [
        str(place.seat) for place in present if place.seat.partner and not place.seat.partner.is_confirmed
    ]
    empty = [str(place.seat) for place in present if not place.has_regular]
    lines = [
        f"{words}: {join_de(names)}"
        for words, names in (
            ("Noch ohne Sitz", unseated),
            ("Nicht mehr Partner, bitte den Sitz beenden", gone),
            ("Noch ohne Mitglied", empty),
        )
        if names
    ]
    members = [member for place in present for member in place.members]
    if members and not any(member.office == Office.CHAIR for member in members):
        lines.append("Noch niemand hat den Vorsitz.")
    return lines

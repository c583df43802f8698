"""Bodies and meetings of the demo: set up, invited, held, recorded and approved by the services people use."""

from datetime import date, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from cooperations.models import Cooperation
from governance.body_presets import PRESETS
from governance.models import Body, Member, Office, Seat
from governance.services.agenda import plain_data
from governance.services.backlog import propose_item
from governance.services.ballots import cast_vote
from governance.services.bodies import BodyData, create_body, from_preset
from governance.services.circulars import CircularData, open_circular
from governance.services.polls import PollData, answer_poll, create_poll
from governance.services.seats import MemberData, SeatData, add_member, add_seat
from governance.services.series import SeriesData, create_series, make_drafts
from ikz.accounts.models import User
from workspace.examples.meetings import Case, load_meeting
from workspace.examples.moments import as_of, in_days

Row = dict[str, Any]
# Bodies are older than the meetings they have held.
FOUNDED_DAYS_AGO = 400
OFFICES = {"07333": Office.CHAIR, "07336": Office.MINUTES}


@transaction.atomic
def load_governance(rows: list[Row]) -> int:
    """Enter bodies and meetings of cooperations that have no body yet; returns how many bodies were entered."""
    return sum(_enter(row) for row in rows if not Body.objects.filter(cooperation__slug=row["slug"]).exists())


def _enter(row: Row) -> int:
    cooperation = Cooperation.objects.get(slug=row["slug"])
    partners = {one.municipality.ags: one for one in cooperation.partners.select_related("municipality")}
    case = Case(
        coordinator=User.objects.get(email=row["coordinator"]),
        partners=partners,
        staff={ags: _staff(one.municipality_id, row["coordinator"]) for ags, one in partners.items()},
    )
    with as_of(timezone.now() - timedelta(days=FOUNDED_DAYS_AGO)):
        bodies = {body["key"]: _body(case, cooperation, body) for body in row["bodies"]}
    for meeting in row.get("meetings", ()):
        load_meeting(case, bodies[meeting["body"]], meeting)
    for body in row["bodies"]:
        _ahead(case, bodies[body["key"]], body)
    for proposal in row.get("proposals", ()):
        propose_item(
            actor=User.objects.get(email=proposal["by"]),
            body=bodies[proposal["body"]],
            data=plain_data(title=proposal["title"], orientation="task", description=proposal["description"]),
            partner=partners[proposal["ags"]],
        )
    if "circular" in row:
        _circular(case, bodies, row["circular"])
    return len(bodies)


def _staff(municipality: int, coordinator: str) -> User:
    """The account that speaks for a municipality: the coordination where it works there."""
    rows = User.objects.filter(memberships__municipality=municipality)
    return rows.filter(email=coordinator).first() or rows.order_by("pk")[0]


def _body(case: Case, cooperation: Cooperation, row: Row) -> Body:
    values = vars(from_preset(PRESETS[row["kind"]])) | {
        name: row[name] for name in ("title", "place", "rules_of_procedure") if name in row
    }
    body = create_body(actor=case.coordinator, cooperation=cooperation, data=BodyData(**values))
    today = timezone.localdate()
    seats = {seat.partner.municipality.ags: seat for seat in _voting_seats(body) if seat.partner}
    for ags, seat in seats.items():
        _seat_member(case, seat, "Leitung Schul-IT", today, user=case.staff[ags], office=OFFICES.get(ags))
    if advisory := row.get("advisory"):
        data = SeatData(partner=None, label=advisory["label"], vote_weight=0, valid_from=today)
        seat = add_seat(actor=case.coordinator, body=body, data=data)
        _seat_member(case, seat, advisory["function"], today, email=advisory["email"])
    for deputy in row.get("deputies", ()):
        _seat_member(
            case, seats[deputy["ags"]], deputy["function"], today, email=deputy["email"], is_deputy=True
        )
    return body


def _voting_seats(body: Body) -> list[Seat]:
    return list(body.seats.select_related("partner__municipality"))


def _seat_member(
    case: Case,
    seat: Seat,
    function: str,
    since: date,
    *,
    user: User | None = None,
    email: str = "",
    office: Office | None = None,
    is_deputy: bool = False,
) -> Member:
    data = MemberData(
        user=user.pk if user else None,
        email=email,
        function=function,
        office=office or Office.MEMBER,
        is_deputy=is_deputy,
        valid_from=since,
    )
    return add_member(actor=case.coordinator, seat=seat, data=data)


def _ahead(case: Case, body: Body, row: Row) -> None:
    """What lies ahead: a series with its first drafts, and a question for a date."""
    if plan := row.get("series"):
        values = dict(plan)
        drafts, first = values.pop("drafts"), in_days(values.pop("in_days"))
        data = SeriesData(
            **values | {"begins_at": time.fromisoformat(values["begins_at"])},
            starts_on=timezone.localdate(first),
            until=None,
            place=body.place,
            link="" if body.place else "https://video.ikz.example/jour-fixe",
        )
        series = create_series(actor=case.coordinator, body=body, data=data)
        make_drafts(actor=case.coordinator, series=series, count=drafts)
    if asked := row.get("poll"):
        poll = create_poll(
            actor=case.coordinator,
            body=body,
            data=PollData(
                title=asked["title"],
                purpose=asked["purpose"],
                minutes=asked["minutes"],
                place="",
                answer_until=timezone.localdate() + timedelta(days=asked["until_days"]),
                options=[in_days(days, "13:00") for days in asked["option_days"]],
            ),
        )
        for ags, choices in asked["answers"].items():
            member = Member.objects.get(
                seat__body=body, seat__partner__municipality__ags=ags, is_deputy=False
            )
            options = poll.options.order_by("starts_at")
            answers = dict(zip((option.pk for option in options), choices, strict=True))
            answer_poll(actor=case.staff[ags], poll=poll, member=member, choices=answers)


def _circular(case: Case, bodies: dict[str, Body], row: Row) -> None:
    data = CircularData(
        title=row["title"],
        motion=row["motion"],
        reason=row["reason"],
        until=timezone.localdate() + timedelta(days=row["in_days"]),
    )
    ballot = open_circular(actor=case.coordinator, body=bodies[row["body"]], data=data)
    for ags, choice in row["votes"].items():
        cast_vote(actor=case.staff[ags], ballot=ballot, partner=case.partners[ags].pk, choice=choice)

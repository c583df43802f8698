"""Bodies, seats, members and standing items: what the coordination enters, and what is refused."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.http import Http404
from django.utils import timezone

from cooperations.models import Cooperation, Partner
from governance.body_presets import PRESETS
from governance.models import Body, BodyKind, Member, Office, Seat
from governance.selectors.bodies import suggestions
from governance.services.bodies import (
    BodyData,
    change_body,
    create_body,
    create_suggested_body,
    dissolve_body,
    from_preset,
    restore_body,
    stored_body,
)
from governance.services.polls import PollData, create_poll
from governance.services.seats import (
    MemberData,
    SeatData,
    add_member,
    add_seat,
    change_member,
    change_seat,
    remove_member,
    remove_seat,
    stored_member,
    stored_seat,
)
from governance.services.standing_items import (
    StandingData,
    add_standing_item,
    move_standing_item,
    remove_standing_item,
)
from ikz.access.conflicts import EditConflict
from ikz.accounts.models import User
from ikz.notifications.models import OutgoingMail
from tests.governance.world import body_of, in_days, meeting_of, member_of, seat_of

TODAY = timezone.localdate


def _member(user: User | None, **values: object) -> MemberData:
    data = MemberData(
        user=user.pk if user else None,
        email="",
        function="Leitung Schul-IT",
        office=Office.MEMBER,
        is_deputy=False,
        valid_from=date(2026, 1, 1),
    )
    return replace(data, **values)  # type: ignore[arg-type] # names of the fields


def test_the_models_suggest_bodies_until_they_are_there(cooperation: Cooperation, coordinator: User) -> None:
    assert [one.preset.kind for one in suggestions(cooperation)] == ["steering-circle", "coordination-office"]
    body = create_suggested_body(actor=coordinator, cooperation=cooperation, kind="steering-circle")
    assert [one.preset.kind for one in suggestions(cooperation)] == ["coordination-office"]
    assert {seat.partner.municipality.ags for seat in body.seats.all() if seat.partner} == {
        "07333",
        "07335",
        "07336",
    }
    assert [item.key for item in body.standing_items.all()] == ["", "reflection"]
    assert not body.is_public


def test_a_suggestion_taken_twice_and_an_unknown_kind_are_refused(
    cooperation: Cooperation, coordinator: User
) -> None:
    create_suggested_body(actor=coordinator, cooperation=cooperation, kind="steering-circle")
    with pytest.raises(ValidationError, match="schon"):
        create_suggested_body(actor=coordinator, cooperation=cooperation, kind="steering-circle")
    with pytest.raises(ValidationError):
        create_suggested_body(actor=coordinator, cooperation=cooperation, kind="stammtisch")


def test_only_the_coordination_sets_up_bodies(
    cooperation: Cooperation, kusel_staff: User, stranger: User, supervisor: User
) -> None:
    data = from_preset(PRESETS["steering-circle"])
    with pytest.raises(PermissionDenied):
        create_body(actor=kusel_staff, cooperation=cooperation, data=data)
    for nobody in (stranger, supervisor):
        with pytest.raises(Http404):
            create_body(actor=nobody, cooperation=cooperation, data=data)


def test_every_kind_has_a_preset_that_can_be_stored(cooperation: Cooperation, coordinator: User) -> None:
    assert PRESETS.keys() == set(BodyKind.values)
    for kind in PRESETS:
        create_suggested_body(actor=coordinator, cooperation=cooperation, kind=kind)
    assert [body.kind for body in Body.objects.filter(is_public=True)] == ["association-assembly"]


def test_what_a_body_may_not_be(cooperation: Cooperation, coordinator: User) -> None:
    good = from_preset(PRESETS["steering-circle"])
    wrong = {
        "title": replace(good, title="  "),
        "notice_days": replace(good, notice_days=120),
        "reminder_days": replace(good, reminder_days=(0,)),
        "kind": replace(good, kind="stammtisch"),
        "majority": replace(good, majority="laut"),
    }
    for field, data in wrong.items():
        with pytest.raises(ValidationError) as refused:
            create_body(actor=coordinator, cooperation=cooperation, data=data)
        assert field in refused.value.message_dict


def test_the_second_of_two_who_change_a_body_is_told(cooperation: Cooperation, coordinator: User) -> None:
    body = body_of(cooperation)
    data = BodyData(**stored_body(body))
    change_body(actor=coordinator, body=body, data=replace(data, place="Kusel"), expected_version=1)
    with pytest.raises(EditConflict):
        change_body(actor=coordinator, body=body, data=replace(data, place="Kirchheim"), expected_version=1)
    body.refresh_from_db()
    assert (body.place, body.version) == ("Kusel", 2)


def test_a_body_with_a_meeting_ahead_is_not_dissolved(cooperation: Cooperation, coordinator: User) -> None:
    body = body_of(cooperation)
    meeting = meeting_of(body, state="invited")  # type: ignore[arg-type] # a value of the choices
    with pytest.raises(ValidationError, match="eingeladen"):
        dissolve_body(actor=coordinator, body=body)
    meeting.delete()
    poll = create_poll(
        actor=coordinator,
        body=body,
        data=PollData(
            title="Sondersitzung",
            purpose="Haushalt",
            minutes=60,
            place="",
            answer_until=TODAY(),
            options=(in_days(3), in_days(4)),
        ),
    )
    dissolve_body(actor=coordinator, body=body)
    poll.refresh_from_db()
    assert poll.closed_at is not None
    assert not OutgoingMail.objects.filter(dedupe_key__startswith="poll-opened:", state="queued").exists()
    with pytest.raises(ValidationError, match="aufgelöst"):
        add_seat(actor=coordinator, body=body, data=_advisory())
    assert restore_body(actor=coordinator, body=body).dissolved_on is None


def _advisory(**values: object) -> SeatData:
    data = SeatData(partner=None, label="Kreismedienzentrum", vote_weight=0, valid_from=date(2026, 1, 1))
    return replace(data, **values)  # type: ignore[arg-type] # names of the fields


def test_seats_advise_or_vote(cooperation: Cooperation, coordinator: User) -> None:
    body = body_of(cooperation)
    seat = add_seat(actor=coordinator, body=body, data=_advisory())
    assert str(seat) == "Kreismedienzentrum"
    kusel = Partner.objects.get(municipality__ags="07336")
    for field, data in {
        "vote_weight": _advisory(vote_weight=1),
        "partner": _advisory(partner=kusel.pk),
        "valid_until": _advisory(valid_until=date(2025, 1, 1)),
    }.items():
        with pytest.raises(ValidationError) as refused:
            add_seat(actor=coordinator, body=body, data=data)
        assert field in refused.value.message_dict
    with pytest.raises(ValidationError, match="sitzt in dieser Zeit schon"):
        add_seat(actor=coordinator, body=body, data=_advisory(partner=kusel.pk, label="", vote_weight=1))


def test_a_seat_that_ended_may_be_taken_again_later(cooperation: Cooperation, coordinator: User) -> None:
    body = body_of(cooperation)
    seat = seat_of(body, "07336")
    ended = SeatData(**stored_seat(seat) | {"valid_until": date(2026, 6, 30)})
    change_seat(actor=coordinator, seat=seat, data=ended)
    later = replace(ended, valid_from=date(2026, 7, 1), valid_until=None, vote_weight=2)
    assert add_seat(actor=coordinator, body=body, data=later).vote_weight == 2
    with pytest.raises(ValidationError, match="Für wen ein Sitz ist"):
        change_seat(actor=coordinator, seat=seat, data=replace(ended, partner=None, label="Schule"))


def test_members_work_for_the_municipality_of_their_seat(
    cooperation: Cooperation, coordinator: User, kusel_staff: User, stranger: User
) -> None:
    body = create_suggested_body(actor=coordinator, cooperation=cooperation, kind="steering-circle")
    seat = seat_of(body, "07336")
    member = add_member(actor=coordinator, seat=seat, data=_member(kusel_staff, office=Office.CHAIR))
    assert member.address == kusel_staff.email
    for user in (stranger, coordinator):
        with pytest.raises(ValidationError, match="arbeitet zurzeit nicht für Landkreis Kusel"):
            add_member(actor=coordinator, seat=seat, data=_member(user))
    with pytest.raises(ValidationError, match="nicht beides"):
        add_member(actor=coordinator, seat=seat, data=_member(kusel_staff, email="x@test.example"))
    with pytest.raises(ValidationError, match="schon auf diesem Sitz"):
        add_member(actor=coordinator, seat=seat, data=_member(kusel_staff))
    other = _member(None, email="stelle@test.example", office=Office.CHAIR)
    with pytest.raises(ValidationError, match="Den Vorsitz hat in dieser Zeit"):
        add_member(actor=coordinator, seat=seat, data=other)
    deputy = add_member(
        actor=coordinator, seat=seat, data=replace(other, office=Office.MEMBER, is_deputy=True)
    )
    assert deputy.address == "stelle@test.example"
    for again in ("stelle@test.example", "Stelle@Test.example", kusel_staff.email):
        with pytest.raises(ValidationError, match="Diese Adresse sitzt in dieser Zeit schon"):
            add_member(actor=coordinator, seat=seat, data=_member(None, email=again))


def test_members_in_use_are_ended_not_deleted(cooperation: Cooperation, coordinator: User) -> None:
    body = body_of(cooperation)
    member = member_of(body, "07336")
    meeting_of(body).invitations.create(member=member)
    with pytest.raises(ValidationError, match="tragen Sie stattdessen das Ende ein"):
        remove_member(actor=coordinator, member=member)
    with pytest.raises(ValidationError, match="tragen Sie stattdessen das Ende ein"):
        remove_seat(actor=coordinator, seat=member.seat)
    until = TODAY() - timedelta(days=1)
    change_member(
        actor=coordinator, member=member, data=MemberData(**stored_member(member) | {"valid_until": until})
    )
    member.refresh_from_db()
    assert member.valid_until == until
    remove_seat(actor=coordinator, seat=seat_of(body, "07335"))
    assert Seat.objects.filter(body=body).count() == 2
    assert Member.objects.filter(seat__body=body).count() == 2


def test_staff_and_strangers_change_no_seats(
    cooperation: Cooperation, kusel_staff: User, stranger: User
) -> None:
    body = body_of(cooperation)
    seat, member = seat_of(body, "07336"), member_of(body, "07336")
    with pytest.raises(PermissionDenied):
        add_seat(actor=kusel_staff, body=body, data=_advisory())
    with pytest.raises(PermissionDenied):
        add_member(actor=kusel_staff, seat=seat, data=_member(None, email="x@test.example"))
    with pytest.raises(PermissionDenied):
        remove_member(actor=kusel_staff, member=member)
    with pytest.raises(Http404):
        remove_seat(actor=stranger, seat=seat)


def test_standing_items_keep_their_order(cooperation: Cooperation, coordinator: User) -> None:
    body = body_of(cooperation)
    titles = ("Bericht", "Maßnahmen", "Rückschau")
    rows = [
        add_standing_item(
            actor=coordinator,
            body=body,
            data=StandingData(title=title, kind="information", orientation="task", minutes=10),
        )
        for title in titles
    ]

    def order() -> list[tuple[int, str]]:
        return list(body.standing_items.values_list("position", "title"))

    with pytest.raises(ValidationError, match="hat das Gremium schon"):
        add_standing_item(
            actor=coordinator,
            body=body,
            data=StandingData(title=" Bericht ", kind="information", orientation="task", minutes=10),
        )
    move_standing_item(actor=coordinator, item=rows[2], up=True)
    assert order() == [(1, "Bericht"), (2, "Rückschau"), (3, "Maßnahmen")]
    move_standing_item(actor=coordinator, item=rows[1], up=False)
    remove_standing_item(actor=coordinator, item=rows[0])
    assert order() == [(1, "Rückschau"), (2, "Maßnahmen")]
    connection.check_constraints()
    with pytest.raises(ValidationError) as refused:
        add_standing_item(
            actor=coordinator,
            body=body,
            data=StandingData(title="", kind="plausch", orientation="task", minutes=10_000),
        )
    assert {"kind", "minutes"} <= refused.value.message_dict.keys()

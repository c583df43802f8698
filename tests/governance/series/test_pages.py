"""Pages of series: preview, next dates with holidays, steps."""

from collections.abc import Callable
from datetime import date, time, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cooperations.models import Cooperation
from governance.models import Body, Meeting, MeetingSeries, MeetingState, Minutes
from governance.recurrence import next_days
from ikz.accounts.models import User
from ikz.ui.formatting import de_date
from tests.governance.world import body_of, in_days, meeting_of

SignIn = Callable[[User], Client]
ALL = "/kooperationen/donnersberg/sitzungen/reihen/"


@pytest.fixture
def office(sign_in: SignIn, coordinator: User, cooperation: Cooperation) -> Client:
    """The coordination's browser."""
    return sign_in(coordinator)


@pytest.fixture
def body(cooperation: Cooperation) -> Body:
    return body_of(cooperation)


@pytest.fixture
def series(body: Body) -> MeetingSeries:
    return MeetingSeries.objects.create(
        body=body,
        title="Jour fixe",
        purpose="Abstimmen",
        rrule="FREQ=MONTHLY;INTERVAL=1;BYDAY=2TU",
        starts_on=timezone.localdate(),
        begins_at=time(10),
        minutes=60,
    )


def _sent(body: Body, **values: object) -> dict[str, object]:
    return {
        "body": body.pk,
        "title": "Steuerkreis",
        "purpose": "Richtung geben",
        "every": "quarterly",
        "nth": "2",
        "weekday": "1",
        "starts_on": de_date(timezone.localdate()),
        "until": "",
        "begins_at": "10:00",
        "minutes": "120",
        "place": "",
        "link": "",
    } | values


def test_the_preview_shows_dates_and_stores_nothing(office: Client, body: Body) -> None:
    assert office.get(f"{ALL}neu/").status_code == 200
    answer = office.post(f"{ALL}neu/", _sent(body, vorschau="1"))
    page = answer.content.decode()
    assert "Vorschau: jedes Quartal am zweiten Dienstag" in page
    assert "4 Sitzungen in den nächsten zwölf Monaten" in page
    assert not MeetingSeries.objects.exists()
    answer = office.post(f"{ALL}neu/", _sent(body), follow=True)
    assert "Die Reihe ist geplant." in answer.content.decode()
    assert "24</strong> im Jahr bei 4 Terminen" in answer.content.decode()


@pytest.mark.parametrize(
    ("sent", "word"),
    [
        ({"until": "01.01.0001"}, "Das Ende liegt vor dem Anfang."),
        ({"starts_on": "31.12.9999"}, "Bitte prüfen Sie das Jahr."),
        ({"starts_on": "01.01.0001"}, "Bitte prüfen Sie das Jahr."),
    ],
)
def test_a_preview_says_what_is_wrong_with_far_dates(
    office: Client, body: Body, sent: dict[str, str], word: str
) -> None:
    answer = office.post(f"{ALL}neu/", _sent(body, vorschau="1", **sent))
    assert answer.status_code == 200
    assert word in answer.content.decode()
    assert "Vorschau:" not in answer.content.decode()


def test_holidays_of_the_laender_stand_beside_the_dates(office: Client, series: MeetingSeries) -> None:
    """Every first of May falls on some weekday: a rule that meets it shows its name."""
    year = timezone.localdate().year + 1
    may = date(year, 5, 1)
    series.rrule = f"FREQ=WEEKLY;INTERVAL=1;BYDAY={('MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU')[may.weekday()]}"
    series.starts_on = may - timedelta(days=14)
    series.save()
    sent = _sent(
        series.body,
        every="weekly",
        weekday=str(may.weekday()),
        starts_on=de_date(series.starts_on),
        version="1",
        vorschau="1",
    )
    page = office.post(f"{ALL}{series.pk}/bearbeiten/", sent).content.decode()
    assert "Erster Mai (Rheinland-Pfalz)" in page


def test_drafts_skips_and_moves_by_button(office: Client, series: MeetingSeries) -> None:
    step, one = f"{ALL}{series.pk}/schritt/", f"{ALL}{series.pk}/"
    for days_ago in (90, 60):
        held = meeting_of(series.body, state=MeetingState.HELD, starts_at=in_days(-days_ago))
        Minutes.objects.create(meeting=held, state="sent", sent_at=timezone.now())
    page = office.post(step, {"schritt": "entwuerfe", "count": "2"}, follow=True).content.decode()
    assert "2 Entwürfe sind angelegt." in page
    drafts = Meeting.objects.filter(series=series).order_by("starts_at")
    assert [draft.items.count() for draft in drafts] == [2, 0]
    days = next_days(series.rrule, series.starts_on, after=timezone.localdate(), count=4)
    page = office.post(
        step, {"schritt": "entfaellt", "tag": days[0].isoformat()}, follow=True
    ).content.decode()
    assert f"Der Termin am {de_date(days[0])} entfällt." in page
    assert Meeting.objects.get(series=series).items.count() == 2
    office.post(step, {"schritt": "doch", "tag": days[0].isoformat()})
    series.refresh_from_db()
    assert series.skipped == []
    address = f"{one}verschieben/?tag={days[3].isoformat()}"
    assert de_date(days[3]) in office.get(address).content.decode()
    office.post(address, {"day": de_date(in_days(200).date()), "begins_at": "14"})
    moved = Meeting.objects.get(recurrence_on=days[3])
    assert timezone.localtime(moved.starts_at).hour == 14
    assert "verschoben auf" in office.get(one).content.decode()
    assert office.post(step, {"schritt": "entfaellt", "tag": "gestern"}).status_code == 404
    assert "Die Reihe ist beendet." in office.post(step, {"schritt": "beenden"}, follow=True).content.decode()


def test_two_who_edit_a_series_choose(office: Client, series: MeetingSeries) -> None:
    address = f"{ALL}{series.pk}/bearbeiten/"
    assert office.get(address).context["form"].initial["every"] == "monthly"
    assert office.post(address, _sent(series.body, version="1")).status_code == 302
    page = office.post(address, _sent(series.body, every="half-yearly", version="1")).content.decode()
    assert "Zwei Fassungen" in page
    assert "jedes halbe Jahr" in page


def test_staff_see_a_series_and_change_nothing(
    sign_in: SignIn, kusel_staff: User, series: MeetingSeries
) -> None:
    client = sign_in(kusel_staff)
    page = client.get(f"{ALL}{series.pk}/").content.decode()
    assert "jeden Monat am zweiten Dienstag" in page
    assert "Entwürfe anlegen" not in page
    assert client.post(f"{ALL}{series.pk}/schritt/", {"schritt": "beenden"}).status_code == 403

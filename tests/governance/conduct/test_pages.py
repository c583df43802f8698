"""The pages of a meeting as it goes on, without JavaScript: what each person is offered and what it does."""

import logging
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cooperations.models import Cooperation
from governance.models import AgendaItem, Attendance, Ballot, Body, Meeting, MeetingState, Resolution, Vote
from governance.services.ballots import open_ballot
from governance.services.conduct import call_item
from ikz.accounts.models import User
from tests.governance.conduct.conftest import MOTION, attendance_of
from tests.governance.world import deputy_of, item_of, meeting_of, seat_of

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


def page(client: Client, address: str, **kwargs: Any) -> str:
    response = client.get(address, follow=True, **kwargs)
    assert response.status_code == 200
    return response.content.decode()


def posted(client: Client, address: str, **data: Any) -> str:
    response = client.post(address, data, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def test_a_whole_meeting(
    sign_in: SignIn, body: Body, coordinator: User, kusel_staff: User, cooperation: Cooperation
) -> None:
    meeting = meeting_of(body, state=MeetingState.INVITED)
    item = item_of(meeting, "Gemeinsamer Service-Desk", motion=MOTION)
    lead, member = sign_in(coordinator), sign_in(kusel_staff)
    base = f"/sitzungen/{meeting.pk}/durchfuehrung/"
    assert "Sitzung eröffnen" in page(lead, base)
    assert "Sitzung eröffnen" not in page(member, base)
    assert "Die Sitzung ist eröffnet" in posted(lead, f"{base}eroeffnen/")
    assert "nicht beschlussfähig" in page(member, base)
    assert "<strong>beschlussfähig" in posted(lead, f"{base}anwesenheit/", rest="1")
    lautern = attendance_of(meeting, "07335")
    marks = {"row": lautern.pk, "presence": "excused", "version": lautern.version}
    assert "2 von 3 stimmberechtigten Kommunen anwesend" in posted(lead, f"{base}anwesenheit/", **marks)
    assert "jemand anderes" in posted(lead, f"{base}anwesenheit/", **marks)
    assert "ist aufgerufen" in posted(lead, f"{base}punkte/{item.pk}/aufrufen/")
    form = page(lead, f"{base}punkte/{item.pk}/abstimmung/")
    assert MOTION in form
    assert "Beschlusstext" in posted(lead, f"{base}punkte/{item.pk}/abstimmung/", motion="", kind="open")
    posted(lead, f"{base}punkte/{item.pk}/abstimmung/", motion=MOTION, kind="open")
    ballot = Ballot.objects.get()
    live = page(member, base, headers={"HX-Request": "true"})
    assert f"/abstimmungen/{ballot.pk}/" in live
    assert "<html" not in live
    assert "Stimme für Landkreis Kusel" in page(member, f"/abstimmungen/{ballot.pk}/")
    kusel, donnersberg = (cooperation.partners.get(municipality__ags=ags) for ags in ("07336", "07333"))
    votes = f"/abstimmungen/{ballot.pk}/stimme/"
    assert "Die Stimme ist abgegeben" in posted(member, votes, partner=kusel.pk, choice="yes")
    assert "Bitte wählen Sie: Ja, Nein" in posted(member, votes, partner=kusel.pk, choice="")
    assert "Bitte wählen Sie die Kommune" in posted(member, votes, choice="yes")
    assert member.post(votes, {"partner": donnersberg.pk, "choice": "yes"}).status_code == 403
    posted(lead, votes, partner=donnersberg.pk, choice="yes")
    assert "wird noch abgestimmt" in posted(lead, f"{base}beenden/")
    assert "2 von 3 Kommunen haben abgestimmt" in page(lead, f"/abstimmungen/{ballot.pk}/auszaehlen/")
    assert "angenommen 2:0" in posted(lead, f"/abstimmungen/{ballot.pk}/auszaehlen/")
    row = Resolution.objects.get()
    assert f"Beschluss {row.reference}" in page(member, base)
    assert "ist geschlossen" in posted(lead, f"{base}punkte/{item.pk}/schliessen/")
    assert "Sitzung beenden?" in page(lead, f"{base}beenden/")
    assert "Die Sitzung ist beendet" in posted(lead, f"{base}beenden/")
    assert "every 10s" not in page(member, base)


def test_late_early_and_on_behalf_by_form(
    sign_in: SignIn, running: Meeting, body: Body, coordinator: User
) -> None:
    row, client = attendance_of(running, "07333"), sign_in(coordinator)
    address = f"/sitzungen/{running.pk}/durchfuehrung/anwesenheit/{row.pk}/"
    seat = seat_of(body, "07336")
    data = {
        "presence": "present",
        "arrived_at": "9.30",
        "left_at": "11:45",
        "on_behalf_of": seat.pk,
        "version": 2,
    }
    assert "Uhrzeit wie 10:15" in posted(client, address, **data | {"left_at": "gleich"})
    assert "nicht vor dem Kommen" in posted(client, address, **data | {"left_at": "9:00"})
    assert "ist gespeichert" in posted(client, address, **data)
    row.refresh_from_db()
    assert (row.on_behalf_of, f"{timezone.localtime(row.arrived_at):%H:%M}") == (seat, "09:30")
    conflict = posted(client, address, **data | {"left_at": "12:00"})
    assert "Zwei Fassungen der Anwesenheit" in conflict
    assert "11:45 Uhr" in conflict
    chosen = data | {"left_at": "12:00", "version": 3, "choice_left_at": "stored"}
    assert "ist gespeichert" in posted(client, address, **chosen)
    row.refresh_from_db()
    assert f"{timezone.localtime(row.left_at):%H:%M}" == "11:45"


def test_deputies_and_guests_by_form(
    sign_in: SignIn, running: Meeting, body: Body, coordinator: User
) -> None:
    deputy, client = deputy_of(body, "07336"), sign_in(coordinator)
    address = f"/sitzungen/{running.pk}/durchfuehrung/anwesenheit/neu/"
    assert "Bitte wählen Sie eine Person oder nennen Sie einen Gast" in posted(client, address)
    posted(client, address, member=deputy.pk)
    posted(client, address, guest="Leitung des Medienzentrums")
    assert Attendance.objects.filter(meeting=running).count() == 5
    assert "Leitung des Medienzentrums" in page(client, f"/sitzungen/{running.pk}/durchfuehrung/")


def test_a_secret_vote_shows_nowhere(
    sign_in: SignIn, item: AgendaItem, coordinator: User, kusel_staff: User, cooperation: Cooperation
) -> None:
    ballot = open_ballot(actor=coordinator, item=item, motion=MOTION, kind="secret")
    kusel = cooperation.partners.get(municipality__ags="07336")
    member = sign_in(kusel_staff)
    before = page(member, f"/abstimmungen/{ballot.pk}/")
    assert "Niemand sieht, wie Sie stimmen" in before
    after = posted(member, f"/abstimmungen/{ballot.pk}/stimme/", partner=kusel.pk, choice="no")
    assert "hat abgestimmt" in after
    assert "Stimme für Landkreis Kusel" not in after
    history = page(member, "/kooperationen/donnersberg/")
    for shown in (after, history, page(sign_in(coordinator), f"/abstimmungen/{ballot.pk}/")):
        assert "Stimmzettel in zufälliger" not in shown
    assert not Vote.objects.exists()
    for pk in cooperation.partners.exclude(pk=kusel.pk).values_list("pk", flat=True):
        posted(sign_in(coordinator), f"/abstimmungen/{ballot.pk}/stimme/", partner=pk, choice="yes")
    closed = posted(sign_in(coordinator), f"/abstimmungen/{ballot.pk}/auszaehlen/")
    assert "angenommen 2:1" in closed
    assert "Stimmzettel in zufälliger Reihenfolge" in closed


def test_queries_do_not_grow(sign_in: SignIn, running: Meeting, body: Body, coordinator: User) -> None:
    client, used = sign_in(coordinator), []
    for numbers in (range(2), range(2, 20)):
        for number in numbers:
            one = call_item(actor=coordinator, item=item_of(running, f"Thema {number}"))
            open_ballot(actor=coordinator, item=one, motion=MOTION, kind="open")
            Ballot.objects.filter(item=one).update(
                closed_at=timezone.now(), result="rejected", summary="nein"
            )
            Attendance.objects.create(meeting=running, member=deputy_of(body, "07336"))
        with CaptureQueriesContext(connection) as queries:
            assert page(client, f"/sitzungen/{running.pk}/durchfuehrung/").count("Thema") >= numbers.stop
        used.append(len(queries))
    assert used[0] == used[1]


def test_breaking_off_needs_a_reason(sign_in: SignIn, ballot: Ballot, coordinator: User) -> None:
    client, address = sign_in(coordinator), f"/abstimmungen/{ballot.pk}/abbrechen/"
    assert "Bitte nennen Sie den Grund" in posted(client, address, reason="")
    assert "Es gibt kein Ergebnis" in posted(client, address, reason="Der Text war unvollständig")


def test_a_meeting_that_is_over_or_a_draft_offers_no_step(
    sign_in: SignIn, body: Body, coordinator: User
) -> None:
    client = sign_in(coordinator)
    draft = meeting_of(body)
    assert "noch ein Entwurf" in page(client, f"/sitzungen/{draft.pk}/durchfuehrung/")
    assert "noch ein Entwurf" in posted(client, f"/sitzungen/{draft.pk}/durchfuehrung/eroeffnen/")
    cancelled = meeting_of(body, state=MeetingState.CANCELLED, title="Ausgefallen")
    assert "abgesagt" in page(client, f"/sitzungen/{cancelled.pk}/durchfuehrung/")


def test_nothing_differs_between_a_secret_yes_and_a_secret_no(
    sign_in: SignIn,
    item: AgendaItem,
    coordinator: User,
    kusel_staff: User,
    cooperation: Cooperation,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Until it is counted, no page, no answer of the API, no history and no line of the log depends on the vote."""
    caplog.set_level(logging.INFO)
    ballot = open_ballot(actor=coordinator, item=item, motion=MOTION, kind="secret")
    kusel = cooperation.partners.get(municipality__ags="07336")
    addresses = (
        f"/abstimmungen/{ballot.pk}/",
        f"/sitzungen/{item.meeting_id}/durchfuehrung/",
        f"/sitzungen/{item.meeting_id}/niederschrift/",
        "/kooperationen/donnersberg/",
        "/kooperationen/donnersberg/beschluesse/",
        f"/api/v1/meetings/{item.meeting_id}/",
        f"/api/v1/meetings/{item.meeting_id}/agenda-items/",
        "/api/v1/resolutions/",
    )
    clients = [sign_in(coordinator), sign_in(kusel_staff)]
    kept, history = [], _history()
    for choice in ("yes", "no", "abstain"):
        point = transaction.savepoint()
        caplog.clear()
        answer = clients[1].post(
            f"/abstimmungen/{ballot.pk}/stimme/", {"partner": kusel.pk, "choice": choice}, follow=True
        )
        texts = [
            answer.content.decode(),
            *(page(client, address) for client in clients for address in addresses),
        ]
        kept.append([_CHANGING.sub("", text) for text in (*texts, *sorted(set(caplog.messages)))])
        assert _history() == history
        transaction.savepoint_rollback(point)
    assert kept[0] == kept[1] == kept[2]
    assert any("hat abgestimmt" in text for text in kept[0])


# Tokens against forgery, and the time of day.
_CHANGING = re.compile(r"\b[A-Za-z0-9]{64}\b|um \d\d:\d\d Uhr|nonce=\S+")


def _history() -> int:
    """How many rows the history of this room has."""
    models = [
        model
        for model in apps.get_app_config("governance").get_models()
        if hasattr(model, "pgh_tracked_model")
    ]
    assert len(models) > 10
    return sum(model._default_manager.count() for model in models)

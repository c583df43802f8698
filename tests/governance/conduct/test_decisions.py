"""What outlasts a meeting: circulars with their mails, the register of resolutions, action items."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.http import Http404
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cooperations.models import Cooperation, Partner
from governance.models import ActionItem, AgendaItem, Ballot, Body, Meeting, Resolution, SecretVoter
from governance.services.actions import (
    ActionData,
    Origin,
    ProgressData,
    change_action,
    create_action,
    record_progress,
    remind_of_overdue_actions,
)
from governance.services.ballots import cast_vote, close_ballot, open_ballot, withdraw_ballot
from governance.services.circulars import CircularData, close_due_circulars, open_circular
from governance.services.resolutions import ImplementationData, record_implementation
from ikz.access.conflicts import EditConflict
from ikz.accounts.models import User
from ikz.notifications.models import OutgoingMail
from tests.governance.conduct.conftest import MOTION
from tests.governance.conduct.test_pages import page, posted

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


def in_days(days: int) -> Any:
    return timezone.localdate() + timedelta(days=days)


def asked(**changes: Any) -> CircularData:
    return replace(
        CircularData(title="Beschaffung", motion=MOTION, until=in_days(7), reason="Eilt"), **changes
    )


@pytest.fixture
def partner(cooperation: Cooperation) -> Callable[[str], Partner]:
    return lambda ags: cooperation.partners.get(municipality__ags=ags)


@pytest.fixture
def circular(body: Body, coordinator: User) -> Ballot:
    return open_circular(actor=coordinator, body=body, data=asked())


@pytest.fixture
def resolve(
    item: AgendaItem, coordinator: User, partner: Callable[[str], Partner]
) -> Callable[..., Resolution]:
    """An accepted resolution."""

    def make(title: str = "Service-Desk", motion: str = MOTION) -> Resolution:
        ballot = open_ballot(actor=coordinator, item=item, motion=motion, kind="open")
        Ballot.objects.filter(pk=ballot.pk).update(title=title)
        cast_vote(actor=coordinator, ballot=ballot, partner=partner("07333").pk, choice="yes")
        return close_ballot(actor=coordinator, ballot=ballot).resolution

    return make


def to_do(partner: Partner, **changes: Any) -> ActionData:
    data = ActionData(
        title="Angebote einholen", partner=partner.pk, function="Leitung Schul-IT", due_on=in_days(10)
    )
    return replace(data, **changes)


def test_a_circular_asks_everybody_and_ends_when_all_have_voted(
    circular: Ballot, coordinator: User, kusel_staff: User, kaiserslautern_staff: User, partner: Any
) -> None:
    mails = OutgoingMail.objects.filter(dedupe_key__startswith=f"circular-opened:{circular.pk}:")
    assert {mail.to for mail in mails} == {coordinator.email, kusel_staff.email, kaiserslautern_staff.email}
    [text] = {mail.body_text for mail in mails}
    assert MOTION in text
    assert f"/kooperationen/donnersberg/umlauf/{circular.pk}/" in text
    cast_vote(actor=kusel_staff, ballot=circular, partner=partner("07336").pk, choice="no")
    cast_vote(actor=kaiserslautern_staff, ballot=circular, partner=partner("07335").pk, choice="yes")
    circular.refresh_from_db()
    assert circular.closed_at is None
    cast_vote(actor=coordinator, ballot=circular, partner=partner("07333").pk, choice="yes")
    circular.refresh_from_db()
    assert (circular.result, circular.summary) == ("accepted", "angenommen 2:1")
    assert circular.resolution.meeting is None
    results = OutgoingMail.objects.filter(dedupe_key__startswith=f"circular-result:{circular.pk}:")
    assert results.count() == 3
    assert f"Beschluss Nr. {circular.resolution.reference}" in results[0].body_text
    assert {mail.state for mail in mails.all()} <= {"withdrawn", "done"}


def test_a_circular_ends_at_its_deadline_and_counts_who_took_part(
    circular: Ballot, coordinator: User, kusel_staff: User, partner: Any
) -> None:
    cast_vote(actor=kusel_staff, ballot=circular, partner=partner("07336").pk, choice="yes")
    assert circular.closes_at is not None
    with pytest.raises(ValidationError, match="bis zum Ende der Frist"):
        close_ballot(actor=coordinator, ballot=circular)
    assert close_due_circulars(circular.closes_at - timedelta(seconds=1)) == 0
    assert close_due_circulars(circular.closes_at) == 1
    assert close_due_circulars(circular.closes_at) == 0
    circular.refresh_from_db()
    assert circular.summary == "nicht beschlussfähig – 1 von 3 stimmberechtigten Kommunen beteiligt"
    assert timezone.localdate(circular.closes_at) == in_days(7)


def test_no_vote_after_the_deadline(circular: Ballot, kusel_staff: User, partner: Any) -> None:
    Ballot.objects.filter(pk=circular.pk).update(closes_at=timezone.now())
    with pytest.raises(ValidationError, match="Frist ist abgelaufen"):
        cast_vote(actor=kusel_staff, ballot=circular, partner=partner("07336").pk, choice="yes")


def test_a_secret_circular_is_voted_in_by_each_alone(
    body: Body, coordinator: User, kusel_staff: User, partner: Any
) -> None:
    ballot = open_circular(actor=coordinator, body=body, data=asked(kind="secret"))
    with pytest.raises(ValidationError, match="stimmt jede Kommune selbst ab"):
        cast_vote(actor=coordinator, ballot=ballot, partner=partner("07336").pk, choice="yes")
    cast_vote(actor=kusel_staff, ballot=ballot, partner=partner("07336").pk, choice="yes")
    assert SecretVoter.objects.count() == 1
    gone = withdraw_ballot(actor=coordinator, ballot=ballot, reason="Neuer Vorschlag")
    assert gone.closed_at
    told = OutgoingMail.objects.filter(dedupe_key__startswith=f"circular-result:{ballot.pk}:")
    assert all("Neuer Vorschlag" in mail.body_text for mail in told)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"motion": " "}, "motion"),
        ({"until": None}, "until"),
        ({"until": timezone.localdate()}, "until"),
        ({"until": timezone.localdate() + timedelta(days=200)}, "until"),
        ({"kind": "heimlich"}, "kind"),
    ],
)
def test_circulars_are_refused_by_field(
    body: Body, coordinator: User, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        open_circular(actor=coordinator, body=body, data=asked(**changes))
    assert set(refused.value.message_dict) == {field}
    assert not OutgoingMail.objects.filter(dedupe_key__startswith="circular").exists()


def test_only_those_who_lead_begin_a_circular(body: Body, kusel_staff: User, stranger: User) -> None:
    with pytest.raises(PermissionDenied):
        open_circular(actor=kusel_staff, body=body, data=asked())
    with pytest.raises(Http404):
        open_circular(actor=stranger, body=body, data=asked())


def test_circular_pages(
    sign_in: SignIn, body: Body, coordinator: User, kusel_staff: User, partner: Any
) -> None:
    lead, member, base = sign_in(coordinator), sign_in(kusel_staff), "/kooperationen/donnersberg/umlauf/"
    assert "Noch kein Umlaufbeschluss" in page(member, base)
    assert member.get(f"{base}neu/").status_code == 403
    data = {
        "body": body.pk,
        "title": "Beschaffung",
        "motion": MOTION,
        "kind": "open",
        "until": f"{in_days(5):%d.%m.%Y}",
    }
    assert "mindestens bis morgen" in posted(
        lead, f"{base}neu/", **data | {"until": f"{in_days(0):%d.%m.%Y}"}
    )
    assert "Die Mitglieder erhalten eine E-Mail" in posted(lead, f"{base}neu/", **data)
    ballot = Ballot.objects.get()
    assert "Stimme für Landkreis Kusel" in page(member, f"{base}{ballot.pk}/")
    posted(member, f"/abstimmungen/{ballot.pk}/stimme/", partner=partner("07336").pk, choice="abstain")
    assert "Enthaltung" in page(lead, f"{base}{ballot.pk}/")
    assert "läuft" in page(member, base)
    Ballot.objects.filter(pk=ballot.pk).update(closes_at=timezone.now())
    assert "wird ausgezählt" in page(member, base)
    assert "Stimme für Landkreis Kusel" not in page(member, f"{base}{ballot.pk}/")


def test_the_register_counts_per_year_and_is_searched(
    sign_in: SignIn, resolve: Callable[..., Resolution], kusel_staff: User
) -> None:
    first, second = (
        resolve(),
        resolve("Endgeräte", "Die Partner beschaffen gemeinsam Tablets für alle Schulen."),
    )
    assert [first.number, second.number] == [1, 2]
    Resolution.objects.filter(pk=first.pk).update(year=2025, state="done")
    client, base = sign_in(kusel_staff), "/kooperationen/donnersberg/beschluesse/"
    rows = {"first": "Service-Desk", "second": "Endgeräte"}

    def shown(**query: str) -> set[str]:
        text = client.get(base, query, headers={"HX-Request": "true"}).content.decode()
        return {key for key, word in rows.items() if f">{word}<" in text}

    assert shown() == {"first", "second"}
    # A word in another form, a part of a word, and the number.
    assert shown(q="Schule Tablet") == {"second"}
    assert shown(q="Service-Des") == {"first"}
    assert shown(q="2025/1") == {"first"}
    assert shown(q="Friedhof") == set()
    assert shown(year="2025") == {"first"}
    assert shown(state="unfinished") == {"second"}
    assert shown(state="done") == {"first"}
    assert shown(body=str(first.body_id), sort="oldest") == {"first", "second"}
    table = list(
        csv.reader(
            io.StringIO(client.get(base, {"format": "csv"}).content.decode("utf-8-sig")), delimiter=";"
        )
    )
    assert [row[0] for row in table] == ["Nummer", second.reference, "2025/1"]
    assert client.get(base, {"format": "xlsx"}).status_code == 200
    assert "angenommen 1:0" in page(client, f"{base}{second.pk}/")


def test_how_far_a_resolution_is(
    sign_in: SignIn, resolve: Callable[..., Resolution], coordinator: User, kusel_staff: User
) -> None:
    row = resolve()
    with pytest.raises(PermissionDenied):
        record_implementation(
            actor=kusel_staff, resolution=row, data=ImplementationData(state="done"), expected_version=1
        )
    client, address = sign_in(coordinator), f"/kooperationen/donnersberg/beschluesse/{row.pk}/stand/"
    assert "warum der Beschluss überholt ist" in posted(
        client, address, state="dropped", state_note="", version=1
    )
    assert "ist gespeichert" in posted(
        client, address, state="running", state_note="Stelle besetzt", version=1
    )
    assert "Zwei Fassungen" in posted(client, address, state="done", state_note="Fertig", version=1)
    kept = posted(client, address, state="done", state_note="Fertig", version=2, choice_state_note="stored")
    assert "Stelle besetzt" in kept
    row.refresh_from_db()
    assert (row.state, row.state_note, row.version) == ("done", "Stelle besetzt", 3)


def test_a_task_without_municipality_person_and_day_is_none(
    sign_in: SignIn,
    cooperation: Cooperation,
    coordinator: User,
    kusel_staff: User,
    stranger: User,
    partner: Any,
) -> None:
    empty = ActionData(title="Angebote", partner=None, function=" ", due_on=None)
    with pytest.raises(ValidationError) as refused:
        create_action(actor=coordinator, cooperation=cooperation, data=empty)
    assert set(refused.value.message_dict) == {"partner", "function", "due_on"}
    text = posted(sign_in(coordinator), "/kooperationen/donnersberg/aufgaben/neu/", title="Angebote")
    for reason in ("die verantwortliche Kommune", "die zuständige Person oder Stelle", "bleibt sie liegen"):
        assert reason in text
    assert not ActionItem.objects.exists()
    with pytest.raises(PermissionDenied):
        create_action(actor=kusel_staff, cooperation=cooperation, data=to_do(partner("07336")))
    with pytest.raises(Http404):
        create_action(actor=stranger, cooperation=cooperation, data=to_do(partner("07336")))
    wrong = to_do(partner("07336"), person=stranger.pk)
    with pytest.raises(ValidationError, match="arbeitet zurzeit nicht für Landkreis Kusel"):
        create_action(actor=coordinator, cooperation=cooperation, data=wrong)


def test_tasks_come_from_items_and_resolutions(
    sign_in: SignIn,
    item: AgendaItem,
    resolve: Callable[..., Resolution],
    coordinator: User,
    kusel_staff: User,
    partner: Any,
) -> None:
    client, base = sign_in(coordinator), "/kooperationen/donnersberg/aufgaben/"
    data = {
        "title": "Stelle ausschreiben",
        "partner": partner("07336").pk,
        "function": "Personalstelle",
        "due_on": "01.03.2027",
    }
    assert "ist eingetragen" in posted(client, f"{base}neu/?punkt={item.pk}", **data)
    row = resolve()
    posted(client, f"{base}neu/?beschluss={row.pk}", **data | {"title": "Vertrag entwerfen"})
    first, second = ActionItem.objects.order_by("pk")
    assert (first.item, first.meeting, first.body) == (item, item.meeting, item.body)
    assert (second.resolution, second.meeting) == (row, item.meeting)
    assert sign_in(kusel_staff).get(f"{base}neu/?punkt={item.pk}").status_code == 403
    assert "Vertrag entwerfen" in page(client, f"/kooperationen/donnersberg/beschluesse/{row.pk}/")
    listed = page(sign_in(kusel_staff), f"{base}?mine=kommune&q=ausschreiben")
    assert "Stelle ausschreiben" in listed
    assert "Vertrag entwerfen" not in listed
    assert client.get(base, {"format": "csv"}).content.decode("utf-8-sig").count("\r\n") == 3
    ActionItem.objects.filter(pk=first.pk).update(state="done", due_on=in_days(1))
    table = client.get(base, {"format": "csv"}).content.decode("utf-8-sig")
    assert table.index("Vertrag entwerfen") < table.index("Stelle ausschreiben")


def test_the_responsible_municipality_says_that_it_is_done(
    sign_in: SignIn,
    cooperation: Cooperation,
    coordinator: User,
    kusel_staff: User,
    kaiserslautern_staff: User,
    stranger: User,
    partner: Any,
) -> None:
    row = create_action(actor=coordinator, cooperation=cooperation, data=to_do(partner("07336")))
    done = ProgressData(state="done", note="Drei liegen vor")
    for actor, answer in ((kaiserslautern_staff, PermissionDenied), (stranger, Http404)):
        with pytest.raises(answer):
            record_progress(actor=actor, action=row, data=done, expected_version=1)
    client, address = sign_in(kusel_staff), f"/kooperationen/donnersberg/aufgaben/{row.pk}/stand/"
    assert "warum die Aufgabe entfällt" in posted(client, address, state="dropped", note="", version=1)
    assert "ist gespeichert" in posted(client, address, state="done", note="Drei liegen vor", version=1)
    assert "Zwei Fassungen" in posted(
        sign_in(coordinator), address, state="dropped", note="Entfällt", version=1
    )
    with pytest.raises(EditConflict):
        change_action(actor=coordinator, action=row, data=to_do(partner("07336")), expected_version=1)
    with pytest.raises(PermissionDenied):
        change_action(actor=kusel_staff, action=row, data=to_do(partner("07336")), expected_version=2)
    edit = f"/kooperationen/donnersberg/aufgaben/{row.pk}/bearbeiten/"
    data = {
        "title": "Zwei Angebote",
        "partner": partner("07336").pk,
        "function": "Schul-IT",
        "due_on": "01.03.2027",
    }
    assert "Zwei Fassungen" in posted(sign_in(coordinator), edit, **data, version=1)
    assert "Die Änderungen sind gespeichert" in posted(sign_in(coordinator), edit, **data, version=2)


def test_an_overdue_task_is_reminded_of_once(
    cooperation: Cooperation, coordinator: User, kusel_staff: User, staff_of: Any, partner: Any
) -> None:
    kusel = partner("07336")
    other = staff_of(kusel.municipality, "kusel2@test.example")
    row = create_action(actor=coordinator, cooperation=cooperation, data=to_do(kusel))
    left = create_action(
        actor=coordinator, cooperation=cooperation, data=to_do(kusel, title="Vertrag", person=kusel_staff.pk)
    )
    assert remind_of_overdue_actions(row.due_on) == 0
    late = row.due_on + timedelta(days=1)
    assert remind_of_overdue_actions(late) == 3
    assert remind_of_overdue_actions(late + timedelta(days=1)) == 0
    found = OutgoingMail.objects.filter(dedupe_key__startswith="action-overdue")
    assert sorted(mail.to for mail in found) == sorted([kusel_staff.email, kusel_staff.email, other.email])
    assert {mail.to for mail in found if "Vertrag" in mail.subject} == {kusel_staff.email}
    record_progress(actor=kusel_staff, action=left, data=ProgressData(state="done"), expected_version=1)
    moved = to_do(kusel, due_on=in_days(20))
    change_action(actor=coordinator, action=row, data=moved, expected_version=1)
    assert not found.filter(state="queued").exists()
    assert remind_of_overdue_actions(in_days(21)) == 2


def test_lists_ask_as_often_for_twenty_rows(
    sign_in: SignIn,
    cooperation: Cooperation,
    coordinator: User,
    kusel_staff: User,
    running: Meeting,
    resolve: Any,
    partner: Any,
) -> None:
    client, used = sign_in(kusel_staff), []

    for numbers in (range(2), range(2, 20)):
        for number in numbers:
            row = resolve(f"Beschluss {number}")
            origin = Origin(resolution=row)
            data = to_do(partner("07336"), title=f"Aufgabe {number}")
            create_action(actor=coordinator, cooperation=cooperation, data=data, origin=origin)
        for name in ("aufgaben", "beschluesse"):
            with CaptureQueriesContext(connection) as queries:
                page(client, f"/kooperationen/donnersberg/{name}/")
            used.append(len(queries))
    assert used[:2] == used[2:]

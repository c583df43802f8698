"""The pages of an agenda: order by buttons, two people at once, items, proposals, papers; without JavaScript."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from cooperations.models import Cooperation
from governance import suggesting
from governance.models import AgendaItem, AgendaSnapshot, Body, Meeting, MeetingState, Paper
from governance.selectors.agenda import snapshot_content
from governance.services.agenda import reorder
from governance.services.backlog import propose_item
from governance.suggesting import AgendaSuggestion
from ikz.accounts.models import User
from tests.files import samples
from tests.governance.agenda.words import titles, words
from tests.governance.world import body_of, in_days, item_of, meeting_of
from tests.ui.markup import tree
from tests.ui.markup import words as words_of

HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def body(cooperation: Cooperation) -> Body:
    return body_of(cooperation)


@pytest.fixture
def meeting(body: Body) -> Meeting:
    row = meeting_of(body)
    for title in ("Bericht", "Netze", "Budget"):
        item_of(row, title)
    return row


@pytest.fixture
def client(coordinator: User, sign_in: Callable[[User], Client]) -> Client:
    return sign_in(coordinator)


def _address(meeting: Meeting, *rest: object) -> str:
    return f"/sitzungen/{meeting.pk}/tagesordnung/" + "".join(f"{part}/" for part in rest)


def _keys(meeting: Meeting) -> list[int]:
    return list(meeting.items.order_by("position").values_list("pk", flat=True))


def test_staff_read_the_agenda_with_its_clock(
    meeting: Meeting, kusel_staff: User, sign_in: Callable[[User], Client]
) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(minutes=25)
    page = sign_in(kusel_staff).get(_address(meeting)).content.decode()
    assert "10:20 Uhr" in page
    assert "Der Plan ist 5 Minuten länger als die Sitzung." in page
    assert 'name="move"' not in page
    assert "agenda.js" not in page
    assert "Thema vorschlagen" in page


def test_a_button_moves_an_item_and_the_step_is_read_out(meeting: Meeting, client: Client) -> None:
    one, two, three = _keys(meeting)
    sent = {"agenda_version": "1", "order": [one, two, three], "move": f"up:{two}"}
    answer = client.post(_address(meeting), sent, headers=HTMX)
    assert titles(meeting) == [(1, "Netze"), (2, "Bericht"), (3, "Budget")]
    page = answer.content.decode()
    assert 'data-announce="„Netze“ ist jetzt TOP 1 von 3."' in page
    # At the upper end there is no button "up" any more: the focus goes to the other one.
    assert f'id="up-{two}"' not in page
    [button] = [node for node in tree(page).iter("button") if node.get("id") == f"down-{two}"]
    assert button.get("data-autofocus") is not None


def test_without_javascript_the_page_comes_back_to_the_item(meeting: Meeting, client: Client) -> None:
    one, two, three = _keys(meeting)
    sent = {"agenda_version": "1", "order": [one, two, three], "move": f"down:{one}"}
    answer = client.post(_address(meeting), sent)
    assert answer.status_code == 302
    assert answer["Location"] == f"{_address(meeting)}#top-{one}"
    assert titles(meeting)[1] == (2, "Bericht")


def test_dragging_sends_the_whole_order(meeting: Meeting, client: Client) -> None:
    one, two, three = _keys(meeting)
    sent = {"agenda_version": "1", "order": [three, one, two], "moved": str(three)}
    page = client.post(_address(meeting), sent, headers=HTMX).content.decode()
    assert titles(meeting) == [(1, "Budget"), (2, "Bericht"), (3, "Netze")]
    assert "„Budget“ ist jetzt TOP 1 von 3." in page


def test_whoever_is_second_sees_the_present_order_and_keeps_the_wish(
    meeting: Meeting, coordinator: User, client: Client
) -> None:
    one, two, three = _keys(meeting)
    reorder(actor=coordinator, meeting=meeting, order=[three, two, one], expected_version=1)
    new = item_of(meeting, "Neues")
    sent = {"agenda_version": "1", "order": [one, two, three], "move": f"up:{two}"}
    page = client.post(_address(meeting), sent).content.decode()
    assert "Die Tagesordnung hat sich inzwischen geändert" in page
    assert titles(meeting) == [(1, "Budget"), (2, "Netze"), (3, "Bericht"), (4, "Neues")]
    form = next(node for node in tree(page).iter("form") if "Meine Reihenfolge übernehmen" in words_of(node))
    kept = {node.get("name"): node.get("value") for node in form.iter("input")}
    order = [node.get("value") for node in form.iter("input") if node.get("name") == "order"]
    assert order == [str(key) for key in (two, one, three, new.pk)]
    client.post(_address(meeting), {"agenda_version": kept["agenda_version"], "order": order})
    assert [title for _, title in titles(meeting)] == ["Netze", "Bericht", "Budget", "Neues"]


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"agenda_version": "x", "order": ["x", "²", "-1"], "move": "up:x"},
        {"agenda_version": "1", "order": ["9" * 40], "move": "sideways:1"},
    ],
)
def test_nonsense_changes_nothing(meeting: Meeting, client: Client, sent: dict[str, object]) -> None:
    answer = client.post(_address(meeting), sent)
    assert answer.status_code == 200
    assert titles(meeting) == [(1, "Bericht"), (2, "Netze"), (3, "Budget")]


def test_an_item_is_added_changed_and_taken_off(meeting: Meeting, client: Client) -> None:
    sent = {"title": "Vertrag", "kind": "resolution", "orientation": "development", "minutes": "20"}
    client.post(_address(meeting, "neu"), sent)
    row = AgendaItem.objects.get(title="Vertrag")
    assert row.position == 4
    assert "Beschlussvorschlag fehlt" in client.get(_address(meeting)).content.decode()
    client.post(
        _address(meeting, row.pk, "bearbeiten"),
        sent | {"motion": "Wir verlängern.", "is_public": "on", "version": "1"},
    )
    page = client.get(_address(meeting, row.pk)).content.decode()
    assert "Wir verlängern." in page
    assert "öffentlich" in page
    client.post(_address(meeting, row.pk, "entfernen"))
    assert len(titles(meeting)) == 3


def test_two_people_at_one_item_choose_field_by_field(meeting: Meeting, client: Client) -> None:
    item = meeting.items.get(position=1)
    sent = {"kind": "consultation", "orientation": "development", "minutes": "10", "version": "1"}
    address = _address(meeting, item.pk, "bearbeiten")
    client.post(address, sent | {"title": "Bericht der Koordination"})
    page = client.post(address, sent | {"title": "Bericht", "presenter": "Schul-IT"}).content.decode()
    assert "Zwei Fassungen" in page
    assert 'name="version" value="2"' in page
    client.post(
        address,
        sent
        | {"title": "Bericht", "presenter": "Schul-IT", "version": "2"}
        | {"choice_title": "stored", "choice_presenter": "mine"},
    )
    item.refresh_from_db()
    assert (item.title, item.presenter, item.version) == ("Bericht der Koordination", "Schul-IT", 3)


def test_what_was_not_told_yet_stands_on_top(meeting: Meeting, client: Client) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(state=MeetingState.INVITED, invited_at=meeting.created_at)
    AgendaSnapshot.objects.create(meeting=meeting, number=1, sequence=0, content=snapshot_content(meeting))
    assert "Noch nicht mitgeteilt" not in client.get(_address(meeting)).content.decode()
    item_of(meeting, "Dringendes")
    page = client.get(_address(meeting)).content.decode()
    assert "Noch nicht mitgeteilt" in page
    assert "Neu: TOP 4 „Dringendes“" in page


def test_an_item_moves_on_to_the_next_meeting(meeting: Meeting, body: Body, client: Client) -> None:
    item = meeting.items.get(position=1)
    page = client.get(_address(meeting, item.pk)).content.decode()
    assert "In den Themenspeicher verschieben" in page
    later = meeting_of(body, starts_at=in_days(60), title="Herbstsitzung")
    assert "Auf die nächste Sitzung verschieben" in client.get(_address(meeting, item.pk)).content.decode()
    answer = client.post(_address(meeting, item.pk, "verschieben"), follow=True).content.decode()
    assert "ist auf die Tagesordnung von „Herbstsitzung“ verschoben" in answer
    assert titles(later) == [(1, "Bericht")]


def test_a_proposal_is_taken_up_or_refused_with_a_reason(
    meeting: Meeting,
    body: Body,
    client: Client,
    kusel_staff: User,
    sign_in: Callable[[User], Client],
) -> None:
    topics = f"/kooperationen/donnersberg/gremien/{body.pk}/themen/"
    sent = {"title": "Glasfaser", "kind": "consultation", "orientation": "task", "minutes": "15"}
    staff = sign_in(kusel_staff)
    answer = staff.post(f"{topics}neu/", sent, follow=True).content.decode()
    assert "Ihr Vorschlag ist eingereicht" in answer
    first = AgendaItem.objects.get(title="Glasfaser")
    assert (first.state, str(first.proposed_for), first.meeting) == ("proposed", "Landkreis Kusel", None)
    staff.post(f"{topics}neu/", sent | {"title": "Tablets"})
    second = AgendaItem.objects.get(title="Tablets")

    page = client.get(_address(meeting)).content.decode()
    assert "vorgeschlagen von Landkreis Kusel" in page
    client.post(f"{topics}{first.pk}/aufnehmen/", {"meeting": meeting.pk, "from": "agenda"})
    assert titles(meeting)[3] == (4, "Glasfaser")
    # The same again, as from a second window.
    again = client.post(f"{topics}{first.pk}/aufnehmen/", {"meeting": meeting.pk})
    assert again.status_code == 404

    refusal = f"{topics}{second.pk}/ablehnen/"
    assert "Dieses Feld" in client.post(refusal, {"reason": " "}).content.decode()
    client.post(refusal, {"reason": "Dafür gibt es schon einen Rahmenvertrag."})
    page = staff.get(topics).content.decode()
    assert "Nicht aufgenommen" in page
    assert "Dafür gibt es schon einen Rahmenvertrag." in page
    # What was refused may be taken up after all.
    client.post(f"{topics}{second.pk}/aufnehmen/", {"meeting": ""})
    second.refresh_from_db()
    assert (second.state, second.refused_because) == ("planned", "")


def test_a_proposal_is_withdrawn_by_its_own_people_only(
    body: Body,
    coordinator: User,
    kusel_staff: User,
    kaiserslautern_staff: User,
    cooperation: Cooperation,
    sign_in: Callable[[User], Client],
) -> None:
    partner = cooperation.partners.get(municipality__ags="07336")
    row = propose_item(actor=kusel_staff, body=body, data=words(), partner=partner)
    address = f"/kooperationen/donnersberg/gremien/{body.pk}/themen/{row.pk}/entfernen/"
    assert sign_in(kaiserslautern_staff).post(address).status_code == 403
    assert AgendaItem.objects.filter(pk=row.pk).exists()
    assert sign_in(kusel_staff).post(address).status_code == 302
    assert not AgendaItem.objects.filter(pk=row.pk).exists()


def test_a_suggestion_becomes_an_item_and_is_not_offered_again(
    meeting: Meeting, body: Body, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer = AgendaSuggestion(
        source="measure:7",
        group="Maßnahmen",
        title="Netze ausbauen",
        note="überfällig",
        href="/kooperationen/",
        description="Worum es geht",
        orientation="task",
    )
    monkeypatch.setattr(suggesting, "_answers", [lambda user, meeting: [offer]])
    assert "Netze ausbauen" in client.get(_address(meeting)).content.decode()
    page = client.post(
        _address(meeting, "uebernehmen"), {"source": "measure:7"}, headers=HTMX
    ).content.decode()
    assert 'data-announce="„Netze ausbauen“ ist jetzt TOP 4."' in page
    assert 'value="measure:7"' not in page
    # Neither here nor at another meeting of the body that is ahead.
    assert 'value="measure:7"' not in client.get(_address(meeting_of(body))).content.decode()
    again = client.post(_address(meeting, "uebernehmen"), {"source": "measure:7"}).content.decode()
    assert "steht inzwischen schon auf einer Tagesordnung" in again
    row = AgendaItem.objects.get(source="measure:7")
    assert (row.description, row.orientation, row.minutes) == ("Worum es geht", "task", 10)


def _upload(client: Client, item: AgendaItem, meeting: Meeting, **more: object) -> str:
    sent = {"title": "Folien", "file": SimpleUploadedFile("Folien.pdf", samples.PDF), **more}
    address = _address(meeting, item.pk, "vorlagen", "neu")
    return client.post(address, sent, follow=True).content.decode()


def test_papers_are_attached_named_anew_and_removed(
    meeting: Meeting, client: Client, kusel_staff: User, stranger: User, sign_in: Callable[[User], Client]
) -> None:
    item = meeting.items.get(position=1)
    page = _upload(client, item, meeting, file=SimpleUploadedFile("Folien.docx", samples.PDF))
    assert "Der Inhalt passt nicht zur Endung „.docx“" in page
    assert not Paper.objects.exists()
    assert "Die Vorlage „Folien“ ist angehängt." in _upload(client, item, meeting)
    paper = Paper.objects.get()
    address = f"/dateien/{paper.file_id}/"
    assert address in client.get(_address(meeting)).content.decode()
    answer = sign_in(kusel_staff).get(address)
    assert b"".join(answer.streaming_content) == samples.PDF  # type: ignore[attr-defined]
    assert sign_in(stranger).get(address).status_code == 404
    client.post(_address(meeting, item.pk, "vorlagen", paper.pk), {"title": "Folien zum Bericht"})
    paper.refresh_from_db()
    assert paper.title == "Folien zum Bericht"
    client.post(_address(meeting, item.pk, "vorlagen", paper.pk, "entfernen"))
    assert not Paper.objects.exists()
    assert client.get(address).status_code == 404


def test_a_public_paper_is_for_everybody_once_all_around_it_is_public(
    cooperation: Cooperation, client: Client
) -> None:
    body = body_of(cooperation, is_public=True)
    meeting = meeting_of(body, is_public=True)
    item = item_of(meeting)
    _upload(client, item, meeting, is_public="on")
    paper = Paper.objects.get()
    address = f"/dateien/{paper.file_id}/"

    def is_open() -> bool:
        answer = Client().get(address)
        list(getattr(answer, "streaming_content", ()))
        return answer.status_code == 200

    AgendaItem.objects.filter(pk=item.pk).update(is_public=True)
    assert not is_open()
    Meeting.objects.filter(pk=meeting.pk).update(state="invited", invited_at=meeting.created_at)
    assert is_open()
    for row, closed in (
        (Paper.objects.filter(pk=paper.pk), {"is_public": False}),
        (AgendaItem.objects.filter(pk=item.pk), {"is_public": False}),
        (Meeting.objects.filter(pk=meeting.pk), {"is_public": False}),
        (Body.objects.filter(pk=body.pk), {"is_public": False}),
    ):
        row.update(**closed)
        assert not is_open()
        row.update(is_public=True)
    assert is_open()


def test_the_four_questions_are_answered_on_their_page(meeting: Meeting, client: Client) -> None:
    item = meeting.items.get(position=3)
    AgendaItem.objects.filter(pk=item.pk).update(key="reflection")
    address = _address(meeting, item.pk, "rueckschau")
    assert "Läuft der Betrieb, wie die Schulen ihn brauchen?" in client.get(address).content.decode()
    client.post(address, {"version": "1", "delivery": "Ja, bis auf zwei Standorte."})
    assert "Ja, bis auf zwei Standorte." in client.get(_address(meeting, item.pk)).content.decode()
    page = client.post(address, {"version": "1", "delivery": "Nein."}).content.decode()
    assert "Zwei Fassungen" in page


def test_a_long_agenda_needs_no_more_queries(
    meeting: Meeting, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get(_address(meeting))  # catalogues and content types are read once
    # Session, account, meeting, may change; items, papers; subjects, may propose; ratings and partners, measures.
    with django_assert_num_queries(11):
        client.get(_address(meeting))
    for number in range(20):
        item_of(meeting, f"Punkt {number}")
    with django_assert_num_queries(11):
        client.get(_address(meeting))


def test_what_a_meeting_did_not_come_to_is_carried_over_with_its_papers(
    meeting: Meeting, body: Body, client: Client
) -> None:
    open_item, called = meeting.items.get(position=1), meeting.items.get(position=2)
    _upload(client, open_item, meeting)
    Meeting.objects.filter(pk=meeting.pk).update(
        state=MeetingState.HELD, invited_at=meeting.created_at, closed_at=meeting.created_at
    )
    AgendaItem.objects.filter(pk=called.pk).update(started_at=meeting.created_at)
    later = meeting_of(body, starts_at=in_days(60), title="Herbstsitzung")
    assert "übernehmen" not in client.get(_address(meeting, called.pk)).content.decode()
    client.post(_address(meeting, called.pk, "verschieben"))
    assert titles(later) == []
    assert "In die nächste Sitzung übernehmen" in client.get(_address(meeting, open_item.pk)).content.decode()
    for _ in range(2):
        client.post(_address(meeting, open_item.pk, "verschieben"))
    assert titles(later) == [(1, "Bericht")]
    assert titles(meeting) == [(1, "Bericht"), (2, "Netze"), (3, "Budget")]
    first, second = Paper.objects.order_by("pk")
    assert first.file_id != second.file_id
    assert first.file.sha256 == second.file.sha256
    answer = client.get(f"/dateien/{second.file_id}/")
    assert b"".join(answer.streaming_content) == samples.PDF  # type: ignore[attr-defined]

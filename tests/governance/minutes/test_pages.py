"""The pages of minutes, as the people of a meeting use them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from page import validate_pdf_bytes

from cooperations.models import Cooperation
from governance.minutes_pdf import document, produce
from governance.models import (
    AgendaItem,
    Meeting,
    MeetingState,
    Member,
    Minutes,
    MinutesState,
    MinutesVersion,
    Office,
)
from governance.services.minutes import approve_minutes, send_minutes
from governance.services.recording import write_record
from ikz.accounts.models import User
from tests.governance.world import body_of, in_days, item_of, meeting_of, member_of

SignIn = Callable[[User], Client]


@pytest.fixture
def item(cooperation: Cooperation) -> AgendaItem:
    return item_of(meeting_of(body_of(cooperation), state=MeetingState.HELD, starts_at=in_days(-7)))


def address(item: AgendaItem, rest: str = "") -> str:
    return f"/sitzungen/{item.meeting_id}/niederschrift{rest or '/'}"


def test_a_text_is_saved_in_its_place_and_the_next_one_is_asked(
    coordinator: User, item: AgendaItem, sign_in: SignIn
) -> None:
    client = sign_in(coordinator)
    page = client.get(address(item))
    assert "Niederschrift zu TOP 1" in page.content.decode()
    url = address(item, f"/punkte/{item.pk}/")
    saved = client.post(url, {"record": "Besprochen", "version": "1"}, headers={"HX-Request": "true"})
    assert "Gespeichert." in saved.content.decode()
    assert "<html" not in saved.content.decode()
    conflict = client.post(url, {"record": "Etwas anderes", "version": "1"})
    text = conflict.content.decode()
    assert "inzwischen geändert" in text
    assert "Besprochen" in text
    assert "Etwas anderes" in text
    joined = client.post(
        url, {"record": "Etwas anderes", "version": "2", "wahl": "zusammen"}
    ).content.decode()
    assert "Besprochen\n\nEtwas anderes" in joined
    kept = client.post(url, {"record": "Etwas anderes", "version": "2", "wahl": "gespeicherte"})
    assert kept.status_code == 302
    item.refresh_from_db()
    assert item.record == "Besprochen"


def test_the_look_back_leads_to_its_questions(coordinator: User, item: AgendaItem, sign_in: SignIn) -> None:
    client = sign_in(coordinator)
    questions = f"/sitzungen/{item.meeting_id}/tagesordnung/{item.pk}/rueckschau/"
    assert questions not in client.get(address(item)).content.decode()
    AgendaItem.objects.filter(pk=item.pk).update(key="reflection")
    assert questions in client.get(address(item)).content.decode()
    assert client.get(questions).status_code == 200


def test_the_page_learns_once_what_others_have_saved(
    coordinator: User, kusel_staff: User, item: AgendaItem, sign_in: SignIn
) -> None:
    Member.objects.filter(pk=member_of(item.body, "07336").pk).update(office=Office.MINUTES)
    client = sign_in(coordinator)

    def ask(shown: str = "") -> Any:
        url = address(item, f"/stand/?stand={item.pk}-1&gezeigt={shown}")
        return client.get(url, headers={"HX-Request": "true"})

    assert f"stand={item.pk}-1" in client.get(address(item)).content.decode()
    assert ask().status_code == 204
    write_record(actor=coordinator, item=item, text="Von mir selbst", expected_version=1)
    assert ask().status_code == 204
    write_record(actor=kusel_staff, item=item, text="Von anderen", expected_version=2)
    hint = ask().content.decode()
    assert "Andere haben inzwischen gespeichert" in hint
    assert f"TOP 1 von {kusel_staff}" in hint
    assert f"gezeigt={item.pk}-3" in hint
    assert ask(f"{item.pk}-3").status_code == 204
    write_record(actor=coordinator, item=item, text="Beides", expected_version=3)
    assert "Andere haben" not in ask(f"{item.pk}-3").content.decode()


def test_others_read_nothing_before_it_is_sent_and_everything_after(
    coordinator: User, kusel_staff: User, item: AgendaItem, sign_in: SignIn
) -> None:
    write_record(actor=coordinator, item=item, text="Vertraulicher Entwurf", expected_version=1)
    client = sign_in(kusel_staff)
    early = client.get(address(item)).content.decode()
    assert "wird gerade geschrieben" in early
    assert "Vertraulicher Entwurf" not in early
    assert client.get(address(item, ".pdf")).status_code == 404
    assert client.get(address(item, ".pdf?fassung=entwurf")).status_code == 403
    assert client.get(address(item, f"/punkte/{item.pk}/")).status_code == 403
    assert item.meeting is not None
    send_minutes(actor=coordinator, meeting=item.meeting)
    late = client.get(address(item)).content.decode()
    assert "Vertraulicher Entwurf" in late
    assert client.get(address(item, ".pdf")).status_code == 202


def test_sending_by_the_page_and_approval_in_the_next_meeting(
    coordinator: User, item: AgendaItem, sign_in: SignIn
) -> None:
    client = sign_in(coordinator)
    later = meeting_of(item.body, state=MeetingState.INVITED, title="Nächste Sitzung", starts_at=in_days(20))
    assert "Jetzt versenden" in client.get(address(item, "/versenden/")).content.decode()
    page = client.post(address(item, "/versenden/"), follow=True).content.decode()
    assert "als Fassung 1 zur Genehmigung verschickt" in page
    assert "Genehmigung ist der erste Punkt" in page
    again = client.post(address(item, "/versenden/")).content.decode()
    assert "nichts geändert" in again
    Meeting.objects.filter(pk=later.pk).update(state=MeetingState.RUNNING)
    approval = AgendaItem.objects.get(key="approval")
    assert "Als genehmigt festhalten" in client.get(address(item)).content.decode()
    done = client.post(address(item, f"/genehmigung/{approval.pk}/"), follow=True).content.decode()
    assert "genehmigt und damit abgeschlossen" in done
    assert "Nachtrag hinzufügen" in done
    client.post(address(item, "/nachtrag/"), {"text": "Die Zahl lautet 21.", "item": str(item.pk)})
    final = client.get(address(item)).content.decode()
    assert "Die Zahl lautet 21." in final
    compared = client.get(address(item, "/vergleich/?von=2&bis=3")).content.decode()
    assert "hinzugekommen" in compared
    assert client.get(address(item, "/vergleich/?von=7")).status_code == 404


def test_a_conflict_in_the_frame_shows_both(coordinator: User, item: AgendaItem, sign_in: SignIn) -> None:
    client = sign_in(coordinator)
    url = address(item, "/rahmen/")
    assert client.post(url, {"preface": "Begrüßung", "closing": "", "version": "1"}).status_code == 302
    text = client.post(url, {"preface": "Anders", "closing": "", "version": "1"}).content.decode()
    assert "Inzwischen geändert" in text
    assert "Begrüßung" in text
    assert "Anders" in text


def test_the_pdf_says_what_the_version_says_and_waits_until_it_is_set(
    coordinator: User, item: AgendaItem, sign_in: SignIn
) -> None:
    client = sign_in(coordinator)
    write_record(actor=coordinator, item=item, text="Alle stimmen zu.", expected_version=1)
    waiting = client.get(address(item, ".pdf?fassung=entwurf"))
    assert (waiting.status_code, waiting["Retry-After"]) == (202, "3")
    version = MinutesVersion.objects.get()
    assert "Alle stimmen zu." in document(version)
    assert "Entwurf" in document(version)
    assert produce(version.pk)
    assert not produce(version.pk)
    ready = client.get(address(item, ".pdf?fassung=entwurf"))
    assert [failure.message for failure in validate_pdf_bytes(ready.content, profile="ua1").failures] == []
    assert "private" in ready["Cache-Control"]
    assert (
        client.get(
            address(item, ".pdf?fassung=entwurf"), headers={"If-None-Match": ready["ETag"]}
        ).status_code
        == 304
    )


def test_a_pdf_whose_file_is_gone_is_made_again(coordinator: User, item: AgendaItem, sign_in: SignIn) -> None:
    assert item.meeting is not None
    version = send_minutes(actor=coordinator, meeting=item.meeting)
    assert produce(version.pk)
    version.refresh_from_db()
    version.pdf.storage.delete(str(version.pdf))
    client = sign_in(coordinator)
    assert client.get(address(item, ".pdf")).status_code == 202
    assert produce(version.pk)
    assert client.get(address(item, ".pdf?fassung=1")).status_code == 200
    assert client.get(address(item, ".pdf?fassung=9")).status_code == 404
    assert client.get(address(item, ".pdf?fassung=x")).status_code == 404


def test_writing_costs_the_same_number_of_queries_for_two_and_for_twenty_items(
    coordinator: User, item: AgendaItem, sign_in: SignIn
) -> None:
    client = sign_in(coordinator)
    client.get(address(item))
    counts = []
    for wanted in (2, 20):
        while item.meeting is not None and item.meeting.items.count() < wanted:
            item_of(item.meeting)
        with CaptureQueriesContext(connection) as queries:
            client.get(address(item))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_administration_tries_failed_minutes_again_and_reads_none(
    coordinator: User, administrator: User, item: AgendaItem, sign_in: SignIn
) -> None:
    assert item.meeting is not None
    version = send_minutes(actor=coordinator, meeting=item.meeting)
    MinutesVersion.objects.filter(pk=version.pk).update(state="failed", last_error="Platte voll")
    client = sign_in(administrator)
    page = client.get("/verwaltung/auftraege/").content.decode()
    assert f"Niederschrift {version.pk}" in page
    assert "Platte voll" in page
    assert item.title not in page
    client.post(f"/verwaltung/auftraege/niederschriften/{version.pk}/erneut/")
    version.refresh_from_db()
    assert version.state == "queued"
    assert (
        sign_in(coordinator).post(f"/verwaltung/auftraege/niederschriften/{version.pk}/erneut/").status_code
        == 404
    )


def test_approved_minutes_are_no_form_any_more(coordinator: User, item: AgendaItem, sign_in: SignIn) -> None:
    assert item.meeting is not None
    later = meeting_of(item.body, state=MeetingState.INVITED, starts_at=in_days(20))
    send_minutes(actor=coordinator, meeting=item.meeting)
    Meeting.objects.filter(pk=later.pk).update(state=MeetingState.RUNNING)
    approve_minutes(actor=coordinator, meeting=item.meeting, item=AgendaItem.objects.get(key="approval"))
    assert Minutes.objects.get().state == MinutesState.APPROVED
    page = sign_in(coordinator).get(address(item)).content.decode()
    assert "<textarea" not in page
    refused = sign_in(coordinator).post(address(item, f"/punkte/{item.pk}/"), {"record": "x", "version": "1"})
    assert "lässt sich nicht mehr ändern" in refused.content.decode()

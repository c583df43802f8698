"""The history of a cooperation as its partners read it."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta

import pghistory
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from cooperations import catalog
from cooperations.models import Barrier, Cooperation, Measure, Phase
from cooperations.services import change_measure, plan_measure, remove_measure, update_cooperation
from cooperations.services.cooperations import CooperationData
from cooperations.services.cooperations import stored_values as stored_cooperation
from cooperations.services.measures import MeasureData, stored_values
from cooperations.services.phases import change_phase
from governance.models import AgendaItem, Ballot, Invitation, Meeting, Minutes, Paper
from governance.services.ballots import cast_vote
from governance.services.circulars import CircularData, open_circular
from ikz.accounts.models import User
from ikz.files.models import StoredFile
from tests.cooperations.measures.words import smart
from tests.governance.world import body_of, member_of
from tests.ui.markup import parse
from workspace.history.entries import History
from workspace.history.sources import sources
from workspace.history.sql import Scope

SignIn = Callable[[User], Client]
ADDRESS = "/kooperationen/donnersberg/verlauf/"
Line = dict[str, str]


def _lines(client: Client, query: str = "") -> list[Line]:
    answer = client.get(f"{ADDRESS}?format=csv{query}")
    assert answer["Content-Disposition"] == 'attachment; filename="verlauf-donnersberg.csv"'
    text = answer.content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def _of(lines: list[Line], **wanted: str) -> list[Line]:
    return [line for line in lines if all(line[name] == value for name, value in wanted.items())]


def _page(client: Client, query: str = "") -> str:
    answer = client.get(f"{ADDRESS}{query}")
    assert answer.status_code == 200
    return " ".join("".join(parse(answer.content.decode()).itertext()).split())


def test_who_changed_what_and_when_in_german(
    sign_in: SignIn, cooperation: Cooperation, coordinator: User
) -> None:
    client = sign_in(coordinator)
    partner = cooperation.partners.get(municipality__ags="07336")
    plan = smart(partner, title="Netze", benefit="kurz " * 60)
    measure = plan_measure(actor=coordinator, cooperation=cooperation, data=plan)
    with pghistory.context(user=coordinator.pk, method="POST"):
        longer = MeasureData(**stored_values(measure) | {"benefit": "kurz " * 59 + "lang"})
        change_measure(actor=coordinator, measure=measure, data=longer, expected_version=1)
        Measure.objects.filter(pk=measure.pk).update(current_value="60 %", state="running")
        Measure.objects.filter(pk=measure.pk).update(state="planned")
        remove_measure(actor=coordinator, measure=measure)
    page = _page(client)
    assert "geändert Maßnahme: Netze" in page
    assert "Was haben wir davon?: Text geändert" in page
    assert "gestrichen: kurz" in page
    assert "hinzugekommen: lang" in page
    lines = _of(_lines(client), Art="Maßnahme", Eintrag="Netze", Bereich="Maßnahmen")
    by_step = {word: _of(lines, Vorgang=word) for word in ("angelegt", "geändert", "gelöscht")}
    made = {line["Angabe"]: line["Nachher"] for line in by_step["angelegt"]}
    assert made["verantwortliche Kommune"] == "Landkreis Kusel"
    assert made["Stand"] == "geplant"
    assert made["fertig bis"] == f"{plan.due_on:%d.%m.%Y}"
    assert {line["Wer"] for line in by_step["angelegt"]} == {"Anwendung (automatisch)"}
    assert not _of(lines, Angabe="version")
    state = _of(by_step["geändert"], Angabe="Stand", Nachher="läuft")[0]
    assert (state["Vorher"], state["Nachher"]) == ("geplant", "läuft")
    assert state["Wer"] == "Schul-IT Donnersbergkreis"
    assert state["Zeitpunkt"].startswith(f"{timezone.localdate():%d.%m.%Y}, ")
    assert {line["Vorher"] for line in _of(by_step["gelöscht"], Angabe="Zielwert")} == {"90 %"}


def test_requests_stand_with_their_account_and_keys_of_catalogs_with_their_words(
    sign_in: SignIn, cooperation: Cooperation, coordinator: User, kusel_staff: User
) -> None:
    address = "/kooperationen/donnersberg/phasen/antwort/relief/?kommune=07336"
    assert sign_in(kusel_staff).post(address, {"text": "Eng", "version": 0}).status_code == 302
    changed_data = {"model_keys": ["mandating", "delegating"], "task_areas": ["training"]}
    data = CooperationData(**stored_cooperation(cooperation) | changed_data)
    update_cooperation(
        actor=coordinator, cooperation=cooperation, data=data, expected_version=cooperation.version
    )
    reason = "Alle Räte haben zugestimmt."
    phase = Phase.IMPLEMENTATION
    change_phase(actor=coordinator, cooperation=cooperation, phase=phase, reason=reason, open_items=["Räume"])
    lines = _lines(sign_in(coordinator))
    [answer] = _of(lines, Art="Antwort auf eine Leitfrage", Angabe="Antwort")
    assert (answer["Wer"], answer["Nachher"]) == ("Schul-IT Landkreis Kusel", "Eng")
    assert answer["Eintrag"].endswith("? – Landkreis Kusel")
    changed = {line["Angabe"]: line for line in _of(lines, Art="Kooperation", Vorgang="geändert")}
    assert changed["Kooperationsmodell"]["Nachher"] == ", ".join(
        catalog.models()[key].label for key in ("mandating", "delegating")
    )
    assert "training" not in changed["Aufgabenbereiche"]["Nachher"]
    assert changed["Phase"]["Nachher"] == Phase.IMPLEMENTATION.label
    assert _of(lines, Art="Phasenwechsel", Angabe="Begründung")[0]["Nachher"] == reason
    people = _of(lines, Art="Partner", Angabe="Schülerinnen und Schüler", Nachher="6.865")
    assert people[0]["Vorher"] == ""


def test_narrowed_paged_and_exported(sign_in: SignIn, cooperation: Cooperation, coordinator: User) -> None:
    client = sign_in(coordinator)
    # Nobody was asked for a name before the context begins: within one transaction it would go on.
    Barrier.objects.create(cooperation=cooperation, text="Hemmnis 00").delete()
    with pghistory.context(user=coordinator.pk, method="POST"):
        for number in range(1, 45):
            Barrier.objects.create(cooperation=cooperation, text=f"Hemmnis {number:02d}")
    assert "Seite 1 von 2" in _page(client, "?kind=cooperations.Barrier&step=insert")
    assert "45 Einträge" in _page(client, "?kind=cooperations.Barrier&step=insert")
    assert "Hemmnis: Hemmnis 00" in _page(client, "?kind=cooperations.Barrier&step=insert&page=2")
    assert "1 Eintrag," in _page(client, "?kind=phases&step=delete")
    assert "44 Einträge" in _page(client, f"?kind=phases&person={coordinator.pk}")
    assert "2 Einträge" in _page(client, "?kind=phases&person=auto")
    assert "Kein Eintrag gefunden" in _page(client, "?kind=phases&person=link")
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert "Kein Eintrag gefunden" in _page(client, f"?first_day={tomorrow:%d.%m.%Y}")
    assert "46 Einträge" in _page(client, f"?kind=phases&last_day={timezone.localdate():%d.%m.%Y}")
    assert "Der letzte Tag liegt vor dem ersten." in _page(
        client, f"?first_day={tomorrow:%d.%m.%Y}&last_day=01.01.2020"
    )
    assert _page(client, "?kind=quatsch&person=999&step=x&page=zz")
    assert {line["Eintrag"] for line in _lines(client, "&kind=phases&step=delete")} == {"Hemmnis 00"}
    # Whoever answers by the link of an invitation is not signed in.
    with pghistory.context(user=None, method="POST"):
        Barrier.objects.create(cooperation=cooperation, text="Vom Link")
    by_link = _lines(client, "&person=link")
    assert {(line["Eintrag"], line["Wer"]) for line in by_link} == {
        ("Vom Link", "Ohne Anmeldung (Link aus einer E-Mail)")
    }
    sheet = client.get(f"{ADDRESS}?format=xlsx&kind=phases&step=delete").content
    rows = list(load_workbook(io.BytesIO(sheet)).active.values)
    assert rows[0][:3] == ("Zeitpunkt", "Wer", "Bereich")
    assert rows[1][5] == "gelöscht"


def test_as_many_queries_for_twenty_rows_as_for_two(
    sign_in: SignIn, cooperation: Cooperation, coordinator: User
) -> None:
    client, used = sign_in(coordinator), []
    partners = list(cooperation.partners.all())
    for numbers in (range(2), range(2, 20)):
        for number in numbers:
            data = smart(partners[number % 3], title=f"Netz {number:02d}")
            plan_measure(actor=coordinator, cooperation=cooperation, data=data)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(f"{ADDRESS}?kind=measures")
        assert page.content.decode().count("Maßnahme: Netz") == numbers.stop
        used.append(len(queries))
    assert used[0] == used[1]


def test_what_went_with_everything_above_it_is_still_told(
    sign_in: SignIn, cooperation: Cooperation, coordinator: User
) -> None:
    body = body_of(cooperation)
    meeting = Meeting.objects.create(
        body=body, title="Auftakt", purpose="Anfangen", starts_at=timezone.now() + timedelta(days=3)
    )
    item = AgendaItem.objects.create(body=body, meeting=meeting, position=1, title="Netze")
    file = StoredFile.objects.create(name="plan.pdf", content_type="application/pdf", size=1, sha256="0" * 64)
    Paper.objects.create(item=item, file=file, title="Netzplan")
    Invitation.objects.create(meeting=meeting, member=member_of(body, "07336"))
    meeting.delete()
    lines = _lines(sign_in(coordinator), "&kind=meetings&step=delete")
    assert {line["Eintrag"] for line in _of(lines, Art="Vorlage")} == {"Netzplan"}
    assert {line["Art"] for line in lines} >= {"Sitzung", "Tagesordnungspunkt", "Vorlage", "Einladung"}
    invited = _of(lines, Art="Einladung")[0]
    assert invited["Eintrag"] == ("Leitung Schul-IT Landkreis Kusel (Landkreis Kusel) – Auftakt (gelöscht)")
    assert not _of(lines, Angabe="nonce")


def test_a_secret_vote_leaves_no_trace(
    sign_in: SignIn,
    cooperation: Cooperation,
    coordinator: User,
    kusel_staff: User,
    kaiserslautern_staff: User,
) -> None:
    body = body_of(cooperation)
    data = CircularData(
        title="Vorsitz",
        motion="Wer leitet?",
        until=timezone.localdate() + timedelta(days=9),
        kind="secret",
    )
    ballot = open_circular(actor=coordinator, body=body, data=data)
    history = History(Scope(tuple(sources().values()), Cooperation, cooperation.pk), reads_all=True)
    before = history.entries(0, 500)
    assert [entry.title for entry in before if entry.kind == "Abstimmung"] == ["Vorsitz"]
    voters = {"07333": coordinator, "07336": kusel_staff}
    for ags, user in voters.items():
        partner = cooperation.partners.get(municipality__ags=ags)
        cast_vote(actor=user, ballot=ballot, partner=partner.pk, choice="yes")
    assert history.entries(0, 500) == before
    Ballot.objects.filter(pk=ballot.pk).update(closes_at=timezone.now() + timedelta(days=30))
    page = _page(sign_in(kaiserslautern_staff), "?kind=decisions")
    assert "Frist" in page
    assert "Stimme:" not in page


def test_minutes_being_written_are_read_by_the_coordination_only(
    sign_in: SignIn, cooperation: Cooperation, coordinator: User, kusel_staff: User
) -> None:
    body = body_of(cooperation)
    meeting = Meeting.objects.create(
        body=body, title="Auftakt", purpose="Anfangen", starts_at=timezone.now() - timedelta(days=3)
    )
    item = AgendaItem.objects.create(body=body, meeting=meeting, position=1, title="Netze")
    AgendaItem.objects.filter(pk=item.pk).update(record="Noch im Entwurf")
    Minutes.objects.create(meeting=meeting, preface="Auch im Entwurf")
    told = _lines(sign_in(coordinator))
    assert _of(told, Angabe="Niederschrift", Nachher="Noch im Entwurf")
    kept = _lines(sign_in(kusel_staff))
    assert not [line for line in kept if "im Entwurf" in line["Nachher"]]
    assert _of(kept, Angabe="Niederschrift", Nachher="liest nur die Koordination")
    assert [line["Angabe"] for line in kept] == [line["Angabe"] for line in told]


def test_another_cooperation_and_other_people_see_nothing(
    sign_in: SignIn, cooperation: Cooperation, stranger: User, supervisor: User, administrator: User
) -> None:
    for user in (stranger, supervisor, administrator):
        assert sign_in(user).get(ADDRESS).status_code == 404
    other = Cooperation.objects.create(title="Andere", slug="andere")
    Measure.objects.filter(cooperation=other).delete()
    history = History(Scope(tuple(sources().values()), Cooperation, other.pk), reads_all=True)
    assert [(entry.kind, entry.title) for entry in history.entries(0, 50)] == [("Kooperation", "Andere")]
    assert len(history) == 1

"""What is stored about a person, for that person: complete, and nobody else's."""

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pghistory
import pghistory.models
import pytest
from django.apps import apps
from django.db.models import ForeignKey
from django.test import Client

from agreements.models import DocumentAccess
from cooperations.models import Cooperation
from cooperations.services import save_answer
from governance.models import Attendance, CalendarAddress, Meeting, Member
from ikz.accounts.models import User
from ikz.accounts.services import create_api_token
from ikz.notifications.models import OutgoingMail
from municipalities.models import Authority
from tests.agreements.world import agreement_of, version_of
from tests.governance.world import body_of, member_of
from workspace.history.sources import roles, sources
from workspace.own_data.export import ELSEWHERE
from workspace.own_data.tables import KINDS

SignIn = Callable[[User], Client]


def _tables(client: Client) -> dict[str, Any]:
    answer = client.get("/konto/daten/?format=json")
    assert answer["Content-Disposition"] == 'attachment; filename="meine-daten.json"'
    assert "no-store" in answer["Cache-Control"]
    return {name: table["zeilen"] for name, table in json.loads(answer.content)["tabellen"].items()}


def test_everything_an_account_left(
    sign_in: SignIn, cooperation: Cooperation, coordinator: User, kusel_staff: User
) -> None:
    client = sign_in(kusel_staff)
    body = body_of(cooperation)
    meeting = Meeting.objects.create(
        body=body, title="Auftakt", purpose="Anfangen", starts_at="2026-03-02T09:00:00+01:00"
    )
    for ags, presence in (("07336", "excused"), ("07333", "present")):
        Attendance.objects.create(meeting=meeting, member=member_of(body, ags), presence=presence)
    partner = cooperation.partners.get(municipality__ags="07336")
    with pghistory.context(user=kusel_staff.pk, method="POST"):
        save_answer(
            actor=kusel_staff,
            cooperation=cooperation,
            question_key="relief",
            text="Der Support vor Ort",
            expected_version=0,
            partner=partner,
        )
    _, secret = create_api_token(actor=kusel_staff, name="Auswertung", valid_days=30)
    CalendarAddress.objects.create(user=kusel_staff, label="Outlook", digest="d" * 64)
    for to in (kusel_staff.email, coordinator.email):
        OutgoingMail.objects.create(dedupe_key=to, to=to, subject=f"An {to}", body_text="Guten Tag")
    found = _tables(client)
    assert found["konto"][0]["E-Mail-Adresse"] == "kusel@test.example"
    assert found["zugehoerigkeiten"] == [
        {"Kommune": "Landkreis Kusel", "gültig ab": "2020-01-01", "gültig bis": None}
    ]
    assert found["gremien"][0]["Sitz"] == "Steuerkreis: Landkreis Kusel"
    assert found["gremien"][0]["Funktion"] == "Leitung Schul-IT Landkreis Kusel"
    assert [(row["Sitzung"], row["Anwesenheit"]) for row in found["anwesenheiten"]] == [
        ("Auftakt", "entschuldigt")
    ]
    assert found["leitfragen"][0]["Antwort"] == "Der Support vor Ort"
    assert found["leitfragen"][0]["Leitfrage"].endswith("?")
    assert [row["Bezeichnung"] for row in found["api-schluessel"]] == ["Auswertung"]
    assert found["kalenderadressen"][0]["Bezeichnung"] == "Outlook"
    assert f"An {kusel_staff.email}" in {row["Betreff"] for row in found["e-mails"]}
    assert len(found["anmeldungen"]) == 1
    assert "Antwort auf eine Leitfrage" in {row["Art"] for row in found["schritte"]}
    assert {row["Vorgang"] for row in found["verlauf-des-kontos"]} == {"angelegt"}
    told = json.dumps(found, ensure_ascii=False)
    assert coordinator.email not in told
    for hidden in (secret, "d" * 64, kusel_staff.password, client.cookies["sessionid"].value):
        assert hidden not in told


def test_as_an_archive_with_a_table_for_each_kind(
    sign_in: SignIn, kusel_staff: User, cooperation: Cooperation
) -> None:
    client = sign_in(kusel_staff)
    with pghistory.context(user=kusel_staff.pk, method="POST"):
        Cooperation.objects.filter(pk=cooperation.pk).update(subtitle="Gemeinsam")
    page = client.get("/konto/daten/").content.decode()
    assert "Ihre Schritte im Verlauf" in page
    assert "Alles herunterladen (ZIP)" in page
    assert 'href="/konto/daten/"' in client.get("/konto/").content.decode()
    answer = client.get("/konto/daten/?format=zip")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as folder:
        assert {"liesmich.txt", "daten.json", "konto.csv", "zugehoerigkeiten.csv"} <= set(folder.namelist())
        assert "mandate.csv" not in folder.namelist()
        assert (
            folder.read("konto.csv")
            .decode("utf-8-sig")
            .splitlines()[0]
            .startswith("E-Mail-Adresse;Funktion;")
        )
        assert json.loads(folder.read("daten.json"))["konto"] == kusel_staff.email
        assert "Zugehörigkeiten: 1" in folder.read("liesmich.txt").decode()


def test_supervision_takes_its_own_along(
    sign_in: SignIn, supervisor: User, authority: Authority, cooperation: Cooperation
) -> None:
    agreement = agreement_of(cooperation)
    DocumentAccess.objects.create(
        agreement=agreement,
        version=version_of(agreement),
        authority=authority,
        user=supervisor,
        part="version",
    )
    found = _tables(sign_in(supervisor))
    assert found["mandate"][0]["Aufsichtsbehörde"] == "ADD Trier"
    assert found["geoeffnete-unterlagen"][0]["geöffnet"] == "Fassung"


@pytest.mark.django_db
def test_every_heading_stands_once() -> None:
    """The JSON would lose a column that is called like another."""
    for kind in KINDS:
        columns = kind.table(User(pk=0, email="niemand@test.example")).columns
        assert len(set(columns)) == len(columns) == len(kind.fields), kind.name


def test_nothing_that_names_an_account_is_forgotten() -> None:
    """A new reference to accounts has a table, a history that tells its steps, or a reason.

    What is entered about a seat of theirs, their presence for instance, is about them and has a table in any case.
    """
    tables = {kind.model for kind in KINDS}
    told = {source.model for source in (*roles(), *sources().values())}
    forgotten = {
        model._meta.label
        for model in apps.get_models()
        if not model._meta.proxy
        and not issubclass(model, pghistory.models.Event)
        and any(isinstance(field, ForeignKey) and field.related_model is User for field in model._meta.fields)
        and model not in tables
        and model not in told
        and model._meta.label not in ELSEWHERE
    }
    assert forgotten == set()
    of_seats = {
        model
        for model in apps.get_models()
        if not issubclass(model, pghistory.models.Event)
        and any(
            isinstance(field, ForeignKey) and field.related_model is Member for field in model._meta.fields
        )
    }
    assert of_seats - tables == set()

"""Advice kept with a cooperation: frozen, by its coordination only, and taken over when somebody says so."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import ProgrammingError, transaction
from django.http import Http404
from django.test import Client

from cooperations.models import Cooperation, LawNote, ModelAdvice
from cooperations.services import create_cooperation, keep_advice, update_cooperation
from cooperations.services.cooperations import CooperationData, stored_values
from cooperations.services.law_notes import LawNoteData, enter_law_note, withdraw_law_note
from ikz.access.conflicts import EditConflict
from ikz.accounts.models import User
from municipalities.models import Municipality
from quickcheck.models import Rating

SignIn = Callable[[User], Client]
ANSWERS = {"binding_wanted": "contract", "transfer_scope": "single-tasks", "shared_facility": "yes"}
KEEP = (
    "/modellberatung/sichern/?land=07&binding_wanted=contract&transfer_scope=single-tasks&shared_facility=yes"
)


def keep(actor: User, cooperation: Cooperation, **changed: Any) -> ModelAdvice:
    values: dict[str, Any] = {"land": "07", "answers": ANSWERS} | changed
    return keep_advice(actor=actor, cooperation=cooperation, **values)


def rename(actor: User, cooperation: Cooperation) -> None:
    """Somebody changes the cooperation meanwhile."""
    cooperation.refresh_from_db()
    update_cooperation(
        actor=actor,
        cooperation=cooperation,
        data=CooperationData(**{**stored_values(cooperation), "title": "Neuer Titel"}),
        expected_version=cooperation.version,
    )


def test_what_was_seen_is_kept_in_words(cooperation: Cooperation, coordinator: User) -> None:
    row = keep(coordinator, cooperation)
    row.refresh_from_db()
    assert (row.land, row.answers, row.catalog_version) == ("07", ANSWERS, "2026-11-22")
    best = row.result["recommended"][0]
    assert best["label"] == "Delegierende öffentlich-rechtliche Vereinbarung"
    assert best["reasons"][0]["source"] == "Handreichung, Kapitel 3.2"
    assert best["supervision"]["section"] == "§ 12 Abs. 2 KomZG"
    assert row.created_by == coordinator
    cooperation.refresh_from_db()
    assert cooperation.model_keys == ["mandating"]


def test_the_same_advice_is_kept_once(cooperation: Cooperation, coordinator: User) -> None:
    assert keep(coordinator, cooperation) == keep(coordinator, cooperation)
    assert keep(coordinator, cooperation, land="06") != keep(coordinator, cooperation)
    assert ModelAdvice.objects.count() == 2


def test_kept_advice_never_changes(cooperation: Cooperation, coordinator: User) -> None:
    row = keep(coordinator, cooperation)
    with pytest.raises(ProgrammingError), transaction.atomic():
        ModelAdvice.objects.filter(pk=row.pk).update(land="06")


def test_only_the_coordination_keeps(
    cooperation: Cooperation, kusel_staff: User, stranger: User, supervisor: User, administrator: User
) -> None:
    with pytest.raises(PermissionDenied):
        keep(kusel_staff, cooperation)
    for outsider in (stranger, supervisor, administrator):
        with pytest.raises(Http404):
            keep(outsider, cooperation)
    assert not ModelAdvice.objects.exists()


@pytest.mark.parametrize(
    ("changed", "field", "message"),
    [
        ({"land": "99"}, "land", "Dieses Land gibt es nicht."),
        ({"answers": {"weather": "rain"}}, "answers", "Diese Frage gibt es nicht."),
        ({"answers": {"duration": "immer"}}, "answers", "Diese Antwort gibt es nicht."),
        ({"answers": {}}, "answers", "Bitte beantworten Sie mindestens eine Frage."),
        (
            {"model_keys": ["informal"], "expected_version": 1},
            "model_keys",
            "Diese Form wird nicht empfohlen.",
        ),
    ],
)
def test_what_does_not_exist_is_refused(
    cooperation: Cooperation, coordinator: User, changed: dict[str, Any], field: str, message: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        keep(coordinator, cooperation, **changed)
    assert refused.value.message_dict == {field: [message]}
    assert not ModelAdvice.objects.exists()


def test_forms_are_taken_over_against_the_version_that_was_seen(
    cooperation: Cooperation, coordinator: User
) -> None:
    seen = Cooperation.objects.get(pk=cooperation.pk).version
    keep(coordinator, cooperation, model_keys=["delegating", "shared-facility"], expected_version=seen)
    cooperation.refresh_from_db()
    assert cooperation.model_keys == ["delegating", "shared-facility"]
    assert cooperation.version == seen + 1
    with pytest.raises(EditConflict):
        keep(coordinator, cooperation, land="06", model_keys=["delegating"], expected_version=seen)
    assert ModelAdvice.objects.count() == 1


def test_the_page_keeps_and_leads_to_what_was_kept(
    cooperation: Cooperation, coordinator: User, kusel_staff: User, sign_in: SignIn
) -> None:
    client = sign_in(coordinator)
    html = client.get(KEEP).content.decode()
    assert "Bisheriges Modell" in html
    assert "Mandatierende öffentlich-rechtliche Vereinbarung" in html
    cooperation.refresh_from_db()
    answer = client.post(KEEP, {"version": cooperation.version})
    row = ModelAdvice.objects.get()
    kept = f"/kooperationen/donnersberg/modellberatung/{row.pk}/"
    assert answer.headers["Location"] == kept
    page = sign_in(kusel_staff).get(kept).content.decode()
    assert "Delegierende öffentlich-rechtliche Vereinbarung" in page
    assert "Aufsicht in Rheinland-Pfalz" in page
    assert "durch Schul-IT Donnersbergkreis" in page
    assert "hx-get" not in page
    assert f"{kept}" in sign_in(kusel_staff).get("/kooperationen/donnersberg/").content.decode()
    cooperation.refresh_from_db()
    assert cooperation.model_keys == ["mandating"]


def test_a_tick_takes_the_form_over(cooperation: Cooperation, coordinator: User, sign_in: SignIn) -> None:
    cooperation.refresh_from_db()
    sign_in(coordinator).post(KEEP, {"version": cooperation.version, "model_keys": ["delegating"]})
    cooperation.refresh_from_db()
    assert cooperation.model_keys == ["delegating"]


def test_a_change_meanwhile_is_shown_and_nothing_is_lost(
    cooperation: Cooperation, coordinator: User, sign_in: SignIn
) -> None:
    cooperation.refresh_from_db()
    seen = cooperation.version
    rename(coordinator, cooperation)
    client = sign_in(coordinator)
    html = client.post(KEEP, {"version": seen, "model_keys": ["delegating"]}).content.decode()
    assert "Jemand anderes hat die Kooperation inzwischen geändert" in html
    assert "Neuer Titel" in html
    assert f'name="version" value="{seen + 1}"' in html
    assert html.count(" checked") == 1
    assert not ModelAdvice.objects.exists()
    client.post(KEEP, {"version": seen + 1, "model_keys": ["delegating"]})
    assert ModelAdvice.objects.count() == 1


def test_several_cooperations_are_a_choice(
    cooperation: Cooperation,
    coordinator: User,
    donnersberg: Municipality,
    kusel: Municipality,
    sign_in: SignIn,
) -> None:
    second = create_cooperation(
        actor=coordinator,
        data=CooperationData(title="Gemeinsamer Einkauf"),
        lead=donnersberg,
        partners=[donnersberg, kusel],
    )
    client = sign_in(coordinator)
    assert '<option value="gemeinsamer-einkauf">' in client.get(KEEP).content.decode()
    assert "Bitte wählen Sie eine Kooperation." in client.get(f"{KEEP}&kooperation=").content.decode()
    assert "Diese Kooperation steht nicht zur Wahl." in client.get(f"{KEEP}&kooperation=x").content.decode()
    client.post(f"{KEEP}&kooperation=gemeinsamer-einkauf", {"version": second.version})
    assert ModelAdvice.objects.get().cooperation == second


def test_who_coordinates_nothing_is_told_what_to_do(kusel_staff: User, sign_in: SignIn) -> None:
    assert "Noch keine Kooperation" in sign_in(kusel_staff).get(KEEP).content.decode()
    assert "Noch keine Antworten" in sign_in(kusel_staff).get("/modellberatung/sichern/").content.decode()


def test_supervision_keeps_nothing(supervisor: User, cooperation: Cooperation, sign_in: SignIn) -> None:
    client = sign_in(supervisor)
    assert client.get(KEEP).status_code == 403
    assert client.post(KEEP, {"version": 1}).status_code == 403


def test_signing_in_leads_back_to_the_answers(client: Client, db: None) -> None:
    assert "binding_wanted%3Dcontract" in client.get(KEEP).headers["Location"]


def test_it_is_suggested_as_evidence_and_rates_nothing(
    cooperation: Cooperation, coordinator: User, kusel_staff: User, sign_in: SignIn
) -> None:
    row = keep(coordinator, cooperation)
    link = f'href="/kooperationen/donnersberg/modellberatung/{row.pk}/"'
    for user in (coordinator, kusel_staff):
        html = sign_in(user).get("/kooperationen/donnersberg/quickcheck/").content.decode()
        factor = html[html.index('id="faktor-5"') : html.index('id="faktor-6"')]
        assert html.count(link) == 1
        assert "Als Beleg vorgeschlagen" in factor
        assert link in factor
        assert "noch nicht bewertet" in factor
    answer = sign_in(coordinator).post(
        "/kooperationen/donnersberg/quickcheck/faktor/selection-criteria/?sicht=gesamt",
        {"value": "fulfilled", "evidence": "Modellberatung", "version": 0},
        headers={"HX-Request": "true"},
    )
    assert link in answer.content.decode()
    assert Rating.objects.get().value == "fulfilled"


def test_notes_of_the_administration_are_kept_as_they_were(
    cooperation: Cooperation, coordinator: User, kusel_staff: User, administrator: User, sign_in: SignIn
) -> None:
    before = keep(coordinator, cooperation)

    def note(text: str, model_key: str = "", land: str = "07") -> LawNote:
        data = LawNoteData(
            land=land,
            topic="supervision",
            model_key=model_key,
            text=text,
            source="Rundschreiben 4/2026",
            dated_on=date(2026, 3, 14),
        )
        return enter_law_note(actor=administrator, data=data)

    row = note("Die Anzeige geht an die ADD.", "delegating")
    note("Nur für Verbände.", "special-purpose-association")
    note("Nur in Hessen.", land="06")
    kept = keep(coordinator, cooperation)
    assert kept != before
    withdraw_law_note(actor=administrator, note=row)
    kept.refresh_from_db()
    assert kept.result["notes"] == [
        {
            "model": "delegating",
            "topic": "supervision",
            "title": "Aufsicht",
            "text": "Die Anzeige geht an die ADD.",
            "source": "Rundschreiben 4/2026",
            "dated_on": "2026-03-14",
        }
    ]
    page = sign_in(kusel_staff).get(f"/kooperationen/donnersberg/modellberatung/{kept.pk}/").content.decode()
    for words in ("Die Anzeige geht an die ADD.", "Rundschreiben 4/2026", "14.03.2026"):
        assert page.count(words) == 1
    older = sign_in(kusel_staff).get(f"/kooperationen/donnersberg/modellberatung/{before.pk}/")
    assert "Hinweise der Verwaltung" not in older.content.decode()

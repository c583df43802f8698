"""My work: every role finds what it can do."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cooperations.models import Cooperation
from cooperations.services import advance_measure, plan_measure, save_answer
from cooperations.services.measures import Step
from ikz.accounts.models import User
from municipalities.models import Municipality, Profile
from municipalities.services import add_membership, describe_need, save_profile
from municipalities.services.needs import NeedData
from municipalities.services.profiles import ProfileData
from tests.cooperations.measures.words import smart

URL = "/start/"
SignIn = Callable[[User], Client]


@pytest.mark.usefixtures("cooperation")
def test_staff_find_open_questions_and_their_cooperations(sign_in: SignIn, kusel_staff: User) -> None:
    page = sign_in(kusel_staff).get(URL).content.decode()
    assert "Landkreis Kusel" in page
    assert "/kooperationen/donnersberg/phasen/antwort/relief/?kommune=07336" in page
    assert "Leitfragen für Ihre Kommune beantworten" in page
    assert "Gemeinsame Leitfragen beantworten" not in page


def test_changes_say_what_where_and_by_whom(
    sign_in: SignIn, cooperation: Cooperation, coordinator: User, kusel_staff: User, stranger: User
) -> None:
    save_answer(
        actor=coordinator,
        cooperation=cooperation,
        question_key="similar-needs",
        text="Die Nachbarn",
        expected_version=0,
    )
    page = sign_in(kusel_staff).get(URL).content.decode()
    assert "Antwort auf „Wer in der Nähe oder im Land sucht dasselbe" in page
    assert "Schul-IT Donnersbergkreis, " in page
    assert "Landkreis Kaiserslautern hat zugesagt" in page
    assert "Die Nachbarn" not in page
    assert "Wer in der Nähe" not in sign_in(stranger).get(URL).content.decode()


def test_measures_are_among_the_changes(
    sign_in: SignIn, cooperation: Cooperation, coordinator: User, kusel_staff: User, stranger: User
) -> None:
    partner = cooperation.partners.get(municipality__ags="07336")
    measure = plan_measure(actor=coordinator, cooperation=cooperation, data=smart(partner, title="MDM"))

    def told(word: str) -> bool:
        page = sign_in(kusel_staff).get(URL).content.decode()
        news = page[page.index("Was sich geändert hat") :]
        return f'/massnahmen/{measure.pk}/">Maßnahme „MDM“ {word}</a>' in news

    assert told("geplant")
    for state, progress, word in (("running", 40, "fortgeschrieben"), ("done", 100, "erledigt")):
        step = Step(state=state, progress=progress, current_value="")
        measure = advance_measure(
            actor=kusel_staff, measure=measure, step=step, expected_version=measure.version
        )
        assert told(word)
    assert "MDM" not in sign_in(stranger).get(URL).content.decode()


@pytest.mark.usefixtures("cooperation")
def test_who_has_no_cooperation_is_told_the_first_step(sign_in: SignIn, stranger: User) -> None:
    page = sign_in(stranger).get(URL).content.decode()
    assert "Noch keine Kooperation" in page
    assert "/kooperationen/neu/" in page
    assert "Wissensmanagement" not in page


def test_administration_and_supervision_find_their_rooms(
    sign_in: SignIn, administrator: User, supervisor: User
) -> None:
    page = sign_in(administrator).get(URL).content.decode()
    assert "fehlgeschlagene Aufträge" in page
    page = sign_in(supervisor).get(URL).content.decode()
    assert "Die Vereinbarungen, die Ihrer Behörde vorgelegt sind." in page
    assert "Neue Kooperation" not in page
    assert sign_in(supervisor).post(URL).status_code == 403


@pytest.mark.django_db
def test_an_account_without_municipality_is_told_why(sign_in: SignIn) -> None:
    user = User.objects.create_user("neu@test.example", "ein-langes-Kennwort-7", label="Neu")
    page = sign_in(user).get(URL).content.decode()
    assert "Ihr Konto gehört noch zu keiner Kommune" in page


def test_only_reading_and_only_signed_in(sign_in: SignIn, kusel_staff: User) -> None:
    assert sign_in(kusel_staff).post(URL).status_code == 405
    assert Client().get(URL).status_code == 302


def test_staff_are_led_to_profile_and_needs_until_both_are_there(
    sign_in: SignIn, kusel: Municipality, kusel_staff: User, supervisor: User
) -> None:
    client = sign_in(kusel_staff)
    page = client.get(URL).content.decode()
    assert 'href="/kommunen/07336/profil/"' in page
    assert 'href="/kommunen/07336/bedarfe/neu/"' in page
    save_profile(actor=kusel_staff, municipality=kusel, data=ProfileData(devices=9), expected_version=0)
    need = NeedData(task_area="mdm", aim="relief", goal="Ein MDM")
    describe_need(actor=kusel_staff, municipality=kusel, data=need)
    assert "Für Ihre Kommune" not in client.get(URL).content.decode()
    Profile.objects.update(updated_at=timezone.now() - timedelta(days=366))
    assert "Die Angaben sind über ein Jahr alt." in client.get(URL).content.decode()
    assert "Für Ihre Kommune" not in sign_in(supervisor).get(URL).content.decode()


def test_own_steps_take_as_many_queries_for_many_municipalities(
    sign_in: SignIn, administrator: User, kusel: Municipality, kusel_staff: User, halberstadt: Municipality
) -> None:
    client = sign_in(kusel_staff)
    with CaptureQueriesContext(connection) as one:
        client.get(URL)
    add_membership(
        actor=administrator, user=kusel_staff, municipality=halberstadt, valid_from=timezone.localdate()
    )
    with CaptureQueriesContext(connection) as two:
        assert client.get(URL).content.decode().count("Profil ausfüllen") == 2
    assert len(one) == len(two)

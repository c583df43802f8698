"""The draft as people meet it: begun, worded, ordered, left out, given up."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from agreements.models import Agreement, Clause
from agreements.path import State
from agreements.services.clauses import ClauseData, change_clause
from agreements.services.contributions import open_thread, propose
from cooperations.models import Cooperation, Partner
from cooperations.services.costs import ItemData, add_item, create_plan
from ikz.accounts.models import User
from municipalities.models import Authority, Municipality
from tests.agreements.world import agreement_of, proceeding_of, resolutions_of, version_of
from tests.ui.markup import tree, words

NEW = "/kooperationen/donnersberg/vereinbarungen/neu/"


def _html(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def _told(client: Client, answer_url: str) -> str:
    return words(tree(_html(client, answer_url)))


def test_an_agreement_begins_with_what_is_needed_and_known(
    cooperation: Cooperation, coordinator: User, sign_in: Callable[[User], Client]
) -> None:
    plan = create_plan(actor=coordinator, cooperation=cooperation, year=2026)
    add_item(
        actor=coordinator,
        plan=plan,
        data=ItemData(kind="services", label="Koordination", net=Decimal(120_000)),
    )
    client = sign_in(coordinator)
    empty = _told(client, "/kooperationen/donnersberg/vereinbarungen/")
    assert "Noch keine Vereinbarung" in empty
    form = _html(client, NEW)
    # Preselected from the cooperation: its form, and the Land of all its partners.
    chosen = [
        box.get("value")
        for box in tree(form).iter("input")
        if box.get("name") == "form_keys" and box.get("checked") is not None
    ]
    assert chosen == ["mandating"]
    assert '<option value="07" selected>' in form

    answer = client.post(
        NEW,
        {
            "title": "Zweckvereinbarung Schul-IT",
            "form_keys": ["mandating"],
            "land": "07",
            "with_wording": "on",
        },
    )
    row = Agreement.objects.get()
    assert answer["Location"] == f"/vereinbarungen/{row.pk}/entwurf/"
    rows = {one.key: one for one in row.clauses.all()}
    # Law of Rheinland-Pfalz and core are in, recommended is offered.
    assert {"kuendigung", "auseinandersetzung", "handlungsfelder", "schriftform"} <= set(rows)
    assert "leitbild" not in rows
    assert next(iter(rows)) == "beteiligte"
    assert rows["beteiligte"].text.startswith(
        "(1) Beteiligt sind Donnersbergkreis, Landkreis Kaiserslautern und Landkreis Kusel."
    )
    assert "nach der Zahl der Schülerinnen und Schüler" in rows["kostenbeteiligung"].text

    page = _told(client, answer["Location"])
    assert "§ 1 Beteiligte" in page
    assert "Landesrecht verlangt: Folgen von Aufhebung und Kündigung (§ 13 Abs. 3 KomZG)" in page
    assert "bitte prüfen" in page.lower()
    assert "Quelle: Handreichung, Kapitel 3.2" in page
    # What the data know can be taken over: shares by the plan of the year.
    assert "Donnersbergkreis: 53 % (64.074,04 €)" in page
    assert "Sie ersetzen keine Rechtsberatung." in page
    assert "Was Sie außerdem regeln können" in page
    listed = _told(client, "/kooperationen/donnersberg/vereinbarungen/")
    assert "Als Nächstes: Entwurf fertigstellen" in listed


def test_forms_that_need_different_documents_and_a_second_click_are_refused(
    cooperation: Cooperation, coordinator: User, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(coordinator)
    sent = {"title": "Alles", "form_keys": ["mandating", "special-purpose-association"], "land": "07"}
    page = client.post(NEW, sent).content.decode()
    assert "Diese Formen brauchen verschiedene Dokumente" in page
    assert not Agreement.objects.exists()
    sent["form_keys"] = ["mandating", "delegating"]
    assert client.post(NEW, sent).status_code == 302
    assert "gibt es in dieser Kooperation schon" in client.post(NEW, sent).content.decode()
    row = Agreement.objects.get()
    assert row.form_keys == ["mandating", "delegating"]
    # Without beginnings the clauses are headings only.
    assert set(row.clauses.values_list("text", flat=True)) == {""}


def test_partners_of_several_laender_choose_and_are_warned(
    cooperation: Cooperation, coordinator: User, halberstadt: Municipality, sign_in: Callable[[User], Client]
) -> None:
    Partner.objects.create(cooperation=cooperation, municipality=halberstadt, status="confirmed")
    page = _html(sign_in(coordinator), NEW)
    assert "Partner aus mehreren Ländern" in page
    assert "Sachsen-Anhalt" in page
    assert '<option value="07" selected>' not in page


@pytest.fixture
def agreement(cooperation: Cooperation) -> Agreement:
    return agreement_of(cooperation)


@pytest.fixture
def draft(agreement: Agreement) -> str:
    return f"/vereinbarungen/{agreement.pk}/entwurf/"


def test_the_second_of_two_writers_chooses_and_loses_nothing(
    agreement: Agreement, draft: str, coordinator: User, sign_in: Callable[[User], Client]
) -> None:
    clause = agreement.clauses.get(key="kuendigung")
    client, url = sign_in(coordinator), f"{draft}klauseln/{clause.pk}/"
    change_clause(
        actor=coordinator,
        clause=clause,
        data=ClauseData(heading="Kündigung", text="Mit sechs Monaten Frist."),
        expected_version=1,
    )
    mine = {"heading": "Kündigung und Ende", "text": "Mit drei Monaten Frist.", "version": "1"}
    page = client.post(url, mine).content.decode()
    assert "Zwei Fassungen" in page
    assert "Mit drei Monaten Frist." in page
    assert "Mit sechs Monaten Frist." in page
    chosen = mine | {"version": "2", "choice_heading": "mine", "choice_text": "stored"}
    assert client.post(url, chosen).status_code == 302
    clause.refresh_from_db()
    assert (clause.heading, clause.text, clause.version) == (
        "Kündigung und Ende",
        "Mit sechs Monaten Frist.",
        3,
    )


def test_clauses_are_taken_from_the_catalog_moved_left_out_and_removed(
    agreement: Agreement, draft: str, coordinator: User, kusel_staff: User, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(coordinator)

    def order() -> list[str]:
        return list(
            agreement.clauses.filter(included=True).order_by("position").values_list("key", flat=True)
        )

    # It goes where it usually stands, not to the end.
    client.post(f"{draft}katalog/", {"key": "beteiligte"})
    client.post(f"{draft}katalog/", {"key": "beteiligte"})
    assert order() == ["beteiligte", "handlungsfelder", "kostenbeteiligung", "kuendigung"]
    costs = agreement.clauses.get(key="kostenbeteiligung")
    client.post(f"{draft}klauseln/{costs.pk}/verschieben/", {"move": "up"})
    assert order()[1] == "kostenbeteiligung"
    answer = client.post(
        f"{draft}klauseln/{costs.pk}/verschieben/", {"move": "down"}, headers={"HX-Request": "true"}
    )
    part = answer.content.decode()
    assert part.lstrip().startswith('<div id="entwurf"')
    assert "ist verschoben." in part
    moving = f"{draft}klauseln/{costs.pk}/verschieben/"
    # The focus stays on the arrow; at the top only the way down is left.
    for step, focus in (
        ("up", ""),
        ("up", f'id="down-{costs.pk}" data-autofocus'),
        ("down", ""),
        ("down", ""),
    ):
        part = client.post(moving, {"move": step}, headers={"HX-Request": "true"}).content.decode()
        assert focus in part
        assert bool(focus) is ("data-autofocus" in part)
    assert order()[2] == "kostenbeteiligung"

    # An aid goes in once, however often it is clicked; its button is gone, so the focus goes to the clause.
    fields = agreement.clauses.get(key="handlungsfelder")
    taking = f"{draft}klauseln/{fields.pk}/einsetzen/"
    taken = client.post(taking, {"aid": "task_areas"}, headers={"HX-Request": "true"}).content.decode()
    assert f'id="h-klausel-{fields.pk}" tabindex="-1" data-autofocus' in taken
    client.post(taking, {"aid": "task_areas"})
    fields.refresh_from_db()
    assert fields.text.count("- ") == 2
    assert fields.text.startswith("Die Beteiligten betreuen die Schul-IT gemeinsam.\n\n- ")
    refused = client.post(f"{draft}klauseln/{fields.pk}/einsetzen/", {"aid": "costs"}, follow=True)
    assert "Diese Formulierungshilfe gibt es hier nicht." in refused.content.decode()

    leaving = f"{draft}klauseln/{costs.pk}/weglassen/"
    client.post(leaving, {"omission_reason": " "})
    assert "kostenbeteiligung" in order()
    client.post(leaving, {"omission_reason": "Steht im Kostenplan."})
    assert "kostenbeteiligung" not in order()
    page = _told(client, draft)
    assert "Nicht geregelt, weil: Steht im Kostenplan." in page
    client.post(f"{draft}klauseln/{costs.pk}/aufnehmen/")
    assert "kostenbeteiligung" in order()
    client.post(f"{draft}katalog/haftungsfragen/weglassen/", {"omission_reason": "Gesetz genügt."})
    assert agreement.clauses.get(key="haftungsfragen").omission_reason == "Gesetz genügt."

    client.post(f"{draft}klauseln/neu/", {"heading": "Präambel", "text": "Gemeinsam."})
    own = agreement.clauses.get(key="")
    assert agreement.clauses.order_by("position").last() == own
    open_thread(actor=kusel_staff, clause=own, text="Nach vorne?")
    kept = client.post(f"{draft}klauseln/{own.pk}/entfernen/", follow=True).content.decode()
    assert "Dann bleibt nachlesbar" in kept
    own.threads.all().delete()
    client.post(f"{draft}klauseln/{own.pk}/entfernen/")
    assert not Clause.objects.filter(pk=own.pk).exists()


def test_an_agreement_is_given_up_and_taken_up_again(
    agreement: Agreement, draft: str, coordinator: User, kusel_staff: User, sign_in: Callable[[User], Client]
) -> None:
    client, one = sign_in(coordinator), f"/vereinbarungen/{agreement.pk}/"
    page = client.post(f"{one}aufgeben/", follow=True).content.decode()
    assert "Nicht weiterverfolgt seit" in page
    clause = agreement.clauses.get(key="kuendigung")
    refused = client.post(
        f"{draft}klauseln/{clause.pk}/", {"heading": "K", "text": "T", "version": "1"}
    ).content.decode()
    assert "wird nicht weiterverfolgt" in refused
    said = sign_in(kusel_staff).post(f"{draft}klauseln/{clause.pk}/anmerkung/", {"text": "Noch da?"})
    assert "wird nicht weiterverfolgt" in said.content.decode()
    assert "Bearbeiten" not in _told(client, draft)
    client.post(f"{one}wiederaufnehmen/")
    agreement.refresh_from_db()
    assert agreement.dropped_on is None
    version_of(agreement, state=State.IN_FORCE, in_force_on=date(2026, 1, 1))
    held = client.post(f"{one}aufgeben/", follow=True).content.decode()
    assert "Sie wird gekündigt oder aufgehoben, nicht aufgegeben." in held


def test_the_overview_shows_the_way_and_supervision_never_reaches_a_draft(
    agreement: Agreement,
    draft: str,
    coordinator: User,
    supervisor: User,
    authority: Authority,
    sign_in: Callable[[User], Client],
) -> None:
    version = version_of(agreement, state=State.SUBMITTED)
    resolutions_of(version)
    proceeding_of(version, authority)
    page = _told(sign_in(coordinator), f"/vereinbarungen/{agreement.pk}/")
    assert "der Aufsicht vorgelegt" in page
    assert "Fassung 1" in page
    assert "Schritte, die das Recht nicht verlangt, stehen nicht hier." in page
    client = sign_in(supervisor)
    assert client.get(draft).status_code == 404
    assert client.get(f"{draft}druck/").status_code == 404
    assert client.get(f"/vereinbarungen/{agreement.pk}/").status_code in {302, 404}


def test_forms_and_land_change_and_a_second_saver_chooses(
    agreement: Agreement, coordinator: User, sign_in: Callable[[User], Client]
) -> None:
    client, url = sign_in(coordinator), f"/vereinbarungen/{agreement.pk}/bearbeiten/"
    sent = {
        "title": "Zweckvereinbarung",
        "form_keys": ["mandating", "shared-facility"],
        "land": "07",
        "version": "1",
    }
    assert client.post(url, sent).status_code == 302
    page = client.post(url, sent | {"title": "Anders", "form_keys": ["delegating"]}).content.decode()
    assert "Zwei Fassungen" in page
    chosen = sent | {
        "title": "Anders",
        "form_keys": ["delegating"],
        "version": "2",
        "choice_title": "mine",
        "choice_form_keys": "stored",
    }
    assert client.post(url, chosen).status_code == 302
    agreement.refresh_from_db()
    assert (agreement.title, agreement.form_keys) == ("Anders", ["mandating", "shared-facility"])


def test_the_printed_draft_is_the_document_and_nothing_else(
    agreement: Agreement, draft: str, kusel_staff: User, sign_in: Callable[[User], Client]
) -> None:
    page = _html(sign_in(kusel_staff), f"{draft}druck/")
    assert "Gekündigt wird schriftlich mit einer Frist von zwölf Monaten." in page
    assert "Formulierungshilfen" not in page


def test_a_long_draft_asks_the_database_no_more_than_a_short_one(
    agreement: Agreement,
    draft: str,
    coordinator: User,
    kusel_staff: User,
    sign_in: Callable[[User], Client],
    django_assert_num_queries: Callable[..., object],
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    client = sign_in(coordinator)

    def talk(clause: Clause) -> None:
        open_thread(actor=kusel_staff, clause=clause, text="Warum so?")
        open_thread(actor=coordinator, clause=clause, text="Darum.")
        data = ClauseData(heading=clause.heading, text="Anders.")
        propose(actor=kusel_staff, agreement=agreement, clause=clause, data=data)

    for clause in agreement.clauses.all():
        talk(clause)
    client.get(draft)
    with django_assert_max_num_queries(45) as short:  # type: ignore[attr-defined]
        client.get(draft)
    rows = Clause.objects.bulk_create(
        Clause(agreement=agreement, position=number, heading=f"Klausel {number}", text="Text.")
        for number in range(10, 37)
    )
    for clause in rows:
        talk(clause)
    with django_assert_num_queries(len(short.captured_queries)):  # type: ignore[attr-defined]
        client.get(draft)


def test_the_overview_leads_on_by_the_check_and_names_what_each_room_holds(
    agreement: Agreement, coordinator: User, sign_in: Callable[[User], Client]
) -> None:
    client, url = sign_in(coordinator), f"/vereinbarungen/{agreement.pk}/"
    page = _told(client, url)
    assert "Als Nächstes: Prüfung durchgehen" in page
    assert "Punkte fehlen, die Quellen oder Landesrecht verlangen." in page
    assert "Beschlossen wird über eine festgeschriebene Fassung." in page
    version = version_of(agreement)
    page = _told(client, url)
    assert "Als Nächstes: Beschlüsse der Räte einholen" in page
    assert "Zu Fassung 1 fehlen 3 Beschlüsse." in page
    resolutions_of(version)
    assert "Zu Fassung 1 haben alle beschlossen." in _told(client, url)

"""The list of the supervisory authorities: what was submitted to them, and nothing else."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agreements.models import Decision, EntryKind, Proceeding, ProceedingEntry, ProceedingKind
from agreements.path import State
from cooperations.models import Cooperation
from ikz.accounts.models import User
from ikz.ui.formatting import de_date
from municipalities.models import Authority, Mandate
from municipalities.services import create_authority, grant_mandate
from tests.agreements.world import agreement_of, proceeding_of, version_of

SignIn = Callable[[User], Client]
TODAY = timezone.localdate


def submitted(
    cooperation: Cooperation,
    authority: Authority,
    title: str = "Zweckvereinbarung Schul-IT",
    *,
    form: str = "mandating",
    land: str = "07",
) -> Proceeding:
    agreement = agreement_of(cooperation, title=title, forms=(form,), land=land)
    version = version_of(agreement, state=State.SUBMITTED)
    return proceeding_of(version, authority)


def main_of(client: Client, address: str) -> str:
    content = client.get(address).content.decode()
    return content[content.index("<main") : content.index("</main>")]


def test_supervision_sees_its_authority_and_what_will_appear(sign_in: SignIn, supervisor: User) -> None:
    page = main_of(sign_in(supervisor), "/aufsicht/")
    assert "ADD Trier" in page
    assert "ganz Rheinland-Pfalz" in page
    assert de_date(Mandate.objects.get().valid_until) in page
    assert "endet bald" not in page
    assert "Noch nichts vorgelegt" in page
    Mandate.objects.update(valid_until=TODAY() + timedelta(days=20), area=["07336"])
    assert "endet bald" in main_of(sign_in(supervisor), "/aufsicht/")


def test_it_lists_the_frozen_words_and_holds_no_control_that_writes(
    sign_in: SignIn, supervisor: User, cooperation: Cooperation, authority: Authority
) -> None:
    row = submitted(cooperation, authority)
    agreement = row.version.agreement
    agreement.title = "Geänderter Entwurf"
    agreement.save()
    agreement_of(cooperation, title="Noch ein Entwurf")
    row.received_on = date(2026, 3, 4)
    row.save()
    client = sign_in(supervisor)
    page = main_of(client, "/aufsicht/")
    for word in (
        "Zweckvereinbarung Schul-IT",
        "Donnersbergkreis",
        "Landkreis Kusel",
        "Fassung 1",
        "der Aufsicht vorgelegt",
        "Genehmigung",
        "02.03.2026",
        "eingegangen 04.03.2026",
        "offen",
        f"/aufsicht/vereinbarungen/{agreement.pk}/",
    ):
        assert word in page
    assert "Entwurf<" not in page.replace("Geänderter ", "")
    assert 'method="post"' not in page
    for method in ("post", "put", "patch", "delete"):
        assert getattr(client, method)("/aufsicht/").status_code in {403, 405}


def test_filters_sort_and_export(
    sign_in: SignIn, supervisor: User, cooperation: Cooperation, authority: Authority
) -> None:
    first = submitted(cooperation, authority, "Absicht Gerätepool", form="delegating")
    second = submitted(cooperation, authority, "Zweckvereinbarung Support")
    second.decision, second.decided_on, second.file_number = Decision.APPROVED, date(2026, 4, 1), "17-4/0815"
    second.save()
    ProceedingEntry.objects.create(
        proceeding=first,
        kind=EntryKind.REQUEST,
        happened_on=date(2026, 3, 9),
        text="Bitte die Kostenregel erläutern.",
        answer_due_on=TODAY() + timedelta(days=5),
    )
    client = sign_in(supervisor)

    def found(query: str) -> list[str]:
        lines = client.get(f"/aufsicht/?format=csv&{query}").content.decode("utf-8-sig").splitlines()[1:]
        return [line.split(";")[0] for line in lines]

    both = ["Absicht Gerätepool", "Zweckvereinbarung Support"]
    assert sorted(found("")) == both
    assert found("sort=title") == both
    assert found("sort=due") == both
    for query, titles in {
        "decision=open": both[:1],
        "decision=decided": both[1:],
        "due=7": both[:1],
        "due=overdue": [],
        "form=mandating": both[1:],
        "partner=07336": both,
        "state=submitted": both,
        "state=in_force": [],
        "search=kusel+zweckvereinbarung": both[1:],
        "search=0815": both[1:],
        "search=lead": [],
        "kind=approval": both,
    }.items():
        assert sorted(found(query)) == titles, query
    assert "Keine Vereinbarung gefunden" in main_of(client, "/aufsicht/?search=Atlantis")
    assert client.get("/aufsicht/?format=xlsx").content.startswith(b"PK")
    assert "Antwort der Kooperation erbeten bis" in main_of(client, "/aufsicht/")
    # One Land and one authority leave nothing to choose.
    assert 'name="land"' not in main_of(client, "/aufsicht/")


def test_the_period_of_the_authority_is_shown_and_can_be_asked_for(
    sign_in: SignIn, administrator: User, cooperation: Cooperation
) -> None:
    other = create_authority(actor=administrator, name="Bezirksregierung", land="05")
    user = User.objects.create_user("nrw@test.example", "ein-langes-Kennwort-7", label="Kommunalaufsicht")
    grant_mandate(
        actor=administrator,
        user=user,
        authority=other,
        valid_from=date(2020, 1, 1),
        valid_until=TODAY() + timedelta(days=400),
    )
    user.refresh_from_db()
    row = submitted(cooperation, other, land="05")
    row.received_on = TODAY()
    row.save()
    client = sign_in(user)
    assert "Zweckvereinbarung Schul-IT" in main_of(client, "/aufsicht/?due=30")
    assert "Keine Vereinbarung gefunden" in main_of(client, "/aufsicht/?due=14")


def test_as_many_queries_for_twenty_rows_as_for_two(
    sign_in: SignIn, supervisor: User, cooperation: Cooperation, authority: Authority
) -> None:
    client = sign_in(supervisor)
    counts = []
    for numbers in (range(2), range(2, 20)):
        for number in numbers:
            row = submitted(cooperation, authority, f"Vereinbarung {number:02d}")
            ProceedingEntry.objects.create(
                proceeding=row, kind=EntryKind.MESSAGE, happened_on=date(2026, 3, 9), text="Eingang bestätigt"
            )
        used = []
        for address in ("/aufsicht/", "/aufsicht/?sort=due&due=30", "/aufsicht/?format=csv"):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            used.append(len(queries))
        counts.append(used)
    assert counts[0] == counts[1]
    assert counts[0][0] <= 8
    # The long content of versions is read for the lines of a page, never to find out which these are.
    for address in ("/aufsicht/", "/api/v1/agreements/"):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        shown = [query["sql"] for query in queries if "ORDER BY" in query["sql"] and "LIMIT" in query["sql"]]
        assert not any("DISTINCT" in sql for sql in shown)
        assert address != "/aufsicht/" or not any("content" in sql.split("FROM")[0] for sql in shown)
    assert main_of(client, "/aufsicht/").count("Vereinbarung 0") >= 9


@pytest.mark.parametrize("role", ["stranger", "coordinator", "administrator"])
def test_it_does_not_exist_for_others(
    role: str, request: pytest.FixtureRequest, sign_in: SignIn, supervisor: User
) -> None:
    assert supervisor.read_only
    assert sign_in(request.getfixturevalue(role)).get("/aufsicht/").status_code == 404


@pytest.mark.parametrize(("first", "last"), [(-30, -1), (1, 30)])
def test_a_mandate_counts_on_its_days_only(sign_in: SignIn, supervisor: User, first: int, last: int) -> None:
    client = sign_in(supervisor)
    assert client.get("/aufsicht/").status_code == 200
    Mandate.objects.update(
        valid_from=TODAY() + timedelta(days=first), valid_until=TODAY() + timedelta(days=last)
    )
    assert client.get("/aufsicht/").status_code == 404


@pytest.mark.django_db
def test_visitors_are_asked_to_sign_in(client: Client) -> None:
    response = client.get("/aufsicht/")
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/konto/login/")


def test_a_preview_is_a_kind_of_its_own(
    sign_in: SignIn, supervisor: User, cooperation: Cooperation, authority: Authority
) -> None:
    version = version_of(agreement_of(cooperation), state=State.PREVIEW)
    proceeding_of(version, authority, kind=ProceedingKind.PREVIEW)
    page = main_of(sign_in(supervisor), "/aufsicht/?kind=preview")
    assert "Vorabstimmung" in page
    assert "zur Vorabstimmung vorgelegt" in page


def test_the_start_page_tells_what_lies_before_the_authority(
    sign_in: SignIn, supervisor: User, cooperation: Cooperation, authority: Authority
) -> None:
    client = sign_in(supervisor)
    assert "Liegt Ihrer Behörde vor" not in main_of(client, "/start/")
    old = submitted(cooperation, authority, "Alte Vorlage")
    old.decision, old.decided_on = Decision.APPROVED, date(2026, 4, 1)
    old.save()
    # A newer version took its place: nobody waits for a decision on it any more.
    past = version_of(agreement_of(cooperation, title="Überholte Vorlage"), state=State.OVERTAKEN)
    proceeding_of(past, authority, submitted_on=TODAY())
    assert "Liegt Ihrer Behörde vor" not in main_of(client, "/start/")
    counts = []
    for numbers in (range(2), range(2, 12)):
        for number in numbers:
            version = version_of(agreement_of(cooperation, title=f"Neu {number}"), state=State.SUBMITTED)
            proceeding_of(version, authority, submitted_on=TODAY())
        with CaptureQueriesContext(connection) as queries:
            page = main_of(client, "/start/")
        counts.append(len(queries))
        assert f"{numbers.stop} offene Vorlagen, davon {numbers.stop} in den letzten 14 Tagen" in page
    assert counts[0] == counts[1]
    assert "Alte Vorlage" not in page
    assert page.count("Fassung 1 · vorgelegt") == 5

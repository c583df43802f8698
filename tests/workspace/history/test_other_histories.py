"""The history of one agreement, and that of who may do what."""

import csv
import io
from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agreements.models import Clause, Comment, CommentThread
from cooperations.models import Cooperation
from ikz.accounts.models import ApiToken, User
from ikz.accounts.services import create_api_token, invite, update_account
from municipalities.models import Authority, Municipality
from municipalities.services import add_membership
from tests.agreements.world import agreement_of, proceeding_of, resolutions_of, version_of

SignIn = Callable[[User], Client]


def _lines(client: Client, address: str) -> list[dict[str, str]]:
    text = client.get(f"{address}?format=csv").content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_an_agreement_with_all_that_belongs_to_it(
    sign_in: SignIn, cooperation: Cooperation, kusel_staff: User, supervisor: User, authority: Authority
) -> None:
    agreement, other = agreement_of(cooperation), agreement_of(cooperation, title="Andere Vereinbarung")
    clause = Clause.objects.get(agreement=agreement, position=2)
    Clause.objects.filter(pk=clause.pk).update(text="Die Kosten werden nach Schulen verteilt.")
    thread = CommentThread.objects.create(clause=clause)
    Comment.objects.create(thread=thread, author=kusel_staff, text="Und die Berufsschulen?")
    version = version_of(agreement)
    resolutions_of(version)
    proceeding_of(version, authority)
    address = f"/vereinbarungen/{agreement.pk}/verlauf/"
    lines = _lines(sign_in(kusel_staff), address)
    assert {line["Art"] for line in lines} >= {
        "Vereinbarung",
        "Klausel",
        "Anmerkung",
        "Beitrag",
        "Fassung",
        "Beschluss eines Rates",
        "Aufsichtsverfahren",
    }
    assert not [line for line in lines if other.title in line["Eintrag"]]
    changed = next(line for line in lines if line["Vorgang"] == "geändert" and line["Angabe"] == "Wortlaut")
    assert changed["Eintrag"] == "Kosten – Zweckvereinbarung Schul-IT"
    assert changed["Vorher"].endswith("Schülerinnen und Schüler verteilt.")
    assert (
        next(line["Nachher"] for line in lines if line["Angabe"] == "Anmerkung") == "Und die Berufsschulen?"
    )
    # What the cooperation tells includes all of it.
    whole = _lines(sign_in(kusel_staff), "/kooperationen/donnersberg/verlauf/")
    assert [line for line in whole if line["Bereich"] == "Vereinbarungen" and line in lines]
    # The authority reads the submitted version, never how it came about.
    assert sign_in(supervisor).get(address).status_code == 404


def test_who_may_do_what(
    sign_in: SignIn, administrator: User, supervisor: User, coordinator: User, cooperation: Cooperation
) -> None:
    update_account(
        actor=administrator, user=coordinator, label="Leitung", expires_on=None, is_administrator=False
    )
    create_api_token(actor=coordinator, name="Auswertung", valid_days=30)
    invitation = invite(actor=administrator, email="neu@test.example", label="Schul-IT neu")
    client = sign_in(administrator)
    lines = _lines(client, "/verwaltung/verlauf/")
    kinds = {line["Art"] for line in lines}
    assert kinds == {
        "Konto",
        "Einladung",
        "API-Schlüssel",
        "Zugehörigkeit",
        "Aufsichtsbehörde",
        "Mandat",
        "Koordination",
    }
    renamed = [line for line in lines if line["Art"] == "Konto" and line["Angabe"] == "Funktion"]
    assert ("Schul-IT Donnersbergkreis", "Leitung") in {(line["Vorher"], line["Nachher"]) for line in renamed}
    told = client.get("/verwaltung/verlauf/?format=csv").content.decode()
    token = ApiToken.objects.get()
    for secret in (token.digest, token.token_key, invitation.token_digest, administrator.password, "scrypt"):
        assert secret not in told
    for user in (coordinator, supervisor):
        assert sign_in(user).get("/verwaltung/verlauf/").status_code == 404


def test_roles_take_as_many_queries_for_twenty_rows_as_for_two(
    sign_in: SignIn, administrator: User, halberstadt: Municipality
) -> None:
    client, used = sign_in(administrator), []
    for numbers in (range(2), range(2, 20)):
        for number in numbers:
            user = User.objects.create_user(f"konto-{number}@test.example", label=f"Stelle {number:02d}")
            add_membership(
                actor=administrator, user=user, municipality=halberstadt, valid_from=timezone.localdate()
            )
        with CaptureQueriesContext(connection) as queries:
            page = client.get("/verwaltung/verlauf/?kind=municipalities.Membership")
        assert page.content.decode().count("Zugehörigkeit: Stelle") == numbers.stop
        used.append(len(queries))
    assert used[0] == used[1]

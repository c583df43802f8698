"""Partners that are only invited, or have left: what they read of a draft, what they said, and what reaches them."""

from collections.abc import Callable

from django.test import Client

from agreements.services.clauses import ClauseData
from agreements.services.contributions import open_thread, propose
from agreements.services.versions import fix_version
from cooperations.models import Cooperation
from cooperations.services import add_partner, remove_partner
from ikz.accounts.models import User
from ikz.notifications.models import OutgoingMail
from municipalities.models import Municipality
from tests.agreements.world import agreement_of


def test_an_invited_partner_reads_and_says_nothing_yet(
    cooperation: Cooperation,
    coordinator: User,
    stranger: User,
    halberstadt: Municipality,
    sign_in: Callable[[User], Client],
) -> None:
    agreement = agreement_of(cooperation)
    add_partner(actor=coordinator, cooperation=cooperation, municipality=halberstadt)
    clause = agreement.clauses.order_by("position")[0]
    client, draft = sign_in(stranger), f"/vereinbarungen/{agreement.pk}/entwurf/"
    # Whoever is asked to take part reads what it is about, and speaks once the municipality has agreed.
    page = client.get(draft)
    assert page.status_code == 200
    assert "anmerkung/" not in page.content.decode()
    said = client.post(f"{draft}klauseln/{clause.pk}/anmerkung/", {"text": "Wir auch!"})
    assert said.status_code == 403
    assert client.get(f"{draft}klauseln/{clause.pk}/vorschlag/").status_code == 403
    version = fix_version(actor=coordinator, agreement=agreement, occasion="Beschlussfassung")
    assert "Halberstadt" not in str(version.content["partners"])


def test_who_left_hears_no_more_and_what_they_said_stays(
    cooperation: Cooperation, coordinator: User, kusel_staff: User, sign_in: Callable[[User], Client]
) -> None:
    agreement = agreement_of(cooperation)
    clause = agreement.clauses.order_by("position")[0]
    open_thread(actor=kusel_staff, clause=clause, text="Was ist mit den Druckern?")
    row = propose(
        actor=kusel_staff,
        agreement=agreement,
        clause=clause,
        data=ClauseData(heading="Anders", text="Mit Druckern."),
    )
    remove_partner(actor=coordinator, partner=cooperation.partners.get(municipality__ags="07336"))
    gone, lead = sign_in(kusel_staff), sign_in(coordinator)
    draft = f"/vereinbarungen/{agreement.pk}/entwurf/"
    assert gone.get(draft).status_code == 404
    assert gone.post(f"{draft}klauseln/{clause.pk}/anmerkung/", {"text": "Noch etwas."}).status_code == 404
    assert gone.get(f"/vereinbarungen/{agreement.pk}/pruefung/").status_code == 404
    page = lead.get(draft).content.decode()
    assert "Was ist mit den Druckern?" in page
    OutgoingMail.objects.all().delete()
    lead.post(f"{draft}vorschlaege/{row.pk}/", {"decision": "accept", "version": clause.version})
    row.refresh_from_db()
    assert row.state == "accepted"
    assert not OutgoingMail.objects.filter(to=kusel_staff.email).exists()
    version = fix_version(actor=coordinator, agreement=agreement, occasion="Beschlussfassung")
    assert [one["ags"] for one in version.content["partners"]] == ["07333", "07335"]

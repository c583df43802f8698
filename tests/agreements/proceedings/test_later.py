"""What comes late in proceedings: the document, another day, a reminder; and links that lead somewhere."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from agreements.models import Agreement, AgreementVersion, CouncilResolution, Proceeding, ProceedingEntry
from agreements.path import State
from agreements.services.force import put_in_force
from agreements.services.proceeding_reminders import remind_of_proceedings
from agreements.services.proceedings import complete_decision
from cooperations.models import Cooperation
from ikz.accounts.models import User
from ikz.notifications.models import OutgoingMail
from municipalities.models import Authority, Municipality
from tests.agreements.world import agreement_of, proceeding_of, resolutions_of, version_of
from tests.ui.markup import only, tree, words

PAST, BEFORE = date(2026, 3, 2), timedelta(days=7)
SignIn = Callable[[User], Client]


def at(version: AgreementVersion, path: str = "") -> str:
    return f"/vereinbarungen/{version.agreement_id}/verfahren/{path}"


def text_of(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200, url
    return words(only(tree(response.content.decode()), ".//main"))


def submitted(cooperation: Cooperation, state: State = State.SUBMITTED) -> AgreementVersion:
    version = version_of(agreement_of(cooperation, forms=("delegating",)), state=state, adopted_on=PAST)
    resolutions_of(version)
    return version


def test_the_document_may_follow_the_decision_and_nothing_else_changes(
    cooperation: Cooperation,
    coordinator: User,
    kusel_staff: User,
    authority: Authority,
    supervisor: User,
    sign_in: SignIn,
) -> None:
    version = submitted(cooperation)
    row = proceeding_of(version, authority)
    with pytest.raises(ValidationError, match="noch nicht entschieden"):
        complete_decision(actor=coordinator, proceeding=row, file_number="17-1")
    client, url = sign_in(coordinator), at(version, f"{row.pk}/bescheid/")
    assert "noch nicht entschieden" in text_of(client, url)
    client.post(
        at(version, f"{row.pk}/entscheidung/"),
        {"decision": "approved", "decided_on": "20.04.2026", "expected": 1},
    )
    assert "Bescheid oder Aktenzeichen nachtragen" in text_of(client, at(version))
    assert "Bitte ergänzen Sie, was fehlt" in client.post(url, {}).content.decode()
    wrong = {"file_number": "17-1/2026", "file": SimpleUploadedFile("bescheid.pdf", b"kein PDF")}
    refused = client.post(url, wrong).content.decode()
    assert "Der Inhalt passt nicht zur Endung" in refused
    assert 'value="17-1/2026"' in refused
    assert client.post(url, {"file_number": "17-1/2026"}).status_code == 302
    assert "Bescheid nachreichen" in text_of(client, at(version))
    with pytest.raises(ValidationError, match="schon eingetragen"):
        complete_decision(actor=coordinator, proceeding=row, file_number="anders")
    sent = {"file": SimpleUploadedFile("bescheid.pdf", b"%PDF-1.7 Bescheid")}
    assert client.post(url, sent).status_code == 302
    row.refresh_from_db()
    assert (row.file_number, row.decision, row.save_count) == ("17-1/2026", "approved", 4)
    file = row.decision_file
    assert file is not None
    served = sign_in(supervisor).get(f"/dateien/{file.pk}/")
    assert (served["X-Content-Type-Options"], b"".join(served)) == ("nosniff", b"%PDF-1.7 Bescheid")
    assert "schon eingetragen" in text_of(client, url)
    for upload in (None, SimpleUploadedFile("neu.pdf", b"%PDF-1.7 neu")):
        with pytest.raises(ValidationError, match="sind schon eingetragen"):
            complete_decision(actor=coordinator, proceeding=row, upload=upload)
    with pytest.raises(PermissionDenied):
        complete_decision(actor=kusel_staff, proceeding=row, file_number="x")


def test_a_day_to_come_can_be_taken_back(
    cooperation: Cooperation, coordinator: User, sign_in: SignIn
) -> None:
    version = submitted(cooperation, State.PUBLISHED)
    client, url = sign_in(coordinator), at(version, "inkrafttreten/zuruecknehmen/")
    put_in_force(actor=coordinator, version=version, on=timezone.localdate() + timedelta(days=30))
    assert "Inkrafttreten nicht mehr vormerken" in text_of(client, at(version))
    assert client.post(url).status_code == 302
    version.refresh_from_db()
    assert (version.in_force_on, version.state) == (None, State.PUBLISHED)
    assert "Inkrafttreten nicht mehr vormerken" not in text_of(client, at(version))
    assert "kein Tag vorgemerkt" in client.post(url).content.decode()


def test_whoever_resolved_otherwise_is_named_before_a_version_holds(
    cooperation: Cooperation, coordinator: User
) -> None:
    version = submitted(cooperation, State.PUBLISHED)
    partner = cooperation.partners.get(municipality__ags="07336")
    CouncilResolution.objects.create(
        version=version, partner=partner, body="Kreistag", decided_on=date(2026, 4, 1), result="rejected"
    )
    with pytest.raises(ValidationError) as refused:
        put_in_force(actor=coordinator, version=version, on=date(2026, 5, 1))
    assert "Landkreis Kusel" in refused.value.message_dict["reason"][0]


def test_no_link_leads_to_an_authority_that_has_nothing_left_to_do(
    cooperation: Cooperation, coordinator: User, authority: Authority, sign_in: SignIn
) -> None:
    client = sign_in(coordinator)
    version = submitted(cooperation)
    row = proceeding_of(version, authority)
    page = text_of(client, at(version))
    assert "einer anderen Behörde vorlegen" not in page
    assert "Die Fassung liegt schon vor: ADD Trier" in page
    assert "liegt schon allen Behörden vor" in text_of(client, at(version, "vorlegen/"))
    Proceeding.objects.filter(pk=row.pk).update(decision="withdrawn", decided_on=PAST)
    assert "Fassung vorlegen" in text_of(client, at(version))
    intent = version_of(agreement_of(cooperation, forms=("informal",)), state=State.ADOPTED, adopted_on=PAST)
    assert "Behörde vorlegen" not in text_of(client, at(intent))
    assert "weder eine Genehmigung noch eine Anzeige" in text_of(client, at(intent, "vorlegen/"))


def test_the_coordination_is_reminded_once_a_week_before(
    cooperation: Cooperation, coordinator: User, authority: Authority
) -> None:
    today = timezone.localdate()
    for ags in ("07333", "07335", "07336"):
        Municipality.objects.filter(ags=ags).update(ags=f"05{ags[2:]}")
    Authority.objects.filter(pk=authority.pk).update(land="05")
    agreement: Agreement = agreement_of(cooperation, forms=("delegating",), land="05")
    version = version_of(agreement, state=State.SUBMITTED)
    row = proceeding_of(version, authority, submitted_on=today - timedelta(days=60))
    Proceeding.objects.filter(pk=row.pk).update(received_on=today - timedelta(days=45))
    assert remind_of_proceedings(today) == 0
    soon = today + timedelta(days=5)
    assert remind_of_proceedings(soon) == 1
    assert remind_of_proceedings(soon + timedelta(days=1)) == 0
    assert "Frist der Aufsicht läuft am" in OutgoingMail.objects.get(dedupe_key__contains=":silence:").subject
    ProceedingEntry.objects.create(
        proceeding=row, kind="request", happened_on=today, text="Kosten?", answer_due_on=today + BEFORE
    )
    assert remind_of_proceedings(today) == 1
    assert remind_of_proceedings(today) == 0
    mail = OutgoingMail.objects.get(dedupe_key__contains="answer")
    assert mail.to == coordinator.email
    assert "Antwort an die Aufsicht bis" in mail.subject
    ProceedingEntry.objects.create(proceeding=row, kind="reply", happened_on=today, text="So.")
    OutgoingMail.objects.all().delete()
    Proceeding.objects.filter(pk=row.pk).update(decision="approved", decided_on=today)
    assert remind_of_proceedings(soon) == 0

"""Where names and addresses stand: in texts, in names of files, with members known by their address only."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from agreements.content import fingerprint
from agreements.models import DocumentAccess, ProceedingEntry, VersionStep
from cooperations.models import Barrier, Cooperation, LawNote
from governance.minutes_pdf import fingerprint as document_fingerprint
from governance.minutes_pdf import produce
from governance.models import AgendaItem, Meeting, Member, MinutesVersion, Seat
from governance.services.minutes import send_minutes
from ikz.accounts.models import NameReplacement, User
from ikz.jobs.models import JobState
from ikz.notifications.models import OutgoingMail
from municipalities.models import Authority, Municipality, Profile
from tests.agreements.world import agreement_of, proceeding_of, version_of
from tests.governance.world import body_of
from tests.workspace.redaction.words import EMAIL, FUNCTION, NAME, everything
from workspace.redaction.texts import replacing
from workspace.services.redaction import replace_person, replace_person_without_account

SignIn = Callable[[User], Client]


def test_only_whole_names_and_whole_addresses_go() -> None:
    replace = replacing(["Beispiel", "kusel@test.example"], "XX")
    kept = "Beispielhaft, Musterbeispiel, l.kusel@test.example, kusel@test.example.org, kusel@test.examples"
    assert replace(kept) == kept
    assert replace("Antrag_Beispiel_2027.pdf") == "Antrag_XX_2027.pdf"
    assert replacing(["Frau Beispiel"], "XX")("Brief_Frau_Beispiel.pdf") == "Brief_XX.pdf"
    assert replace("BEISPIEL, (Beispiel). Frau Beispiel-Muster") == "XX, (XX). Frau XX-Muster"
    assert replace("An Kusel@Test.example. Oder <kusel@test.example>?") == "An XX. Oder <XX>?"


def test_addresses_of_members_without_account_go_by_their_spelling(
    administrator: User,
    coordinator: User,
    kusel_staff: User,
    cooperation: Cooperation,
    donnersberg: Municipality,
) -> None:
    body = body_of(cooperation)
    seat = Seat.objects.create(body=body, label="Schule", vote_weight=0, valid_from="2020-01-01")
    row = Member.objects.create(
        seat=seat, email="frau.beispiel@schule.example", function="Schulleitung", valid_from="2020-01-01"
    )
    profile = Profile.objects.create(municipality=donnersberg, contact_email="beispiel@stadt.example")
    replace_person(actor=administrator, user=kusel_staff, function=FUNCTION, names=["Beispiel"])
    row.refresh_from_db()
    profile.refresh_from_db()
    assert (row.email, row.function) == ("entfernt@entfernt.ikz.invalid", "Schulleitung")
    assert profile.contact_email == ""
    assert "beispiel@" not in everything()


def test_notes_beside_resolutions_and_agreements_go_and_their_wording_stays(
    administrator: User, kusel_staff: User, cooperation: Cooperation, authority: Authority
) -> None:
    agreement = agreement_of(
        cooperation,
        clauses=(("", "Leitung", f"{NAME} leitet die Stelle."),),
        clarified_requirement="approval",
        clarified_on=date(2026, 1, 5),
        clarification=f"{NAME} hat geantwortet.",
    )
    version = version_of(agreement)
    stored = version.content
    proceeding = proceeding_of(version, authority)
    ProceedingEntry.objects.create(
        proceeding=proceeding, kind="note", happened_on=date(2026, 3, 3), text=f"Gespräch mit {NAME}."
    )
    DocumentAccess.objects.create(agreement=agreement, part="file", detail=f"Brief {NAME}.pdf")
    VersionStep.objects.create(
        version=version, from_state="fixed", to_state="adopted", happened_on=date(2026, 3, 1), reason=NAME
    )
    replace_person(actor=administrator, user=kusel_staff, function="ehemals", names=[NAME])
    agreement.refresh_from_db()
    version.refresh_from_db()
    assert agreement.clarification == "ehemals hat geantwortet."
    assert ProceedingEntry.objects.get().text == "Gespräch mit ehemals."
    assert VersionStep.objects.get().reason == "ehemals"
    assert DocumentAccess.objects.get().detail == "Brief ehemals.pdf"
    assert agreement.clauses.get().text == f"{NAME} leitet die Stelle."
    assert (version.content, version.sha256) == (stored, fingerprint(stored))
    tables = {line.split(":")[0] for line in everything().splitlines() if NAME in line}
    assert tables == {
        "agreements_clause",
        "agreements_clauseevent",
        "agreements_agreementversion",
        "agreements_agreementversionevent",
    }


def test_names_are_found_in_capitals_over_line_ends_and_never_in_keys(
    administrator: User, kusel_staff: User, cooperation: Cooperation
) -> None:
    texts = ("FRAU MÜLLER fehlt", "Frau\nMüller fehlt", "Frau  Müller fehlt", "Müllers Heft")
    note = LawNote.objects.create(
        land="07", topic="other", text="Auskunft", source="Frau Müller, ADD", dated_on=date(2026, 1, 5)
    )
    Barrier.objects.bulk_create(Barrier(cooperation=cooperation, text=text) for text in texts)
    Cooperation.objects.filter(pk=cooperation.pk).update(
        task_areas=["support"], goals=["Support " + "x" * 490]
    )
    replace_person(actor=administrator, user=kusel_staff, function="ehemals", names=["Frau Müller"])
    # Texts keep the length that fits, in lists too.
    longer = "ehemals Support, Landkreis"
    replace_person(actor=administrator, user=kusel_staff, function=longer, names=["Support"])
    note.refresh_from_db()
    assert note.source == "ehemals, ADD"
    told = Barrier.objects.order_by("pk").values_list("text", flat=True)
    assert list(told) == ["ehemals fehlt", "ehemals fehlt", "ehemals fehlt", "Müllers Heft"]
    cooperation.refresh_from_db()
    assert (cooperation.task_areas, cooperation.goals) == (
        ["support"],
        ["ehemals Support, Landkreis " + "x" * 473],
    )


def test_a_person_without_account_goes_by_mail_address_and_name(
    sign_in: SignIn, administrator: User, coordinator: User, kusel_staff: User, cooperation: Cooperation
) -> None:
    seat = Seat.objects.create(
        body=body_of(cooperation), label="Schule", vote_weight=0, valid_from="2020-01-01"
    )
    member = Member.objects.create(
        seat=seat, email="Leitung@schule.example", function=f"{NAME}, Schulleitung", valid_from="2020-01-01"
    )
    OutgoingMail.objects.create(dedupe_key="x", to="leitung@schule.example", subject="S", body_text=NAME)
    client, address = sign_in(administrator), "/verwaltung/konten/name-ersetzen/"
    assert address in client.get("/verwaltung/konten/").content.decode()
    data = {"function": "ehemals Schulleitung", "email": "leitung@schule.example", "names": NAME}
    asked = client.post(address, data).content.decode()
    assert f"Diese Sitze in Gremien werden frei: Steuerkreis: {NAME}, Schulleitung." in asked
    assert not NameReplacement.objects.exists()
    done = client.post(address, data | {"confirmed": "on"}, follow=True).content.decode()
    assert "Der Name ist überall durch die Funktion ersetzt" in done
    kept = everything().lower()
    assert "leitung@schule.example" not in kept
    assert NAME.lower() not in kept
    member.refresh_from_db()
    assert member.function == "ehemals Schulleitung, Schulleitung"
    assert member.valid_until == timezone.localdate() - timedelta(days=1)
    assert OutgoingMail.objects.get(dedupe_key="x").state == JobState.WITHDRAWN
    assert NameReplacement.objects.get().user is None
    assert "ehemals Schulleitung" in client.get("/verwaltung/verlauf/").content.decode()
    for sent, told in (
        ({"function": "ehemals"}, "Bitte nennen Sie eine E-Mail-Adresse oder eine Schreibweise"),
        ({"function": "ehemals", "email": EMAIL}, "Zu dieser Adresse gibt es ein Konto"),
        ({"function": "", "email": "x@test.example"}, "Bitte nennen Sie die Funktion"),
        ({"function": "ehemals", "names": "Yx"}, "Zu kurz"),
    ):
        answer = client.post(address, sent | {"confirmed": "on"})
        assert answer.status_code == 200
        assert told in answer.content.decode()
    assert NameReplacement.objects.count() == 1
    with pytest.raises(PermissionDenied):
        replace_person_without_account(actor=coordinator, function="ehemals", names=[NAME])


def test_the_document_of_frozen_minutes_is_made_anew_without_the_name(
    administrator: User,
    kusel_staff: User,
    cooperation: Cooperation,
    coordinator: User,
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]],
) -> None:
    body = body_of(cooperation)
    meeting = Meeting.objects.create(
        body=body,
        title="Auftakt",
        purpose="Anfangen",
        starts_at=timezone.now() - timedelta(days=3),
        state="held",
        invited_at=timezone.now() - timedelta(days=20),
        opened_at=timezone.now() - timedelta(days=3),
        closed_at=timezone.now() - timedelta(days=3),
    )
    AgendaItem.objects.create(
        body=body, meeting=meeting, position=1, title="Netze", record=f"{NAME} berichtet."
    )
    send_minutes(actor=coordinator, meeting=meeting)
    version = MinutesVersion.objects.get()
    file = default_storage.save("niederschriften/alt.pdf", ContentFile(b"%PDF"))
    MinutesVersion.objects.update(state=JobState.DONE, pdf=file, fingerprint="x")
    with django_capture_on_commit_callbacks(execute=True):
        replace_person(actor=administrator, user=kusel_staff, function=FUNCTION, names=[NAME])
    assert version.content["entries"][0]["record"] == f"{NAME} berichtet."
    produce(version.pk)
    version.refresh_from_db()
    said = _words(version)
    assert NAME not in said
    assert f"{FUNCTION} berichtet." in said
    assert "Name auf Verlangen am" in said
    assert version.fingerprint == document_fingerprint(version)
    assert not default_storage.exists(file)


def _words(version: MinutesVersion) -> str:
    with version.pdf.open() as content:
        return " ".join(" ".join(page.extract_text() for page in PdfReader(content).pages).split())

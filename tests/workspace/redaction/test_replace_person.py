"""When a person's data have to go: nothing names them any more, and every record is still there."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from agreements.content import fingerprint
from agreements.models import DocumentAccess, ProceedingEntry, VersionStep
from cooperations.models import Barrier, Cooperation, Coordinator, HandoverSheet, LawNote
from cooperations.services import appoint_coordinator, save_answer
from governance.minutes_pdf import fingerprint as document_fingerprint
from governance.minutes_pdf import produce
from governance.models import (
    Addendum,
    AgendaItem,
    Attendance,
    Ballot,
    CalendarAddress,
    Meeting,
    Member,
    Minutes,
    MinutesState,
    MinutesVersion,
    Resolution,
    Seat,
    Vote,
)
from governance.services.minutes import send_minutes
from ikz.accounts.models import ApiToken, NameReplacement, User
from ikz.accounts.services import create_api_token
from ikz.jobs.models import JobState
from ikz.notifications.models import OutgoingMail
from municipalities.models import Authority, Membership, Municipality, Profile
from steckbriefe.models import Edition, Steckbrief
from steckbriefe.services import publish, request_edition
from tests.agreements.world import agreement_of, proceeding_of, version_of
from tests.governance.world import body_of, member_of
from workspace.redaction.texts import replacing
from workspace.services.redaction import replace_person, replace_person_without_account

SignIn = Callable[[User], Client]
NAME, FUNCTION = "Frau Beispiel", "ehemals Mitarbeitende Schul-IT, Landkreis Kusel"
EMAIL = "kusel@test.example"


@pytest.fixture
def meeting(cooperation: Cooperation, coordinator: User, kusel_staff: User) -> Meeting:
    """A meeting that is over, with approved minutes and everything else that names somebody of Kusel."""
    body = body_of(cooperation)
    member = member_of(body, "07336")
    Member.objects.filter(pk=member.pk).update(function=f"{NAME}, Schul-IT")
    meeting = Meeting.objects.create(
        body=body,
        title="Auftakt",
        purpose="Anfangen",
        starts_at=timezone.now() - timedelta(days=30),
        state="held",
        invited_at=timezone.now() - timedelta(days=50),
    )
    item = AgendaItem.objects.create(
        body=body, meeting=meeting, position=1, title="Netze", presenter=NAME, record=f"{NAME} berichtet."
    )
    Attendance.objects.create(meeting=meeting, member=member)
    Attendance.objects.create(meeting=meeting, guest=f"{NAME} (Gast)")
    ballot = Ballot.objects.create(
        body=body,
        meeting=meeting,
        item=item,
        title="Leitung",
        motion=f"{NAME} leitet die Gruppe.",
        rule="simple",
        quorum="none",
        electorate=[],
    )
    partner = cooperation.partners.get(municipality__ags="07336")
    Vote.objects.create(ballot=ballot, partner=partner, choice="yes", weight=1, on_behalf=NAME)
    Ballot.objects.filter(pk=ballot.pk).update(closed_at=timezone.now(), result="accepted")
    Resolution.objects.create(
        cooperation=cooperation,
        year=2026,
        number=1,
        body=body,
        meeting=meeting,
        ballot=ballot,
        title="Leitung",
        text=f"{NAME} leitet die Gruppe.",
        decided_on=timezone.localdate(),
    )
    minutes = Minutes.objects.create(meeting=meeting, preface=f"Es begrüßt {NAME.upper()}.")
    content = {
        "chair": [f"{NAME}, Schul-IT (Landkreis Kusel)"],
        "attendance": [{"presence": "anwesend", "people": [{"function": f"{NAME}, Schul-IT", "seat": "K"}]}],
        "entries": [{"record": f"{NAME} berichtet.", "ballots": [{"motion": f"{NAME} leitet die Gruppe."}]}],
    }
    MinutesVersion.objects.create(
        minutes=minutes, number=1, occasion="approved", content=content, state=JobState.RUNNING
    )
    Minutes.objects.filter(pk=minutes.pk).update(state=MinutesState.APPROVED, approved_at=timezone.now())
    Addendum.objects.create(minutes=minutes, text=f"{NAME} ergänzt.")
    return meeting


def _everything() -> str:
    """Every row of every table, as text."""
    said = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT coalesce(string_agg(t::text, ' '), '') FROM {table} t")  # noqa: S608
            said.append(f"{table}: {cursor.fetchone()[0]}")
    return "\n".join(said)


def _hold_everything(user: User) -> None:
    """What an account gathers, the session of a browser excepted."""
    create_api_token(actor=user, name="Auswertung", valid_days=30)
    CalendarAddress.objects.create(user=user, label="Kalender", digest="0" * 64)
    Authenticator.objects.create(user=user, type="totp", data={})
    EmailAddress.objects.create(user=user, email=EMAIL)
    AccessAttempt.objects.create(
        username=EMAIL, ip_address="192.0.2.1", user_agent="x", failures_since_start=1
    )
    for number, state in enumerate((JobState.DONE, JobState.QUEUED)):
        OutgoingMail.objects.create(
            dedupe_key=f"x:{number}", to=EMAIL, subject="S", body_text=f"Guten Tag {NAME}", state=state
        )
    OutgoingMail.objects.create(dedupe_key="y", to="andere@test.example", subject=NAME, body_text=EMAIL)


def test_nothing_names_the_person_and_every_record_stays(
    sign_in: SignIn,
    administrator: User,
    coordinator: User,
    kusel_staff: User,
    cooperation: Cooperation,
    meeting: Meeting,
) -> None:
    User.objects.filter(pk=kusel_staff.pk).update(label=NAME, email="alt@test.example")
    User.objects.filter(pk=kusel_staff.pk).update(email=EMAIL)
    _hold_everything(kusel_staff)
    sign_in(kusel_staff)
    answer = save_answer(
        actor=kusel_staff,
        cooperation=cooperation,
        question_key="relief",
        text=f"Fragen an {NAME} oder {EMAIL}.",
        expected_version=0,
        partner=cooperation.partners.get(municipality__ags="07336"),
    )
    HandoverSheet.objects.create(cooperation=cooperation, content={"who": NAME})
    before = {
        model: model.objects.count() for model in (Vote, Resolution, AgendaItem, Attendance, MinutesVersion)
    }
    replace_person(actor=administrator, user=kusel_staff, function=FUNCTION, names=[NAME])

    kept = _everything()
    for gone in (EMAIL, "alt@test.example"):
        assert gone not in kept.lower()
    # What was put to the vote and resolved keeps its wording, in the motion's copy in the minutes too.
    lines = [line for line in kept.splitlines() if NAME.lower() in line.lower()]
    tables = {line.split(":")[0] for line in lines}
    assert tables == {
        "governance_ballot",
        "governance_ballotevent",
        "governance_resolution",
        "governance_resolutionevent",
        "governance_minutesversion",
    }
    assert before == {model: model.objects.count() for model in before}

    kusel_staff.refresh_from_db()
    assert (str(kusel_staff), kusel_staff.is_active, kusel_staff.has_usable_password()) == (
        FUNCTION,
        False,
        False,
    )
    assert not Membership.objects.current().filter(user=kusel_staff).exists()
    assert not Member.objects.filter(user=kusel_staff, valid_until=None).exists()
    for model in (ApiToken, CalendarAddress, Authenticator, EmailAddress, AccessAttempt, HandoverSheet):
        assert not model.objects.exists()
    assert not [
        row for row in Session.objects.all() if row.get_decoded().get("_auth_user_id") == str(kusel_staff.pk)
    ]
    assert set(
        OutgoingMail.objects.filter(dedupe_key__startswith="x:").values_list("state", "body_text")
    ) == {
        (JobState.DONE, ""),
        (JobState.WITHDRAWN, ""),
    }
    answer.refresh_from_db()
    assert answer.text == f"Fragen an {FUNCTION} oder [E-Mail-Adresse entfernt]."
    assert AgendaItem.objects.get(meeting=meeting).record == f"{FUNCTION} berichtet."

    version = MinutesVersion.objects.get()
    assert version.content["chair"] == [f"{FUNCTION}, Schul-IT (Landkreis Kusel)"]
    assert version.content["entries"][0]["ballots"][0]["motion"] == f"{NAME} leitet die Gruppe."
    today = f"{timezone.localdate():%d.%m.%Y}"
    assert version.content["redaction"] == f"Name auf Verlangen am {today} durch die Funktion ersetzt"
    # Whoever set the former words has lost the claim; the document is made anew.
    assert (version.state, version.lease_token, version.pdf.name) == (JobState.QUEUED, None, "")

    told = NameReplacement.objects.get()
    assert (told.user, told.function, told.replaced_by) == (kusel_staff, FUNCTION, administrator)
    # A spelling that was overlooked goes later, and nobody else's mails with it.
    others = OutgoingMail.objects.get(dedupe_key="y")
    replace_person(actor=administrator, user=kusel_staff, function=FUNCTION, names=["Beispiel"])
    kept_mail = OutgoingMail.objects.get(dedupe_key="y")
    assert (kept_mail.to, kept_mail.subject) == ("andere@test.example", others.subject)
    page = sign_in(administrator).get("/verwaltung/verlauf/").content.decode()
    assert f"Name durch die Funktion ersetzt: {FUNCTION}" in page


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
    assert "beispiel@" not in _everything()


def test_the_guards_are_up_again_afterwards(
    administrator: User, kusel_staff: User, meeting: Meeting, cooperation: Cooperation
) -> None:
    replace_person(actor=administrator, user=kusel_staff, function=FUNCTION, names=[NAME])
    with pytest.raises(DatabaseError, match="approved"), transaction.atomic():
        AgendaItem.objects.filter(meeting=meeting).update(record="Anders")
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        MinutesVersion.objects.update(content={})
    for model in (User.pgh_event_model, AgendaItem.pgh_event_model):  # type: ignore[attr-defined]
        with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
            model.objects.update(pgh_label="anders")


def test_refused_with_the_reason_and_then_nothing_has_happened(
    administrator: User, coordinator: User, kusel_staff: User, cooperation: Cooperation
) -> None:
    with pytest.raises(ValidationError, match="niemand mehr die Koordination: Gemeinsamer Schul-IT-Support"):
        replace_person(actor=administrator, user=coordinator, function="ehemals")
    with pytest.raises(ValidationError, match="Ihren eigenen Namen"):
        replace_person(actor=administrator, user=administrator, function="ehemals")
    for field, values in (
        ("function", {"function": "  "}),
        ("names", {"function": "ehemals", "names": ["Yx"]}),
        ("names", {"function": "ehemals", "names": [f"Name {number}" for number in range(11)]}),
    ):
        with pytest.raises(ValidationError) as error:
            replace_person(actor=administrator, user=kusel_staff, **values)
        assert field in error.value.message_dict
    with pytest.raises(PermissionDenied):
        replace_person(actor=coordinator, user=kusel_staff, function="ehemals")
    assert not NameReplacement.objects.exists()
    assert Membership.objects.current().filter(user=kusel_staff).exists()
    assert User.objects.filter(email=EMAIL, is_active=True).exists()
    appoint_coordinator(actor=coordinator, cooperation=cooperation, email=EMAIL)
    replace_person(actor=administrator, user=coordinator, function="ehemals Koordination")
    assert [row.user for row in Coordinator.objects.all()] == [kusel_staff]


def test_asked_once_with_everything_that_will_happen(
    sign_in: SignIn, administrator: User, kusel_staff: User, meeting: Meeting, cooperation: Cooperation
) -> None:
    client, address = sign_in(administrator), f"/verwaltung/konten/{kusel_staff.pk}/name-ersetzen/"
    assert "ehemals Mitarbeitende Schul-IT, Landkreis Kusel" in client.get(address).content.decode()
    data = {"function": FUNCTION, "names": f"{NAME}\n"}
    asked = client.post(address, data).content.decode()
    assert "Diese Zugehörigkeiten enden: Landkreis Kusel." in asked
    assert "Tagesordnungspunkte (1)" in asked
    assert "Fassungen der Niederschrift (1)" in asked
    assert not NameReplacement.objects.exists()
    done = client.post(address, data | {"confirmed": "on"}, follow=True).content.decode()
    assert "Der Name ist überall durch die Funktion ersetzt" in done
    assert EMAIL not in done
    refused = client.post(f"/verwaltung/konten/{administrator.pk}/name-ersetzen/", data | {"confirmed": "on"})
    assert "Ihren eigenen Namen ersetzt nur eine andere Person" in refused.content.decode()


def test_public_steckbriefe_that_name_the_person_are_told(
    sign_in: SignIn, administrator: User, coordinator: User, kusel_staff: User, cooperation: Cooperation
) -> None:
    Steckbrief.objects.create(cooperation=cooperation, contact_office="Stelle", contact_email=EMAIL)
    edition = request_edition(actor=coordinator, cooperation=cooperation)
    Edition.objects.filter(pk=edition.pk).update(state=JobState.DONE, pdf="steckbriefe/x.pdf")
    edition.refresh_from_db()
    publish(actor=coordinator, edition=edition)
    address = f"/verwaltung/konten/{kusel_staff.pk}/name-ersetzen/"
    asked = sign_in(administrator).post(address, {"function": FUNCTION, "names": ""}).content.decode()
    assert "Veröffentlichte Steckbriefe nennen die Person" in asked
    assert cooperation.title in asked
    replace_person(actor=administrator, user=kusel_staff, function=FUNCTION)
    # The next edition is made without it.
    assert Steckbrief.objects.get().contact_email == ""


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
    tables = {line.split(":")[0] for line in _everything().splitlines() if NAME in line}
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
    kept = _everything().lower()
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

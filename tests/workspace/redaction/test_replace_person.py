"""When a person's data have to go: nothing names them any more, and every record is still there."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from cooperations.models import Cooperation, Coordinator, HandoverSheet
from cooperations.services import appoint_coordinator, save_answer
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
    Vote,
)
from ikz.accounts.models import ApiToken, NameReplacement, User
from ikz.accounts.services import create_api_token
from ikz.jobs.models import JobState
from ikz.notifications.models import OutgoingMail
from municipalities.models import Membership
from steckbriefe.models import Edition, Steckbrief
from steckbriefe.services import publish, request_edition
from tests.governance.world import body_of, member_of
from tests.workspace.redaction.words import EMAIL, FUNCTION, NAME, everything
from workspace.services.redaction import replace_person

SignIn = Callable[[User], Client]


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

    kept = everything()
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

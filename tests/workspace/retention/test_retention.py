"""What outlives its period goes by itself, and nothing that is a record."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, datetime, timedelta
from io import StringIO

import pgtrigger
import pytest
from axes.models import AccessAttempt
from celery import current_app
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from agreements.models import DocumentAccess
from cooperations.models import Cooperation, HandoverSheet
from governance.models import AgendaItem, CalendarAddress, Meeting, Minutes, MinutesVersion, Paper
from ikz.accounts.models import ApiToken, Invitation, User
from ikz.accounts.services import create_api_token, invite
from ikz.files.models import StoredFile
from ikz.jobs.models import JobState
from ikz.notifications.models import OutgoingMail
from ikz.notifications.services import enqueue_mail
from municipalities.models import Authority
from tests.agreements.world import agreement_of, version_of
from tests.governance.world import body_of
from workspace.retention.catalog import REMOVE, kinds
from workspace.retention.removals import NOBODY, REMOVALS
from workspace.services.retention import apply_retention

SignIn = Callable[[User], Client]


def _ago(days: int) -> datetime:
    return timezone.now() - timedelta(days=days)


def _mail(key: str, state: str, days: int) -> OutgoingMail:
    row = OutgoingMail.objects.create(
        dedupe_key=key,
        to="jemand@test.example",
        subject="Betreff",
        body_text="Guten Tag",
        calendar="BEGIN:VCALENDAR",
        calendar_method="REQUEST",
        last_error="550 jemand@test.example unknown",
        state=state,
    )
    OutgoingMail.objects.filter(pk=row.pk).update(finished_at=_ago(days))
    return row


def test_every_period_of_removal_has_its_service_and_its_words() -> None:
    removed = {key for key, kind in kinds().items() if kind.action == REMOVE}
    # Imports have a service of their own, in the room that takes them.
    assert removed - {"imports"} == set(REMOVALS)
    assert set(settings.RETENTION_DAYS) < removed
    assert all(kind.period and kind.reason and kind.happens for kind in kinds().values())
    assert current_app.conf.beat_schedule["apply-retention"]["task"] == "workspace.tasks.apply_retention"


@pytest.mark.django_db
def test_mails_lose_address_and_text_and_are_never_sent_again() -> None:
    old = [_mail(state, state, 181) for state in (JobState.DONE, JobState.FAILED, JobState.WITHDRAWN)]
    young, waiting = _mail("young", JobState.DONE, 179), _mail("waiting", JobState.QUEUED, 400)
    assert apply_retention(dry_run=True)["mails"] == 3
    assert OutgoingMail.objects.filter(to=NOBODY).count() == 0
    assert apply_retention()["mails"] == 3
    for row in old:
        row.refresh_from_db()
        assert (row.to, row.subject, row.body_text, row.calendar, row.last_error) == (NOBODY, "", "", "", "")
        assert not row.is_open
        assert row.state != JobState.FAILED
    for row in (young, waiting):
        row.refresh_from_db()
        assert row.to == "jemand@test.example"
    # The occasion is remembered: a reminder does not go out a second time.
    again = enqueue_mail(dedupe_key="done", to="jemand@test.example", template="nothing", context={})
    assert again.pk == old[0].pk
    assert apply_retention()["mails"] == 0


def test_what_opens_nothing_any_more_goes(administrator: User, coordinator: User) -> None:
    Session.objects.create(session_key="a" * 32, session_data="", expire_date=_ago(1))
    Session.objects.create(session_key="b" * 32, session_data="", expire_date=_ago(-1))
    for days in (31, 29):
        row = AccessAttempt.objects.create(
            username=f"{days}@test.example", ip_address="192.0.2.1", user_agent="x", failures_since_start=1
        )
        AccessAttempt.objects.filter(pk=row.pk).update(attempt_time=_ago(days))
    expired, fresh = (
        invite(actor=administrator, email=f"neu-{number}@test.example", label="Neu") for number in range(2)
    )
    Invitation.objects.filter(pk=expired.pk).update(expires_at=_ago(181))
    old, new = (create_api_token(actor=coordinator, name=name, valid_days=9)[0] for name in ("alt", "neu"))
    ApiToken.objects.filter(pk=old.pk).update(expiry=_ago(91))
    for number, revoked_at in enumerate((_ago(91), None)):
        CalendarAddress.objects.create(
            user=coordinator, label="Kalender", digest=f"{number:064d}", revoked_at=revoked_at
        )
    counts = apply_retention()
    assert (counts["sessions"], counts["sign_in_failures"], counts["invitations"], counts["keys"]) == (
        1,
        1,
        1,
        2,
    )
    assert Session.objects.get().session_key == "b" * 32
    assert AccessAttempt.objects.get().username == "29@test.example"
    assert Invitation.objects.get() == fresh
    assert ApiToken.objects.get() == new
    assert CalendarAddress.objects.get().revoked_at is None


def test_working_files_go_with_their_content_and_records_stay(
    cooperation: Cooperation,
    coordinator: User,
    supervisor: User,
    authority: Authority,
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]],
) -> None:
    name = default_storage.save("uebergabe/alt.pdf", ContentFile(b"%PDF"))
    HandoverSheet.objects.create(
        cooperation=cooperation,
        content={},
        fingerprint="x",
        pdf=name,
        state=JobState.DONE,
        finished_at=_ago(91),
    )
    meeting = Meeting.objects.create(
        body=body_of(cooperation), title="Auftakt", purpose="Anfangen", starts_at=_ago(4000)
    )
    minutes = Minutes.objects.create(meeting=meeting)
    for number, occasion in enumerate(("draft", "sent")):
        MinutesVersion.objects.create(
            minutes=minutes,
            number=number,
            occasion=occasion,
            content={},
            state=JobState.FAILED,
            finished_at=_ago(4000),
        )
    agreement = agreement_of(cooperation)
    version = version_of(agreement)
    for days in (1096, 1094):
        row = DocumentAccess.objects.create(
            agreement=agreement, version=version, authority=authority, user=supervisor, part="version"
        )
        # When it was opened never changes; a test has to say so past the guard.
        _backdate(row, days)
    with django_capture_on_commit_callbacks(execute=True):
        counts = apply_retention()
    assert (counts["working_files"], counts["access_log"]) == (2, 1)
    assert not default_storage.exists(name)
    assert MinutesVersion.objects.get().occasion == "sent"
    assert DocumentAccess.objects.count() == 1
    assert Meeting.objects.filter(pk=meeting.pk).exists()
    assert Cooperation.objects.filter(pk=cooperation.pk).exists()


def _backdate(row: DocumentAccess, days: int) -> None:
    with pgtrigger.ignore("agreements.DocumentAccess:document_access_frozen"):
        DocumentAccess.objects.filter(pk=row.pk).update(accessed_at=_ago(days))


@pytest.mark.django_db
def test_the_command_counts_and_removes() -> None:
    _mail("old", JobState.DONE, 181)
    for arguments, word in ((["--dry-run"], "fällig"), ([], "gelöscht")):
        output = StringIO()
        call_command("apply_retention", *arguments, stdout=output)
        assert f"Ausgegangene E-Mails: 1 {word}." in output.getvalue()
    assert OutgoingMail.objects.get().to == NOBODY


def test_records_are_listed_as_due_and_never_removed(
    sign_in: SignIn, administrator: User, cooperation: Cooperation, coordinator: User
) -> None:
    Cooperation.objects.filter(pk=cooperation.pk).update(
        duration="fixed-term", ends_on=date(2014, 6, 30), build_up_from=None, build_up_to=None
    )
    agreement = agreement_of(cooperation, title="Alte Vereinbarung", retention_years=5)
    version_of(agreement, in_force_on=date(2010, 1, 1), ended_on=date(2015, 12, 31))
    agreement.versions.update(state="terminated")
    agreement_of(cooperation, title="Junge Vereinbarung")
    User.objects.filter(pk=coordinator.pk).update(date_joined=_ago(4000), last_login=_ago(366))
    program = User.objects.create_user("programm@test.example", label="Auswertung am Programm")
    User.objects.filter(pk=program.pk).update(date_joined=_ago(4000))
    create_api_token(actor=program, name="Auswertung", valid_days=30)
    ApiToken.objects.update(last_used_on=timezone.localdate())
    client = sign_in(administrator)
    page = client.get("/verwaltung/aufbewahrung/").content.decode()
    assert "31.12.2024" in page
    assert "31.12.2020" in page
    assert "Schul-IT Donnersbergkreis" in page
    assert "Junge Vereinbarung" not in page
    assert "Auswertung am Programm" not in page
    assert "180 Tage" in page
    csv = client.get("/verwaltung/aufbewahrung/?format=csv").content.decode()
    assert "Vereinbarungen;Alte Vereinbarung;31.12.2015;31.12.2020" in csv
    apply_retention()
    assert Cooperation.objects.filter(pk=cooperation.pk).exists()
    assert User.objects.filter(pk=coordinator.pk).exists()


def test_files_that_nothing_holds_go_and_held_ones_stay(
    cooperation: Cooperation,
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]],
) -> None:
    meeting = Meeting.objects.create(
        body=body_of(cooperation), title="Auftakt", purpose="Anfangen", starts_at=_ago(1)
    )
    item = AgendaItem.objects.create(body=meeting.body, meeting=meeting, position=1, title="Netze")
    files = {}
    for name, days in (("held", 400), ("left", 8), ("fresh", 1)):
        row = StoredFile(name=f"{name}.pdf", content_type="application/pdf", size=4, sha256="0" * 64)
        row.content.save("", ContentFile(b"%PDF"))
        StoredFile.objects.filter(pk=row.pk).update(uploaded_at=_ago(days))
        files[name] = row
    Paper.objects.create(item=item, file=files["held"], title="Plan")
    assert apply_retention(dry_run=True)["unheld_files"] == 1
    with django_capture_on_commit_callbacks(execute=True):
        assert apply_retention()["unheld_files"] == 1
    assert set(StoredFile.objects.values_list("name", flat=True)) == {"held.pdf", "fresh.pdf"}
    there = [default_storage.exists(str(row.content.name)) for row in files.values()]
    assert there == [True, False, True]


@pytest.mark.django_db
def test_trouble_with_one_kind_keeps_nothing_else_back(monkeypatch: pytest.MonkeyPatch) -> None:
    _mail("old", JobState.DONE, 181)
    Session.objects.create(session_key="a" * 32, session_data="", expire_date=_ago(1))

    def fail(rows: object) -> int:
        raise DatabaseError("disk full")

    monkeypatch.setitem(REMOVALS, "mails", replace(REMOVALS["mails"], remove=fail))
    with pytest.raises(ExceptionGroup, match="retention"):
        apply_retention()
    assert OutgoingMail.objects.get().to == "jemand@test.example"
    assert not Session.objects.exists()

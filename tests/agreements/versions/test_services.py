"""Fixing a version: what it holds, when it is refused, what becomes of the one before, and its documents."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.test import Client
from django.utils import timezone

from agreements.content import VersionContent, fingerprint
from agreements.models import (
    AgreementVersion,
    Clause,
    Decision,
    DocumentKind,
    ReturnedDocument,
    VersionDocument,
    VersionStep,
)
from agreements.path import State
from agreements.services.documents import restart_document
from agreements.services.returned import attach_document, remove_document
from agreements.services.versions import fix_version
from cooperations.models import Cooperation
from ikz.accounts.models import User
from ikz.files.models import StoredFile
from ikz.jobs.models import JobState
from municipalities.models import Authority
from tests.agreements.world import agreement_of, proceeding_of, version_of


def test_a_version_holds_everything_and_orders_its_documents(
    cooperation: Cooperation, coordinator: User
) -> None:
    agreement = agreement_of(
        cooperation, term="fixed", ends_on=date(2031, 7, 31), clarification="Nur notiert."
    )
    Clause.objects.create(
        agreement=agreement,
        key="haftung",
        position=9,
        heading="Haftung",
        included=False,
        omission_reason="Es gilt das Gesetz.",
    )
    version = fix_version(actor=coordinator, agreement=agreement, occasion="  Zur   Beschlussfassung ")
    version.refresh_from_db()
    content = VersionContent.from_json(version.content)
    assert (version.number, version.occasion, version.state) == (1, "Zur Beschlussfassung", State.FIXED)
    assert version.created_by == coordinator
    assert version.sha256 == fingerprint(version.content)
    assert [row.ags for row in content.partners] == ["07333", "07335", "07336"]
    assert content.partners[0].role == "lead"
    assert [row.number for row in content.clauses] == [1, 2, 3]
    assert [(row.key, row.reason) for row in content.left_out] == [("haftung", "Es gilt das Gesetz.")]
    assert content.terms.ends_on == date(2031, 7, 31)
    # What nobody marked as clarified is no clarification.
    assert content.clarification == ""
    assert set(version.documents.values_list("kind", "state")) == {("pdf", "queued"), ("docx", "queued")}


def test_only_the_coordination_fixes_and_only_what_is_new(
    cooperation: Cooperation,
    coordinator: User,
    kusel_staff: User,
    stranger: User,
    supervisor: User,
    authority: Authority,
) -> None:
    agreement = agreement_of(cooperation)
    for actor, error in ((kusel_staff, PermissionDenied), (stranger, Http404), (supervisor, Http404)):
        with pytest.raises(error):
            fix_version(actor=actor, agreement=agreement, occasion="Beschluss")
    for occasion in (" ", "x" * 201, "un\x00sichtbar"):
        with pytest.raises(ValidationError) as raised:
            fix_version(actor=coordinator, agreement=agreement, occasion=occasion)
        assert set(raised.value.message_dict) == {"occasion"}

    first = fix_version(actor=coordinator, agreement=agreement, occasion="Beschluss")
    with pytest.raises(ValidationError, match="Seit Fassung 1 hat sich am Entwurf nichts geändert"):
        fix_version(actor=coordinator, agreement=agreement, occasion="Noch einmal")
    assert agreement.versions.count() == 1
    # Given back by the authority, the same wording may be fixed again.
    proceeding = proceeding_of(first, authority)
    proceeding.decision, proceeding.decided_on = Decision.RETURNED, date(2026, 4, 1)
    proceeding.save()
    assert fix_version(actor=coordinator, agreement=agreement, occasion="Noch einmal").number == 2

    empty = agreement_of(cooperation, title="Leer", clauses=())
    with pytest.raises(ValidationError, match="noch keine Klausel"):
        fix_version(actor=coordinator, agreement=empty, occasion="Beschluss")
    agreement.dropped_on = date(2026, 5, 1)
    agreement.save()
    with pytest.raises(ValidationError, match="nicht weiterverfolgt"):
        fix_version(actor=coordinator, agreement=agreement, occasion="Beschluss")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (State.FIXED, State.OVERTAKEN),
        (State.SUBMITTED, State.OVERTAKEN),
        (State.REFUSED, State.OVERTAKEN),
        (State.APPROVED, State.APPROVED),
        (State.PUBLISHED, State.PUBLISHED),
        (State.IN_FORCE, State.IN_FORCE),
    ],
)
def test_a_version_on_its_way_gives_way_and_a_decided_one_stays(
    cooperation: Cooperation, coordinator: User, before: State, after: State
) -> None:
    agreement = agreement_of(cooperation, forms=("delegating",))
    first = version_of(agreement, state=before, in_force_on=date(2026, 1, 1))
    agreement.clauses.filter(position=2).update(text="Die Kosten werden nach Geräten verteilt.")
    second = fix_version(actor=coordinator, agreement=agreement, occasion="Kosten neu geregelt")
    first.refresh_from_db()
    assert (first.state, second.state) == (after, State.FIXED)
    steps = list(VersionStep.objects.filter(version=first).values_list("to_state", "reason"))
    expected = [("overtaken", "Fassung 2 ist festgeschrieben.")]
    assert steps == (expected if after is State.OVERTAKEN else [])


def test_what_came_back_stays_with_the_partners(
    cooperation: Cooperation,
    coordinator: User,
    kusel_staff: User,
    supervisor: User,
    authority: Authority,
) -> None:
    version = version_of(agreement_of(cooperation))
    proceeding_of(version, authority)
    pdf = b"%PDF-1.7 mit Anmerkungen"

    def attach(name: str, content: bytes, note: str = "Rechtsamt: Haftung") -> ReturnedDocument:
        upload = SimpleUploadedFile(name, content)
        return attach_document(actor=coordinator, version=version, note=note, upload=upload)

    for name, content, note, field in (
        ("a.pdf", pdf, " ", "note"),
        ("a.png", pdf, "x", "file"),
        ("a.docx", pdf, "x", "file"),
        ("a.docm", pdf, "x", "file"),
        ("a.pdf", b"", "x", "file"),
    ):
        with pytest.raises(ValidationError) as raised:
            attach(name, content, note)
        assert set(raised.value.message_dict) == {field}
    row = attach("anmerkungen.pdf", pdf)
    assert StoredFile.objects.visible_to(kusel_staff).filter(pk=row.file_id).exists()
    for hidden in (StoredFile.objects.filter(pk=row.file_id), ReturnedDocument.objects.filter(pk=row.pk)):
        assert not hidden.visible_to(supervisor).exists()
    with pytest.raises(PermissionDenied):
        remove_document(actor=kusel_staff, document=row)
    remove_document(actor=coordinator, document=row)
    assert not StoredFile.objects.filter(pk=row.file_id).exists()
    assert AgreementVersion.objects.get(pk=version.pk).returned.count() == 0


def test_a_document_that_failed_is_listed_and_tried_again_by_the_administration(
    cooperation: Cooperation, coordinator: User, administrator: User, sign_in: Callable[[User], Client]
) -> None:
    version = fix_version(actor=coordinator, agreement=agreement_of(cooperation), occasion="Beschluss")
    row = version.documents.get(kind=DocumentKind.PDF)
    VersionDocument.objects.filter(pk=row.pk).update(
        state=JobState.FAILED, last_error="Kein Platz auf dem Datenträger.", finished_at=timezone.now()
    )
    client = sign_in(administrator)
    listed = client.get("/verwaltung/auftraege/").content.decode()
    assert f"Vereinbarung {version.agreement_id}: PDF" in listed
    assert "Kein Platz auf dem Datenträger." in listed
    assert str(version.agreement) not in listed
    client.post(f"/verwaltung/auftraege/vereinbarungen/{row.pk}/erneut/")
    row.refresh_from_db()
    assert (row.state, row.attempts) == (JobState.QUEUED, 0)
    with pytest.raises(Http404):
        restart_document(actor=coordinator, document_id=row.pk)

"""An agreement with everything in it: what supervision may read, and beside it what it must never see."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from agreements.documents import fingerprint_of
from agreements.models import (
    Agreement,
    AgreementVersion,
    Clause,
    Comment,
    CommentThread,
    CouncilResolution,
    Decision,
    DocumentKind,
    EntryKind,
    Proceeding,
    ProceedingEntry,
    Proposal,
    ReturnedDocument,
    VersionDocument,
    VersionStep,
)
from agreements.path import State
from cooperations.models import Cooperation
from ikz.accounts.models import User
from ikz.files.models import StoredFile
from ikz.files.services import store_file
from ikz.jobs.models import JobState
from municipalities.models import Authority
from municipalities.services import create_authority
from tests.agreements.world import agreement_of, proceeding_of, resolutions_of, version_of

# Words that stand in what is the partners' own; none of them may reach supervision.
HIDDEN = (
    "Geheimer Entwurf",
    "Geheime Klausel",
    "Geheime Anmerkung",
    "Geheimer Vorschlag",
    "Geheimer Vermerk",
    "Geheimes Rechtsamt",
    "Geheime Behörde",
    "Geheimer Anlass",
    "geheim",
)


@dataclass(frozen=True)
class Case:
    """Versions 1 and 3 lie before the authority, 1 is in force; 2 was never submitted."""

    agreement: Agreement
    first: AgreementVersion
    hidden: AgreementVersion
    last: AgreementVersion
    seen: list[StoredFile]
    unseen: list[StoredFile]


def stored(actor: User, name: str) -> StoredFile:
    """A small text as an uploaded file."""
    return store_file(actor=actor, upload=SimpleUploadedFile(name, f"Inhalt von {name}".encode()))


def documents_of(version: AgreementVersion) -> None:
    """PDF and DOCX as a worker would have left them."""
    for kind in DocumentKind:
        row = VersionDocument(version=version, kind=kind, state=JobState.DONE)
        row.fingerprint = fingerprint_of(version, kind)
        row.file.save(
            f"{version.agreement_id}_{version.number}_.{kind}", ContentFile(f"%{kind}".encode()), save=False
        )
        row.save()


def case_of(cooperation: Cooperation, authority: Authority, coordinator: User, administrator: User) -> Case:
    """The agreement, ready to be read."""
    agreement = agreement_of(cooperation)
    first = version_of(agreement, state=State.IN_FORCE, in_force_on=date(2026, 4, 1))
    resolutions_of(first)
    files = {
        name: stored(coordinator, f"{name}.txt") for name in ("auszug", "bescheid", "rueckfrage", "amtsblatt")
    }
    CouncilResolution.objects.filter(version=first, partner__municipality__ags="07336").update(
        file=files["auszug"]
    )
    decided = proceeding_of(first, authority)
    Proceeding.objects.filter(pk=decided.pk).update(
        received_on=date(2026, 3, 4),
        decision=Decision.APPROVED,
        decided_on=date(2026, 3, 20),
        file_number="17-4/0815",
        decision_file=files["bescheid"],
    )
    AgreementVersion.objects.filter(pk=first.pk).update(
        published_on=date(2026, 3, 27), published_in="Amtsblatt", published_file=files["amtsblatt"]
    )
    unseen = [stored(coordinator, name) for name in ("geheim.txt", "geheim-2.txt")]
    _entry(decided, EntryKind.REQUEST, "Bitte die Kostenregel erläutern.", files["rueckfrage"])
    _entry(decided, EntryKind.NOTE, "Geheimer Vermerk", unseen[0])
    ReturnedDocument.objects.create(version=first, file=unseen[1], note="Geheimes Rechtsamt")

    Clause.objects.filter(agreement=agreement, key="kostenbeteiligung").update(text="Geheime Klausel")
    # The last of several authorities to decide gives the step its reason.
    VersionStep.objects.create(
        version=first,
        from_state=State.SUBMITTED.value,
        to_state=State.APPROVED.value,
        happened_on=date(2026, 3, 20),
        reason="Geheime Behörde: genehmigt mit Nebenbestimmungen",
    )
    hidden = version_of(agreement, state=State.OVERTAKEN, occasion="Geheimer Anlass")
    elsewhere = create_authority(actor=administrator, name="Geheime Behörde", land="07")
    Clause.objects.filter(agreement=agreement, key="kostenbeteiligung").update(text="Je Gerät ein Anteil.")
    last = version_of(agreement, state=State.SUBMITTED, occasion="Änderung der Kostenregel")
    resolutions_of(last)
    proceeding_of(last, authority, submitted_on=date(2026, 10, 5))
    proceeding_of(last, elsewhere, submitted_on=date(2026, 10, 6))

    clause = Clause.objects.get(agreement=agreement, key="kostenbeteiligung")
    thread = CommentThread.objects.create(clause=clause)
    Comment.objects.create(thread=thread, text="Geheime Anmerkung", author=coordinator)
    Proposal.objects.create(agreement=agreement, clause=clause, heading="K", text="Geheimer Vorschlag")
    Clause.objects.filter(pk=clause.pk).update(text="Geheime Klausel")
    Agreement.objects.filter(pk=agreement.pk).update(title="Geheimer Entwurf")
    agreement.refresh_from_db()
    for version in (first, last):
        documents_of(version)
    return Case(agreement, first, hidden, last, list(files.values()), unseen)


def _entry(proceeding: Proceeding, kind: EntryKind, text: str, file: StoredFile) -> None:
    ProceedingEntry.objects.create(
        proceeding=proceeding, kind=kind, happened_on=date(2026, 3, 9), text=text, file=file
    )


def addresses_of(case: Case) -> Iterator[tuple[str, str]]:
    """Everything that supervision opens of the case, with the part that the log must name."""
    pk = case.agreement.pk
    yield f"/aufsicht/vereinbarungen/{pk}/", "agreement"
    yield f"/aufsicht/vereinbarungen/{pk}/druck/", "print"
    yield f"/aufsicht/vereinbarungen/{pk}/unterlagen.zip", "archive"
    yield f"/vereinbarungen/{pk}/fassungen/", "agreement"
    for number in (1, 3):
        one = f"/vereinbarungen/{pk}/fassungen/{number}"
        yield f"{one}/", "version"
        yield f"{one}/druck/", "print"
        yield f"{one}.pdf", "pdf"
        yield f"{one}.docx", "docx"
        yield f"{one}.json", "file"
    yield f"/vereinbarungen/{pk}/vergleich/?von=1&bis=3", "comparison"
    for file in case.seen:
        yield f"/dateien/{file.pk}/", "file"
    yield f"/api/v1/agreements/{pk}/", "api"
    yield f"/api/v1/agreements/{pk}/versions/", "api"

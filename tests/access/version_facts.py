"""An agreement with a version before the authority, an amendment that nobody submitted, and what came back to one."""

from django.core.files.uploadedfile import SimpleUploadedFile

from agreements.models import VersionDocument
from agreements.path import State
from agreements.services.returned import attach_document
from agreements.services.versions import fix_version
from cooperations.models import Cooperation
from ikz.accounts.models import User
from municipalities.models import Authority
from tests.agreements.world import agreement_of, proceeding_of, version_of


def version_facts(cooperation: Cooperation, coordinator: User, authority: Authority) -> dict[str, str]:
    """Values for the addresses of versions."""
    agreement = agreement_of(cooperation, title="Vereinbarung der Fassungen")
    first = version_of(agreement, state=State.APPROVED)
    proceeding_of(first, authority)
    agreement.clauses.filter(position=1).update(text="Die Beteiligten betreuen die Schul-IT.")
    fix_version(actor=coordinator, agreement=agreement, occasion="Beschlussfassung")
    upload = SimpleUploadedFile("rueckmeldung.pdf", b"%PDF-1.7 Anmerkungen des Rechtsamts")
    returned = attach_document(actor=coordinator, version=first, note="Rechtsamt", upload=upload)
    return {
        "version_agreement": str(agreement.pk),
        "version_document": str(VersionDocument.objects.earliest("pk").pk),
        "returned_document": str(returned.pk),
    }

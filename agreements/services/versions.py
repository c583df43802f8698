"""Fixing a version: the draft becomes a document with a number and a fingerprint that nobody changes any more."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from agreements.content import fingerprint
from agreements.models import Agreement, AgreementVersion
from agreements.path import OVERTAKABLE, State
from agreements.selectors.checks import check_of_draft
from agreements.selectors.freezing import content_of_draft, latest_version, unchanged_since
from agreements.services.documents import order_documents
from agreements.services.lifecycle import DROPPED, advance
from ikz.access.querysets import get_editable
from ikz.accounts.models import User

OCCASION_LENGTH = 200


@transaction.atomic
def fix_version(*, actor: User, agreement: Agreement, occasion: str) -> AgreementVersion:
    """Freeze the draft as the next version and order its documents.

    A predecessor that is still on its way gives way; one that was approved, published or is in force stays: the new
    one is an amendment and goes the whole path again. Raises ValidationError (``occasion``), and without field where
    the draft has no clause, says what the last version says, or is not pursued any more.
    """
    row: Agreement = get_editable(Agreement.objects, actor, lock=True, pk=agreement.pk)
    occasion = _tidy(occasion)
    if row.dropped_on is not None:
        raise ValidationError(DROPPED)
    content = content_of_draft(row, check_of_draft(row).as_json())
    if not content.clauses:
        raise ValidationError(
            "Der Entwurf enthält noch keine Klausel. Eine Fassung ohne Wortlaut gibt es nicht."
        )
    last = latest_version(row)
    if unchanged_since(last, content):
        raise ValidationError(
            f"Seit Fassung {last.number if last else 0} hat sich am Entwurf nichts geändert. "
            "Dieselbe Fassung gilt weiter."
        )
    stored = content.as_json()
    version = AgreementVersion.objects.create(
        agreement=row,
        number=last.number + 1 if last else 1,
        content=stored,
        sha256=fingerprint(stored),
        occasion=occasion,
        created_by=actor,
    )
    if last is not None and last.state in OVERTAKABLE:
        advance(
            last,
            State.OVERTAKEN,
            on=timezone.localdate(),
            actor=actor,
            # Supervision reads this step of what it was given: why there is another is the partners' own.
            reason=f"Fassung {version.number} ist festgeschrieben.",
        )
    order_documents(version)
    return version


def _tidy(occasion: str) -> str:
    occasion = " ".join(occasion.split())
    if not occasion:
        raise ValidationError({"occasion": "Bitte nennen Sie den Anlass, zum Beispiel „Beschlussfassung“."})
    if len(occasion) > OCCASION_LENGTH:
        raise ValidationError(
            {"occasion": f"Höchstens {OCCASION_LENGTH} Zeichen sind möglich, es sind {len(occasion)}."}
        )
    if any(not sign.isprintable() for sign in occasion):
        raise ValidationError({"occasion": "Der Anlass enthält unsichtbare Zeichen."})
    return occasion

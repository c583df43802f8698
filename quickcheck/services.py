"""Rating a factor, with a version check: nothing is overwritten silently."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404

from cooperations.models import Cooperation, Partner
from ikz.access.conflicts import EditConflict
from ikz.access.querysets import get_editable, get_visible
from ikz.accounts.models import User
from quickcheck import catalog
from quickcheck.models import Rating


@dataclass(frozen=True)
class Assessment:
    """What a person enters about a factor; an empty ``value`` is "not rated"."""

    value: str
    evidence: str


@transaction.atomic
def rate_factor(
    *,
    actor: User,
    cooperation: Cooperation,
    factor_key: str,
    value: str,
    evidence: str,
    expected_version: int,
    partner: Partner | None = None,
) -> Rating:
    """Store how ``partner`` sees a factor, or the cooperation as a whole where it is None.

    ``expected_version`` is the version the person saw, 0 where there was none. An empty ``value`` takes the
    rating back and keeps the note. Raises EditConflict (``submitted`` is an Assessment) when somebody else
    stored something else since, Http404 and PermissionDenied by the gate, ValidationError by field.
    """
    if factor_key not in catalog.factors():
        raise Http404
    row = _lock(actor, cooperation, partner)
    wanted = Assessment(value=value, evidence=_tidy(evidence))
    rating = Rating.objects.filter(cooperation=row, factor_key=factor_key, partner=partner).first()
    if rating is None:
        if wanted == Assessment("", ""):
            raise ValidationError({"value": "Bitte wählen Sie eine Bewertung."})
        rating = Rating(cooperation=row, factor_key=factor_key, partner=partner, version=0)
    elif Assessment(rating.value, rating.evidence) == wanted:
        return rating
    if rating.version != expected_version:
        raise EditConflict(current=rating, submitted=wanted)
    rating.value, rating.evidence = wanted.value, wanted.evidence
    rating.version, rating.updated_by = rating.version + 1, actor
    rating.full_clean()
    rating.save()
    return rating


def _tidy(text: str) -> str:
    # Browsers send line ends as CRLF: the same note must be the same text, whoever sends it.
    return text.replace("\r\n", "\n").strip()


def _lock(actor: User, cooperation: Cooperation, partner: Partner | None) -> Cooperation:
    """The cooperation, locked, if ``actor`` may rate it in the view of ``partner``; else 404 or 403."""
    if partner is None:
        whole: Cooperation = get_editable(Cooperation.objects, actor, lock=True, pk=cooperation.pk)
        return whole
    seen = get_visible(Cooperation.objects, actor, pk=cooperation.pk)
    # Locked before the question, so that nobody leaves between it and the write.
    row = Cooperation.objects.select_for_update().get(pk=seen.pk)
    if not Partner.objects.answerable_by(actor).filter(pk=partner.pk, cooperation=row).exists():
        if Partner.objects.filter(pk=partner.pk, cooperation=row).exists():
            raise PermissionDenied
        raise Http404
    return row

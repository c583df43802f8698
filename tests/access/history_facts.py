"""An agreement before the authority of the cast: supervision sees it, and nothing of how it came about."""

from cooperations.models import Cooperation
from municipalities.models import Authority
from tests.agreements.world import agreement_of, proceeding_of, version_of


def history_facts(cooperation: Cooperation) -> dict[str, str]:
    """Values for the addresses of histories."""
    agreement = agreement_of(cooperation, title="Zweckvereinbarung mit Verlauf")
    proceeding_of(version_of(agreement), Authority.objects.get())
    return {"told_agreement": str(agreement.pk)}

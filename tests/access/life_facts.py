"""An agreement whose version lies before the authority for a preliminary answer, with resolutions of all councils."""

from agreements.models import CouncilResolution, ProceedingKind
from agreements.path import State
from cooperations.models import Cooperation
from municipalities.models import Authority
from tests.agreements.world import agreement_of, proceeding_of, resolutions_of, version_of


def life_facts(cooperation: Cooperation, authority: Authority) -> dict[str, str]:
    """Values for the addresses of resolutions and proceedings; supervision sees the version, but none of these pages."""
    version = version_of(agreement_of(cooperation, title="Vereinbarung auf dem Weg"), state=State.PREVIEW)
    resolutions_of(version)
    row = proceeding_of(version, authority, kind=ProceedingKind.PREVIEW)
    own = CouncilResolution.objects.get(version=version, partner__municipality__ags="07336")
    return {
        "life_agreement": str(version.agreement_id),
        "life_proceeding": str(row.pk),
        "life_resolution": str(own.pk),
    }

"""Where pages of versions are: the same addresses for partners and supervision, through the one gate."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest

from agreements.models import Agreement, AgreementVersion
from agreements.selectors.versions import versions_of
from ikz.access.actors import actor_of
from ikz.access.querysets import get_visible
from ikz.accounts.models import User


@dataclass(frozen=True)
class VersionPlace:
    """An agreement as its versions show it; ``supervision`` reads what was submitted and nothing of the partners."""

    agreement: Agreement
    supervision: bool
    coordinates: bool

    @property
    def context(self) -> dict[str, Any]:
        """What every page of versions needs."""
        return {
            "agreement": self.agreement,
            "cooperation": self.agreement.cooperation,
            "supervision": self.supervision,
            "coordinates": self.coordinates,
        }


def version_place(request: HttpRequest, pk: int) -> VersionPlace:
    """The agreement through the gate; Http404 where it is not seen."""
    user = actor_of(request)
    row = get_visible(Agreement.objects.select_related("cooperation"), user, pk=pk)
    if user.read_only:
        _speak_as_submitted(row, user)
    coordinates = not user.read_only and Agreement.objects.editable_by(user).filter(pk=pk).exists()
    return VersionPlace(row, supervision=user.read_only, coordinates=coordinates)


def _speak_as_submitted(agreement: Agreement, user: User) -> None:
    """Let pages name the agreement as the version submitted last does: the draft's title is the partners' own."""
    frozen = versions_of(user, agreement).values_list("content__title", "content__cooperation").first()
    if frozen is not None:
        agreement.title, agreement.cooperation.title = frozen


def version_at(request: HttpRequest, place: VersionPlace, number: int) -> AgreementVersion:
    """A version with its content; Http404 where there is none, or it was not submitted to the reader's authority."""
    rows = versions_of(actor_of(request), place.agreement).defer(None)
    row = rows.filter(number=number).first()
    if row is None:
        raise Http404
    row.agreement = place.agreement
    return row

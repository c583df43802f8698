"""What is known about municipalities across the rooms: which of them cooperate, and where."""

from django.db.models import F, Q, QuerySet

from cooperations.models import PRESENT, Cooperation, Partner
from ikz.access.querysets import Viewer
from municipalities.models import Municipality
from steckbriefe.models import Edition


def cooperating(user: Viewer) -> set[int]:
    """Keys of the municipalities of which ``user`` may know that they cooperate; two queries.

    They are in a cooperation that ``user`` sees, or in one whose Steckbrief is public and told of them: who joined
    after its data were frozen is not in it.
    """
    seen = Partner.objects.visible_to(user).present()
    edition = "cooperation__steckbrief__published"
    public = Partner.objects.confirmed().filter(
        Q(responded_at=None) | Q(responded_at__lte=F(f"{edition}__data_as_of")),
        **{f"{edition}__in": Edition.objects.visible_to(user).published()},
    )
    # Worked out once: as part of the list's conditions it would run for the count and for the page.
    return {
        key
        for rows in (seen, public)
        for key in rows.order_by().values_list("municipality_id", flat=True).distinct()
    }


def cooperations_of(user: Viewer, municipality: Municipality) -> QuerySet[Cooperation]:
    """Cooperations that the municipality takes part in or is invited to, as far as ``user`` sees them."""
    return Cooperation.objects.visible_to(user).filter(
        partners__municipality=municipality, partners__status__in=PRESENT
    )


def public_editions_of(user: Viewer, municipality: Municipality) -> QuerySet[Edition]:
    """Public Steckbriefe that tell of the municipality, without those of cooperations that ``user`` sees."""
    told = Partner.objects.confirmed().filter(
        Q(responded_at=None) | Q(responded_at__lte=F("cooperation__steckbrief__published__data_as_of")),
        municipality=municipality,
    )
    return (
        Edition.objects.visible_to(user)
        .published()
        .filter(steckbrief__cooperation__in=told.values("cooperation"))
        .exclude(steckbrief__cooperation__in=Cooperation.objects.visible_to(user))
        .select_related("steckbrief__cooperation")
        .order_by("title", "pk")
    )

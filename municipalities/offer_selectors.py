"""Reads of offers that pages, API and the page of a need share."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from ikz.access.querysets import Viewer
from ikz.accounts.models import User
from municipalities.fitting import Fit, OfferFacts, Wanted, fits
from municipalities.models import Municipality, Need, Offer, OfferReview
from municipalities.querysets.school_it import OfferQuerySet

Offers = OfferQuerySet[Offer]


def offers(user: Viewer) -> Offers:
    """Offers as ``user`` may read them, with the area they serve and who keeps them."""
    return Offer.objects.visible_to(user).select_related("owner").prefetch_related("serves")


def chain(municipality: Municipality) -> tuple[str, ...]:
    """Official keys of a municipality and of those it belongs to, upwards; asks the database for unloaded parents."""
    keys = []
    row: Municipality | None = municipality
    while row is not None:
        keys.append(row.ags)
        row = row.parent
    return tuple(keys)


def _served(**of: object) -> Exists:
    """Whether an offer names a municipality, one like ``of`` where that is given."""
    return Exists(Municipality.objects.filter(offers=OuterRef("pk"), **of))


def _everybody() -> Q:
    return Q(~_served(), land_keys=[])


def serving(rows: Offers, chains: Iterable[Sequence[str]]) -> Offers:
    """Offers that serve one of the municipalities, each given by its chain of keys; none without a chain."""
    keys = {key for one in chains for key in one}
    if not keys:
        return rows.none()
    laender = Q(land_keys__overlap=sorted({key[:2] for key in keys}))
    return rows.filter(_everybody() | laender | Q(_served(ags__in=keys)))


def serving_land(rows: Offers, land: str) -> Offers:
    """Offers that serve a Land or a part of it."""
    return rows.filter(_everybody() | Q(land_keys__contains=[land]) | Q(_served(ags__startswith=land)))


@dataclass(frozen=True)
class OfferCard:
    """An offer beside a need: why it fits, and what the own municipality noted about it."""

    offer: Offer
    fit: Fit | None
    review: OfferReview | None = None

    @property
    def anchor(self) -> str:
        """Where it stands on the page of the need."""
        return f"angebot-{self.offer.pk}"


@dataclass(frozen=True)
class Fitting:
    """The offers for a need: those that serve its municipality, those for other areas, and others examined once."""

    need: Need
    may_review: bool
    serving: tuple[OfferCard, ...]
    near: tuple[OfferCard, ...]
    others: tuple[OfferCard, ...]

    @property
    def examined(self) -> int:
        """How many offers were examined."""
        return sum(card.review is not None for card in (*self.serving, *self.near, *self.others))


def may_review(user: User, need: Need) -> bool:
    """Whether ``user`` may note what an examination came to."""
    return Need.objects.editable_by(user).filter(pk=need.pk).exists()


def offers_for(user: User, need: Need) -> Fitting:
    """What exists for a need already; the same number of queries however many offers there are."""
    reviews = {
        row.offer_id: row
        for row in OfferReview.objects.visible_to(user).filter(need=need).select_related("reviewed_by")
    }
    wanted = _wanted(user, need)
    candidates = offers(user).filter(
        Q(withdrawn_at=None, task_areas__contains=[need.task_area]) | Q(pk__in=list(reviews))
    )
    rows = {row.pk: row for row in candidates}
    joinable = [_facts(row) for row in rows.values() if row.withdrawn_at is None]
    found = [
        OfferCard(offer=rows.pop(fit.offer), fit=fit, review=reviews.get(fit.offer))
        for fit in fits(wanted, joinable)
    ]
    return Fitting(
        need=need,
        may_review=may_review(user, need),
        serving=tuple(card for card in found if card.fit and not card.fit.is_near),
        near=tuple(card for card in found if card.fit and card.fit.is_near),
        others=tuple(OfferCard(offer=row, fit=None, review=reviews.get(row.pk)) for row in rows.values()),
    )


def needs_for(user: User, offer: Offer) -> list[Need]:
    """Open needs of the own municipalities in the task areas of an offer that can still be joined."""
    if offer.withdrawn_at is not None:
        return []
    own = Need.objects.open().editable_by(user).filter(task_area__in=offer.task_areas)
    return list(own.select_related("municipality"))


def card_for(user: User, need: Need, offer: Offer) -> OfferCard:
    """One offer beside a need."""
    review = (
        OfferReview.objects.visible_to(user)
        .filter(need=need, offer=offer)
        .select_related("reviewed_by")
        .first()
    )
    found = fits(_wanted(user, need), [_facts(offer)]) if offer.withdrawn_at is None else []
    return OfferCard(offer=offer, fit=found[0] if found else None, review=review)


def _wanted(user: User, need: Need) -> Wanted:
    place = (
        Municipality.objects.visible_to(user)
        .select_related("parent__parent__parent__parent")
        .get(pk=need.municipality_id)
    )
    return Wanted(task_area=need.task_area, keys=chain(place))


def _facts(offer: Offer) -> OfferFacts:
    return OfferFacts(
        pk=offer.pk,
        name=offer.folded_name,
        task_areas=frozenset(offer.task_areas),
        land_keys=frozenset(offer.land_keys),
        serves={row.ags: str(row) for row in offer.serves.all()},
    )

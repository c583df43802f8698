"""The rule that finds offers for a need, for any offers and any place."""

from hypothesis import given
from hypothesis import strategies as st

from municipalities.catalog import LAENDER, task_areas
from municipalities.fitting import Closeness, OfferFacts, Wanted, fits

AREAS = sorted(task_areas())
KEYS = ["07", "07333", "073335001", "07333001", "07336", "05", "05113000"]

facts = st.builds(
    OfferFacts,
    pk=st.integers(1, 10**6),
    name=st.text(min_size=1, max_size=20),
    task_areas=st.frozensets(st.sampled_from(AREAS)),
    land_keys=st.frozensets(st.sampled_from(sorted(LAENDER)), max_size=3),
    serves=st.dictionaries(st.sampled_from(KEYS), st.just("Kommune"), max_size=3),
)
offers = st.lists(facts, max_size=12, unique_by=lambda row: row.pk)
wanted = st.builds(
    Wanted,
    task_area=st.sampled_from(AREAS),
    keys=st.sampled_from([("07333001", "073335001", "07333", "07"), ("07333", "07"), ("05113000", "05")]),
)


@given(wanted, offers)
def test_every_offer_for_the_task_is_found_once_and_no_other(
    wanted: Wanted, offers: list[OfferFacts]
) -> None:
    found = fits(wanted, offers)
    assert sorted(fit.offer for fit in found) == sorted(
        row.pk for row in offers if wanted.task_area in row.task_areas
    )


@given(wanted, offers)
def test_only_offers_that_serve_the_place_fit(wanted: Wanted, offers: list[OfferFacts]) -> None:
    by_key = {row.pk: row for row in offers}
    for fit in fits(wanted, offers):
        row = by_key[fit.offer]
        everybody = not row.land_keys and not row.serves
        serves = everybody or wanted.land in row.land_keys or bool(set(wanted.keys) & set(row.serves))
        assert fit.is_near is not serves
        assert len(fit.reasons) == 2
        assert all(fit.reasons)


@given(wanted, offers, st.randoms())
def test_the_order_does_not_depend_on_that_of_the_offers(
    wanted: Wanted, offers: list[OfferFacts], random: st.DataObject
) -> None:
    mixed = list(offers)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    found = fits(wanted, offers)
    assert fits(wanted, mixed) == found
    closeness = [fit.closeness for fit in found]
    assert closeness == sorted(closeness)


def test_reasons_are_told_in_words_the_narrowest_area_first() -> None:
    place = Wanted(task_area="service-desk", keys=("07333001", "073335001", "07333", "07"))
    area = frozenset({"service-desk"})
    found = fits(
        place,
        [
            OfferFacts(pk=1, name="ueberall", task_areas=area),
            OfferFacts(pk=2, name="land", task_areas=area, land_keys=frozenset({"07"})),
            OfferFacts(pk=3, name="kreis", task_areas=area, serves={"07333": "Donnersbergkreis"}),
            OfferFacts(pk=4, name="fern", task_areas=area, land_keys=frozenset({"05"})),
            OfferFacts(pk=5, name="anderes", task_areas=frozenset({"mdm"})),
            OfferFacts(pk=6, name="selbst", task_areas=area, serves={"07333001": "Albisheim"}),
        ],
    )
    assert [(fit.offer, fit.closeness) for fit in found] == [
        (6, Closeness.ITSELF),
        (3, Closeness.PART_OF),
        (2, Closeness.LAND),
        (1, Closeness.EVERYBODY),
        (4, Closeness.OUTSIDE),
    ]
    assert found[1].reasons == ("deckt „Service Desk und Ticketsystem“ ab", "versorgt Donnersbergkreis")
    assert found[2].reasons[1] == "versorgt Rheinland-Pfalz"
    assert found[3].reasons[1] == "versorgt Kommunen in allen Ländern"
    assert found[4].reasons[1] == "außerhalb des Gebiets, fragen lohnt sich"

"""A search kept with a cooperation."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from cooperations.models import Cooperation, PartnerSearch
from ikz.accounts.models import User
from municipalities.models import Need, RegisterState

SignIn = Callable[[User], Client]
ADDRESS = "/kommunen/07333/partnersuche/sichern/"


def _keep(client: Client, need: Need, cooperation: Cooperation, query: str = "") -> PartnerSearch:
    answer = client.post(f"{ADDRESS}?bedarf={need.pk}{query}", {"cooperation": cooperation.pk})
    row = PartnerSearch.objects.get()
    assert answer.headers["Location"] == f"/kooperationen/donnersberg/partnersuche/{row.pk}/"
    return row


def test_a_kept_search_tells_need_weights_and_candidates(
    sign_in: SignIn, coordinator: User, cooperation: Cooperation, need: Need, same_need: Need
) -> None:
    RegisterState.objects.create(as_of=date(2023, 11, 30))
    client = sign_in(coordinator)
    row = _keep(client, need, cooperation, "&weight_size=4&radius=100")
    page = client.get(f"/kooperationen/donnersberg/partnersuche/{row.pk}/").content.decode()
    for text in (
        "Vor-Ort-Support",
        "Entlastung",
        "ähnliche Größe 4",
        "höchstens 100 km entfernt",
        "30.11.2023",
        "gleicher Bedarf, 42 km, ähnlich groß",
    ):
        assert text in page
    overview = client.get("/kooperationen/donnersberg/").content.decode()
    assert f'href="/kooperationen/donnersberg/partnersuche/{row.pk}/"' in overview
    assert row.result["candidates"][0]["ags"] == "07336"


def test_it_stays_as_it_was(sign_in: SignIn, coordinator: User, cooperation: Cooperation, need: Need) -> None:
    row = _keep(sign_in(coordinator), need, cooperation)
    with pytest.raises(DatabaseError), transaction.atomic():
        PartnerSearch.objects.filter(pk=row.pk).update(result={})
    need.delete()
    row.refresh_from_db()
    assert row.result["need"]["goal"] == "Hilfe vor Ort\nan einem Tag"


def test_needs_meant_for_partners_only_are_not_in_it(
    sign_in: SignIn, coordinator: User, cooperation: Cooperation, need: Need, same_need: Need
) -> None:
    Need.objects.filter(pk=same_need.pk).update(visibility="partners")
    row = _keep(sign_in(coordinator), need, cooperation)
    reasons = [line["reason"] for line in row.result["candidates"]]
    assert not any("Bedarf" in reason or "Partner" in reason for reason in reasons)


def test_partners_read_it_and_strangers_do_not(
    sign_in: SignIn,
    coordinator: User,
    kusel_staff: User,
    stranger: User,
    cooperation: Cooperation,
    need: Need,
) -> None:
    row = _keep(sign_in(coordinator), need, cooperation)
    address = f"/kooperationen/donnersberg/partnersuche/{row.pk}/"
    assert sign_in(kusel_staff).get(address).status_code == 200
    assert sign_in(stranger).get(address).status_code == 404


def test_only_cooperations_one_coordinates_are_offered(
    sign_in: SignIn, kusel_staff: User, cooperation: Cooperation, same_need: Need
) -> None:
    client = sign_in(kusel_staff)
    address = f"/kommunen/07336/partnersuche/sichern/?bedarf={same_need.pk}"
    assert "Noch keine Kooperation" in client.get(address).content.decode()
    answer = client.post(address, {"cooperation": cooperation.pk})
    assert answer.status_code == 200
    assert not PartnerSearch.objects.exists()

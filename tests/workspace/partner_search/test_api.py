"""The partner search by program."""

from collections.abc import Callable

import pytest
from django.test import Client

from ikz.accounts.models import User
from municipalities.models import Need

SignIn = Callable[[User], Client]
ADDRESS = "/api/v1/municipalities/07333/partner-search/"


def test_candidates_with_score_and_criteria(
    sign_in: SignIn, coordinator: User, need: Need, same_need: Need
) -> None:
    answer = sign_in(coordinator).get(ADDRESS, {"need": need.pk}).json()
    assert answer["count"] == 2
    first = answer["results"][0]
    assert (first["rank"], first["ags"], first["land"]) == (1, "07336", "07")
    assert 0 < answer["results"][1]["score"] < first["score"] <= 1
    assert first["criteria"]["need"] == 1
    assert first["criteria"]["capacity"] is None
    assert first["distance_km"] == pytest.approx(42, abs=1)
    assert first["reason"].startswith("gleicher Bedarf, 42 km")


def test_weights_and_pages(sign_in: SignIn, coordinator: User, need: Need, same_need: Need) -> None:
    query = {"need": need.pk, "weight_need": 0, "page_size": 1, "page": 2}
    answer = sign_in(coordinator).get(ADDRESS, query).json()
    [second] = answer["results"]
    assert second["rank"] == 2
    assert second["ags"] == "07336"
    assert "need" not in second["criteria"]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({}, "need"),
        ({"need": "abc"}, "need"),
        ({"weight_need": "9"}, "weight_need"),
        ({"radius": "7"}, "radius"),
        ({"land": "77"}, "land"),
        ({"levels": "planet"}, "levels"),
    ],
)
def test_what_is_wrong_is_told_by_field(
    sign_in: SignIn, coordinator: User, need: Need, query: dict[str, str], field: str
) -> None:
    asked = {"need": str(need.pk), **query} if query else {}
    answer = sign_in(coordinator).get(ADDRESS, asked)
    assert answer.status_code == 400
    assert list(answer.json()) == [field]


def test_needs_of_others_and_municipalities_of_others(
    sign_in: SignIn, coordinator: User, stranger: User, need: Need, same_need: Need
) -> None:
    assert sign_in(coordinator).get(ADDRESS, {"need": same_need.pk}).status_code == 404
    assert sign_in(stranger).get(ADDRESS, {"need": need.pk}).status_code == 403
    assert Client().get(ADDRESS, {"need": need.pk}).status_code == 401

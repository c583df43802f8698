"""Lists ask the database as often for many rows as for few."""

from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agreements.path import State
from cooperations.models import Cooperation
from ikz.accounts.models import User
from tests.agreements.world import agreement_of, version_of


def test_agreements_and_versions(
    cooperation: Cooperation, coordinator: User, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(coordinator)

    def count(url: str, words: str, rows: int) -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as asked:
            page = client.get(url).content.decode()
        assert page.count(words) >= rows
        return len(asked)

    def grow(start: int, end: int) -> None:
        for number in range(start, end):
            agreement = agreement_of(cooperation, title=f"Vereinbarung Nummer {number}")
            version_of(agreement, state=State.ADOPTED)
            version_of(first, state=State.OVERTAKEN, occasion=f"Beschluss Nummer {number}")

    first = agreement_of(cooperation)
    pages = (
        (f"/kooperationen/{cooperation.slug}/vereinbarungen/", "Vereinbarung Nummer"),
        (f"/vereinbarungen/{first.pk}/fassungen/", "Beschluss Nummer"),
        (f"/vereinbarungen/{first.pk}/", "Beschluss Nummer"),
    )
    grow(0, 2)
    few = [count(url, words, 2) for url, words in pages]
    grow(2, 20)
    assert [count(url, words, 20) for url, words in pages] == few

"""Keys for programs: made once, stored as digest, gone when revoked."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.http import Http404
from django.test import Client
from django.utils import timezone
from django.utils.timezone import now
from pytest_django import DjangoAssertNumQueries

from ikz.accounts import services
from ikz.accounts.models import ApiToken, User

LIST = "/konto/api-schluessel/"
API = "/api/v1/cooperations/"


@pytest.fixture
def token(member: User) -> tuple[ApiToken, str]:
    return services.create_api_token(actor=member, name="Abgleich", valid_days=30)


def call(text: str) -> int:
    return Client().get(API, headers={"Authorization": f"Token {text}"}).status_code


def test_a_key_is_shown_once_and_opens_the_api(member: User, confirmed: Callable[[User], Client]) -> None:
    client = confirmed(member)
    answer = client.post(LIST + "neu/", {"name": "Abgleich", "valid_days": "90"})
    assert "no-store" in answer.headers["Cache-Control"]
    found = re.search(r'id="api-token">(ikz_[0-9a-f]+)<', answer.content.decode())
    assert found
    assert call(found[1]) == 200
    page = client.get(LIST).content.decode()
    assert "Abgleich" in page
    assert found[1] not in page
    row = ApiToken.objects.get()
    assert found[1] not in str(ApiToken.objects.values())
    assert row.last_used_on == timezone.localdate()
    assert row.expiry is not None
    assert timedelta(days=89) < row.expiry - now() <= timedelta(days=90)


def test_making_a_key_asks_for_the_password_first(member: User, enter: Callable[..., Client]) -> None:
    answer = enter(member).post(LIST + "neu/", {"name": "Abgleich", "valid_days": "90"})
    assert answer.headers["Location"].startswith("/konto/bestaetigen/")
    assert not ApiToken.objects.exists()


def test_supervision_has_keys_too(supervisor: User, confirmed: Callable[[User], Client]) -> None:
    client = confirmed(supervisor)
    assert client.post(LIST + "neu/", {"name": "Auswertung", "valid_days": "30"}).status_code == 200
    assert ApiToken.objects.filter(user=supervisor).count() == 1


def test_the_form_names_what_is_missing(member: User, confirmed: Callable[[User], Client]) -> None:
    client = confirmed(member)
    page = client.post(LIST + "neu/", {"name": "", "valid_days": "5000"}).content.decode()
    assert page.count("ikz-field") > 0
    assert "Dieses Feld ist zwingend erforderlich." in page
    client.post(LIST + "neu/", {"name": "Abgleich", "valid_days": "30"})
    page = client.post(LIST + "neu/", {"name": "Abgleich", "valid_days": "30"}).content.decode()
    assert "Einen Schlüssel mit dieser Bezeichnung haben Sie schon." in page
    assert 'value="Abgleich"' in page


def test_a_revoked_key_opens_nothing(
    member: User, token: tuple[ApiToken, str], enter: Callable[..., Client]
) -> None:
    row, text = token
    client = enter(member)
    address = f"{LIST}{row.reference}/widerrufen/"
    assert "„Abgleich“ widerrufen?" in client.get(address).content.decode()
    assert call(text) == 200
    assert "ist widerrufen." in client.post(address, follow=True).content.decode()
    assert call(text) == 401
    assert client.post(address).status_code == 404


def test_the_keys_of_others_do_not_exist(
    administrator: User, token: tuple[ApiToken, str], enter: Callable[..., Client]
) -> None:
    row, text = token
    assert enter(administrator).post(f"{LIST}{row.reference}/widerrufen/").status_code == 404
    with pytest.raises(Http404):
        services.revoke_api_token(actor=administrator, token=row)
    assert call(text) == 200


@pytest.mark.parametrize(
    "change", [{"is_active": False}, {"expires_on": timezone.localdate() - timedelta(days=1)}]
)
def test_an_account_that_is_out_has_no_keys(
    member: User, token: tuple[ApiToken, str], change: dict[str, object]
) -> None:
    User.objects.filter(pk=member.pk).update(**change)
    assert call(token[1]) == 401


def test_an_expired_key_opens_nothing_and_is_still_listed(
    member: User, token: tuple[ApiToken, str], enter: Callable[..., Client]
) -> None:
    ApiToken.objects.update(expiry=now() - timedelta(minutes=1))
    assert call(token[1]) == 401
    assert ">abgelaufen<" in enter(member).get(LIST).content.decode()


@pytest.mark.parametrize("text", ["", "falsch", "ikz_" + "0" * 64, "\xfc\xff", "a b"])
def test_what_is_no_key_is_refused(db: None, text: str) -> None:
    assert call(text) == 401


def test_an_account_has_at_most_twenty_keys(member: User) -> None:
    for number in range(20):
        services.create_api_token(actor=member, name=f"Nr. {number}", valid_days=30)
    with pytest.raises(ValidationError, match="20 Schlüssel"):
        services.create_api_token(actor=member, name="Nr. 21", valid_days=30)


def test_the_list_asks_no_query_per_key(
    member: User, sign_in: Callable[[User], Client], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = sign_in(member)
    for count in (2, 20):
        while ApiToken.objects.filter(user=member).count() < count:
            services.create_api_token(actor=member, name=f"Nr. {ApiToken.objects.count()}", valid_days=30)
        # Session, account, keys.
        with django_assert_num_queries(3):
            client.get(LIST)


def test_the_history_keeps_that_a_key_existed_but_not_its_digest(
    member: User, token: tuple[ApiToken, str]
) -> None:
    event = ApiToken.pgh_event_model
    services.revoke_api_token(actor=member, token=token[0])
    assert set(event.objects.values_list("pgh_label", "name")) == {
        ("insert", "Abgleich"),
        ("delete", "Abgleich"),
    }
    assert token[0].digest not in str(event.objects.values())

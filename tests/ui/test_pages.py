from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.test import Client, RequestFactory, override_settings
from django.views.generic import TemplateView

from ikz.ui import checks
from ikz.ui.context_processors import site
from ikz.ui.htmx import HtmxPartialMixin, render_page_or_partial
from tests.ui.markup import only, parse, words

TEXTS = {"imprint": "Stadt X\n\nRathaus", "privacy": "Wenig Daten", "accessibility": "Geprüft"}


def visitor(**flags: Any) -> Any:
    return SimpleNamespace(**{"is_authenticated": True, "get_username": lambda: "a@b.example", **flags})


def navigation(rf: RequestFactory, user: Any) -> list[str]:
    request = rf.get("/steckbriefe/")
    request.user = user
    return [item.title for item in site(request)["nav_items"]]


def test_the_navigation_offers_what_the_visitor_can_use(rf: RequestFactory) -> None:
    anonymous = navigation(rf, AnonymousUser())
    assert "Steckbriefe" in anonymous
    assert not {"Start", "Kooperationen", "Verwaltung", "Aufsicht"} & set(anonymous)
    staff = navigation(rf, visitor())
    assert {"Start", "Kooperationen", "Kommunen"} <= set(staff)
    assert not {"Verwaltung", "Aufsicht"} & set(staff)
    assert "Verwaltung" in navigation(rf, visitor(is_administrator=True))
    supervision = navigation(rf, visitor(read_only=True))
    assert "Aufsicht" in supervision
    assert not {"Kooperationen", "Verwaltung"} & set(supervision)


@pytest.mark.django_db
def test_home_says_what_this_is_and_where_to_start(client: Client) -> None:
    page = parse(client.get("/").content.decode())
    assert words(only(page, ".//title")) == "Startseite – IKZ Schul-IT"
    assert words(only(page, ".//h1")) == "Schul-IT gemeinsam stemmen"
    main = only(page, ".//main")
    assert {"/steckbriefe/", "/modelle/", "/quickcheck/"} <= {link.get("href") for link in main.iter("a")}
    skip = next(link for link in page.iter("a") if words(link) == "Zum Inhalt springen")
    assert skip.get("href") == f"#{main.get('id')}"


@pytest.mark.django_db
def test_pages_carry_no_inline_script_or_style(client: Client) -> None:
    page = parse(client.get("/").content.decode())
    assert all(script.get("src") for script in page.iter("script"))
    assert not list(page.iter("style"))
    assert not [
        element
        for element in page.iter()
        if any(name == "style" or name.startswith("on") for name in element.attrib)
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/konto/login/", "/fehlt/"])
@pytest.mark.parametrize("demo", [True, False])
def test_the_demo_says_so_on_every_page(client: Client, address: str, demo: bool) -> None:
    with override_settings(DEMO=demo):
        page = parse(client.get(address).content.decode())
    assert words(only(page, ".//title")).endswith(" – IKZ Schul-IT")
    text = words(page)
    assert ("Demonstrationsdaten, Vorgänge frei erfunden" in text) is demo


@pytest.mark.django_db
@override_settings(LEGAL_TEXTS=TEXTS, FEEDBACK_EMAIL="barriere@x.example")
def test_legal_pages_show_the_operators_texts(client: Client) -> None:
    imprint = only(parse(client.get("/impressum/").content.decode()), ".//main")
    assert [words(paragraph) for paragraph in imprint.iter("p")] == ["Stadt X", "Rathaus"]
    assert "Wenig Daten" in client.get("/datenschutz/").content.decode()
    page = parse(client.get("/barrierefreiheit/").content.decode())
    assert "mailto:barriere@x.example" in [link.get("href") for link in page.iter("a")]


@pytest.mark.django_db
@override_settings(LEGAL_TEXTS={}, FEEDBACK_EMAIL="", DEMO=True)
def test_the_demo_explains_missing_texts(client: Client) -> None:
    for address in ("/impressum/", "/datenschutz/", "/barrierefreiheit/"):
        assert "Diese Installation ist eine Demonstration" in client.get(address).content.decode()


@pytest.mark.django_db
def test_reading_pages_refuse_writing(client: Client) -> None:
    for address in ("/", "/impressum/", "/datenschutz/", "/barrierefreiheit/"):
        assert client.post(address).status_code == 405


def test_a_deployment_without_legal_texts_is_refused() -> None:
    with override_settings(LEGAL_TEXTS={**TEXTS, "privacy": " "}, FEEDBACK_EMAIL="", DEMO=False):
        assert [message.id for message in checks.legal_texts(None)] == ["ui.E001", "ui.E002"]
        assert checks.legal_texts(None)[0].hint == "Set IKZ_LEGAL_PRIVACY."
    with override_settings(LEGAL_TEXTS=TEXTS, FEEDBACK_EMAIL="a@b.example", DEMO=False):
        assert checks.legal_texts(None) == []
    with override_settings(LEGAL_TEXTS={}, FEEDBACK_EMAIL="", DEMO=True):
        assert checks.legal_texts(None) == []


@pytest.mark.django_db
def test_a_missing_page_says_what_to_do(client: Client) -> None:
    response = client.get("/gibt-es-nicht/")
    assert response.status_code == 404
    page = parse(response.content.decode())
    assert words(only(page, ".//h1")) == "Diese Seite gibt es nicht"
    assert "Prüfen Sie die Adresse" in words(page)


@pytest.mark.parametrize("name", ["400", "403_csrf", "500"])
def test_error_pages_need_neither_database_nor_context(name: str) -> None:
    page = parse(render_to_string(f"{name}.html"))
    assert words(only(page, ".//h1"))
    assert "Zurück-Taste" in words(page)


@pytest.mark.django_db
def test_a_form_from_another_session_is_explained() -> None:
    response = Client(enforce_csrf_checks=True).post("/konto/login/", {"login": "a"})
    assert response.status_code == 403
    assert "Dieses Formular ist nicht mehr gültig" in response.content.decode()


class View(HtmxPartialMixin, TemplateView):
    template_name = "404.html"
    partial_name = "partials/messages.html"


def function_view(request: HttpRequest) -> HttpResponse:
    return render_page_or_partial(request, page="404.html", partial="partials/messages.html")


@pytest.mark.parametrize("view", [View.as_view(), function_view])
@pytest.mark.parametrize(
    ("headers", "whole"),
    [
        ({}, True),
        ({"HX-Request": "true"}, False),
        ({"HX-Request": "true", "HX-Boosted": "true"}, True),
        ({"HX-Request": "true", "HX-History-Restore-Request": "true"}, True),
    ],
)
def test_one_address_has_two_renderings_and_caches_know(
    rf: RequestFactory, view: Any, headers: dict[str, str], whole: bool
) -> None:
    request = rf.get("/x/", headers=headers)
    request.user = AnonymousUser()
    response = view(request)
    if hasattr(response, "render"):
        response.render()
    assert ("<html" in response.content.decode()) is whole
    assert "HX-Request" in response["Vary"]

from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.test import RequestFactory

from tests.ui.markup import only, render, tree, words

ATTACK = '"><script>alert(1)</script>'


@pytest.fixture
def request_at(rf: RequestFactory) -> HttpRequest:
    request = rf.get("/kooperationen/demo/phasen/", {"land": "07", "page": "5"})
    request.user = AnonymousUser()
    return request


@pytest.mark.parametrize(
    "source",
    [
        '<c-card title="{{ x }}" href="{{ x }}" preline="{{ x }}">{{ x }}</c-card>',
        '<c-page-header title="{{ x }}" lead="{{ x }}" />',
        '<c-alert title="{{ x }}">{{ x }}</c-alert>',
        '<c-button name="{{ x }}" data-note="{{ x }}">{{ x }}</c-button>',
        '<c-table caption="{{ x }}"><tbody><tr><td>{{ x }}</td></tr></tbody></c-table>',
        '<c-task title="{{ x }}" href="{{ x }}" word="{{ x }}" kind="open" />',
        '<c-progress :value="1" :max="2" label="{{ x }}" />',
        '<c-accordion title="{{ x }}">{{ x }}</c-accordion>',
        '<c-dl><c-dl-item term="{{ x }}">{{ x }}</c-dl-item></c-dl>',
        '<c-stat value="{{ x }}" label="{{ x }}" />',
        '<c-empty title="{{ x }}">{{ x }}</c-empty>',
        '<c-method section="{{ x }}">{{ x }}</c-method>',
    ],
)
def test_what_people_typed_never_becomes_markup(source: str) -> None:
    root = tree(source, x=ATTACK)
    assert root.find(".//script") is None
    assert "<script>" not in render(source, x=ATTACK)


def test_a_component_sees_only_what_it_was_given() -> None:
    card = tree("<c-card><p>Text</p></c-card>", title="fremd", footer="fremd", meta="fremd", href="/fremd/")
    assert words(card) == "Text"
    assert card.find(".//a") is None


def test_status_is_a_word_beside_its_icon() -> None:
    for kind in ("done", "active", "open", "waiting", "draft", "warning", "danger", "info", "neutral"):
        badge = only(tree(f'<c-status kind="{kind}">erledigt</c-status>'), "./span")
        assert words(badge) == "erledigt"
        icons = [icon for icon in badge.iter("span") if "kern-icon" in icon.get("class", "")]
        assert all(icon.get("aria-hidden") == "true" for icon in icons)
        assert len(icons) == (0 if kind == "neutral" else 1)


def test_further_attributes_reach_the_element() -> None:
    button = only(
        tree('<c-button variant="primary" hx-post="/x/" class="eigen" name="a" value="b">Los</c-button>'),
        "./button",
    )
    assert button.get("hx-post") == "/x/"
    assert button.get("name") == "a"
    assert button.get("class", "").split() == ["kern-btn", "kern-btn--primary", "eigen"]


def test_a_wide_table_can_be_scrolled_by_keyboard_and_has_a_name() -> None:
    region = only(tree('<c-table caption="Partner"><tbody><tr><td>1</td></tr></tbody></c-table>'), "./div")
    assert (region.get("role"), region.get("tabindex"), region.get("aria-label")) == (
        "region",
        "0",
        "Partner",
    )
    assert words(only(region, ".//caption")) == "Partner"


def test_tabs_know_where_the_visitor_is(request_at: HttpRequest) -> None:
    nav = tree(
        '<c-tabs label="Bereiche"><c-tab href="/kooperationen/demo/" exact>Überblick</c-tab>'
        '<c-tab href="/kooperationen/demo/phasen/">Phasen</c-tab><c-tab href="/gibt/es/nicht/" optional>Fehlt</c-tab></c-tabs>',
        request_at,
    )
    assert [(words(link), link.get("aria-current")) for link in nav.iter("a")] == [
        ("Überblick", None),
        ("Phasen", "page"),
    ]


def test_pages_keep_the_filter(request_at: HttpRequest) -> None:
    page = Paginator(range(200), 10).page(5)
    nav = tree('<c-pagination :page="page" target="#liste" />', request_at, page=page)
    links = {words(link): link for link in nav.iter("a")}
    assert links["Weiter"].get("href") == "?land=07&page=6"
    assert links["Weiter"].get("hx-get") == "/kooperationen/demo/phasen/?land=07&page=6"
    assert links["Seite 20"].get("href") == "?land=07&page=20"
    current = [element for element in nav.iter("span") if element.get("aria-current") == "page"]
    assert [words(element) for element in current] == ["Seite 5"]
    assert "Seite 5 von 20" in words(nav)


def test_one_page_needs_no_pagination(request_at: HttpRequest) -> None:
    page = Paginator(range(3), 10).page(1)
    assert words(tree('<c-pagination :page="page" />', request_at, page=page)) == ""


def test_the_phase_line_says_each_state_in_words() -> None:
    steps = [
        {"title": "Sondierung", "state": "done", "href": "/a/"},
        SimpleNamespace(title="Umsetzung", state="current", href="", note="09/2022–03/2023"),
        {"title": "Verstetigung", "state": "open"},
    ]
    line = tree('<c-phase-line :steps="steps" />', steps=steps)
    items = list(line.iter("li"))
    assert [item.get("aria-current") for item in items] == [None, "step", None]
    assert "abgeschlossen" in words(items[0])
    assert "aktuelle Phase · 09/2022–03/2023" in words(items[1])
    assert "steht bevor" in words(items[2])


def test_progress_says_its_numbers() -> None:
    root = tree('<c-progress :value="3" :max="12" label="Leitfragen" />')
    bar = only(root, ".//progress")
    assert (bar.get("value"), bar.get("max"), bar.get("aria-label")) == ("3", "12", "Leitfragen")
    assert "Leitfragen 3 von 12" in words(root)


def test_a_filter_keeps_its_address_and_works_without_scripts(request_at: HttpRequest) -> None:
    form = only(tree('<c-filter-bar target="#liste" />', request_at), "./form")
    assert (form.get("method"), form.get("action")) == ("get", "/kooperationen/demo/phasen/")
    assert form.get("hx-get") == "/kooperationen/demo/phasen/"
    assert "Zurücksetzen" in words(form)


def test_a_confirmation_is_a_form_with_a_way_back(request_at: HttpRequest) -> None:
    root = tree(
        '<c-confirm title="Löschen?" action="/x/" submit="Ja, löschen" cancel_url="/y/" danger>Alles geht verloren.</c-confirm>',
        request_at,
    )
    form = only(root, ".//form")
    assert form.get("method") == "post"
    assert only(form, ".//input[@name='csrfmiddlewaretoken']").get("value")
    assert only(form, ".//a").get("href") == "/y/"
    assert words(only(root, ".//h1")) == "Löschen?"

"""The main job through HTTP: sign in as coordinator, request the Steckbrief, wait for its PDF."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, Request, build_opener

COOPERATION = "schul-it-support-donnersberg-kusel-kaiserslautern"
BUTTON = "steckbrief-erstellen"
SECONDS = 120


@dataclass
class Form:
    """What a form sends when its button is pressed."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)
    test_ids: set[str] = field(default_factory=set)


class Page(HTMLParser):
    """The forms and links of a page."""

    def __init__(self, address: str, html: str) -> None:
        super().__init__()
        self.address = address
        self.forms: list[Form] = []
        self.links: list[str] = []
        self._inside = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect what the proof needs."""
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(urljoin(self.address, values.get("action", ""))))
            self._inside = True
        elif tag == "a" and "href" in values:
            self.links.append(urljoin(self.address, values["href"]))
        if not self._inside:
            return
        form = self.forms[-1]
        if "data-testid" in values:
            form.test_ids.add(values["data-testid"])
        pressed = tag == "button" and values.get("data-testid") == BUTTON
        if "name" in values and (pressed or (tag == "input" and values.get("type") == "hidden")):
            form.fields[values["name"]] = values.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        """Leave a form."""
        if tag == "form":
            self._inside = False

    def form(self, wanted: Callable[[Form], bool], what: str) -> Form:
        """Return the first form that is wanted."""
        for form in self.forms:
            if wanted(form):
                return form
        raise AssertionError(f"{self.address} offers no form for {what}.")


class Browser:
    """Cookies, forms and nothing else."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._opener = build_opener(HTTPCookieProcessor(CookieJar()))

    def open(self, path: str, fields: dict[str, str] | None = None) -> tuple[str, str, bytes]:
        """Return address after redirects, content type and body."""
        url = urljoin(self._address, path)
        data = None if fields is None else urlencode(fields).encode()
        request = Request(url, data, {"Origin": self._address, "Referer": url})  # noqa: S310 - our own address
        with self._opener.open(request, timeout=30) as response:
            return response.url, response.headers.get_content_type(), response.read()

    def page(self, path: str, fields: dict[str, str] | None = None) -> Page:
        """Open an HTML page."""
        address, _, body = self.open(path, fields)
        return Page(address, body.decode())


def main_job(address: str, login: str, password: str) -> str:
    """Prove the job and return one line about it; raise AssertionError where it fails."""
    started = time.monotonic()
    browser = Browser(address)
    form = browser.page("/konto/login/").form(lambda form: "csrfmiddlewaretoken" in form.fields, "sign-in")
    landed = browser.page("/konto/login/", {**form.fields, "login": login, "password": password})
    if "/konto/login/" in landed.address:
        raise AssertionError(f"{login} could not sign in.")
    overview = f"/kooperationen/{COOPERATION}/steckbrief/"
    page = browser.page(overview)
    # The example data bring a finished PDF; only one that is made now proves the worker.
    former = set(page.links)
    form = page.form(lambda form: BUTTON in form.test_ids, BUTTON)
    page = browser.page(form.action, form.fields)
    while time.monotonic() < started + SECONDS:
        for link in page.links:
            if link not in former and link.endswith(".pdf"):
                found, content_type, body = browser.open(link)
                if content_type == "application/pdf" and body.startswith(b"%PDF"):
                    seconds = time.monotonic() - started
                    return f"OK: Steckbrief requested and received, {len(body)} bytes in {seconds:.1f} s from {found}"
        time.sleep(0.5)
        page = browser.page(overview)
    raise AssertionError(f"no PDF of the Steckbrief within {SECONDS} seconds.")

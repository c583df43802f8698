"""Every page of the access table without barriers, in both themes, narrow and wide."""

import pytest
from playwright.sync_api import Page

from ikz.accounts.models import User
from tests.access.table import TABLE
from tests.browser.conftest import Visit, confirm_password, sign_in_by_form
from tests.browser.looks import problems

pytestmark = pytest.mark.django_db(transaction=True)

# A page is looked at by the first of these whom the table lets in.
VIEWERS = ("anonymous", "coordinator", "staff", "administrator", "supervision")
SEEING = ("anonymous", "coordinator", "administrator", "supervision")


def addresses(viewer: str) -> list[str]:
    """The addresses that this viewer looks at, with their placeholders."""
    mine = []
    for row in TABLE.values():
        admitted = [role for role in VIEWERS if row.expected("GET", role) == "ok"]
        if admitted[:1] == [viewer]:
            mine.append(row.url)
    return mine


def is_page(page: Page, address: str) -> bool:
    """Tell whether the address answers with a page: not with a file, data, a fragment or another address."""
    answer = page.request.get(address, max_redirects=0)
    is_html = answer.status == 200 and answer.headers["content-type"].startswith("text/html")
    return is_html and answer.text().startswith("<!DOCTYPE html>")


@pytest.mark.walk
@pytest.mark.parametrize("viewer", SEEING)
def test_no_page_has_barriers(
    visit: Visit,
    access_facts: dict[str, str],
    coordinator: User,
    administrator: User,
    supervisor: User,
    viewer: str,
) -> None:
    people = {"coordinator": coordinator, "administrator": administrator, "supervision": supervisor}
    page = visit()
    if viewer in people:
        sign_in_by_form(page, people[viewer])
        # Important pages of the own account ask for the password first; they are to be seen, too.
        confirm_password(page)
    found, seen = [], []
    for template in addresses(viewer):
        address = template.format(**access_facts)
        if is_page(page, address):
            page.goto(address)
            found += problems(page, address)
            seen.append(address)
    assert found == []
    assert seen

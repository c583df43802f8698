"""axe-core on a page: what it finds, one line each."""

from functools import cache
from pathlib import Path

from playwright.sync_api import Page

SCRIPT = Path(__file__).resolve().parent.parent / "assets" / "axe" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]
# What passes is not described node by node, and style sheets are not fetched again: no rule of these reads them.
OPTIONS = {"resultTypes": ["violations"], "preload": {"assets": ["media"]}}


@cache
def _source() -> str:
    return SCRIPT.read_text(encoding="utf-8")


def violations(page: Page, *, only_colours: bool = False) -> list[str]:
    """Return rule and place of every violation; the page's Content-Security-Policy stays in force.

    ``only_colours`` asks the rules alone that a change of theme can break.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(_source())
    rules = {"type": "rule", "values": COLOURS} if only_colours else {"type": "tag", "values": TAGS}
    found = page.evaluate(
        "async (options) => (await axe.run(document, options)).violations",
        {**OPTIONS, "runOnly": rules},
    )
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary']}" for rule in found for node in rule["nodes"]
    ]


def overflow(page: Page) -> int:
    """Return by how many pixels the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))

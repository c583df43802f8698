"""One loaded page in every look: narrow and wide, in both themes."""

from typing import Literal

from playwright.sync_api import Page

from tests.ui.axe import overflow, violations

# All rules at each width and in each theme; the rules about colours in the two combinations that are left, too.
LOOKS: tuple[tuple[int, Literal["light", "dark"], bool], ...] = (
    (320, "light", False),
    (320, "dark", True),
    (1280, "dark", False),
    (1280, "light", True),
)


def problems(page: Page, name: str) -> list[str]:
    """What axe finds and what sticks out, with the name of the page and its look."""
    found = []
    for width, theme, only_colours in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=theme)
        look = f"{name} {width} {theme}"
        found += [f"{look}: {line}" for line in violations(page, only_colours=only_colours)]
        if (pixels := overflow(page)) > 0:
            found.append(f"{look}: {pixels} pixels wider than the window")
    return found

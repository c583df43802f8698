"""The main navigation: stable addresses, shown when they exist and concern the visitor."""

from dataclasses import dataclass
from functools import cache

from django.http import HttpRequest
from django.urls import Resolver404, resolve


@dataclass(frozen=True, kw_only=True)
class NavItem:
    """One link of the main navigation."""

    title: str
    href: str
    current: bool = False


@dataclass(frozen=True, kw_only=True)
class _Entry:
    title: str
    href: str
    signed_in: bool = False
    administrator: bool = False
    supervision: bool = False
    # Accounts of supervision see no cooperations.
    partners: bool = False


ENTRIES = (
    _Entry(title="Start", href="/start/", signed_in=True),
    _Entry(title="Kooperationen", href="/kooperationen/", signed_in=True, partners=True),
    _Entry(title="Kommunen", href="/kommunen/", signed_in=True),
    _Entry(title="Bedarfe", href="/bedarfe/", signed_in=True),
    _Entry(title="Angebote", href="/angebote/", signed_in=True),
    _Entry(title="Steckbriefe", href="/steckbriefe/"),
    _Entry(title="Modelle", href="/modelle/"),
    _Entry(title="Modellberatung", href="/modellberatung/"),
    _Entry(title="Quick Check", href="/quickcheck/"),
    _Entry(title="Aufsicht", href="/aufsicht/", signed_in=True, supervision=True),
    _Entry(title="Verwaltung", href="/verwaltung/", signed_in=True, administrator=True),
)


@cache
def address_exists(path: str) -> bool:
    """Tell whether a view answers at ``path``; addresses are fixed while a process runs."""
    try:
        resolve(path)
    except Resolver404:
        return False
    return True


def nav_items(
    request: HttpRequest, *, signed_in: bool, administrator: bool, supervision: bool
) -> list[NavItem]:
    """Return the entries that this visitor can use."""
    return [
        NavItem(title=entry.title, href=entry.href, current=request.path.startswith(entry.href))
        for entry in ENTRIES
        if (signed_in or not entry.signed_in)
        and (administrator or not entry.administrator)
        and (supervision or not entry.supervision)
        and not (supervision and entry.partners)
        and address_exists(entry.href)
    ]

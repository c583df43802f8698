"""Addresses of OParl objects: absolute, and the identity of what they name."""

from django.conf import settings
from django.urls import reverse

SCHEMA = "https://schema.oparl.org/1.1/"
# What the lists of a body are called in addresses, and in the object that names them.
LISTS = {
    "organization": "organizations",
    "person": "people",
    "meeting": "meetings",
    "paper": "papers",
    "agendaItem": "agenda-items",
    "consultation": "consultations",
    "file": "files",
    "locationList": "locations",
    "legislativeTermList": "legislative-terms",
    "membership": "memberships",
}


def absolute(path: str) -> str:
    """A path below the address of this installation."""
    return f"{settings.BASE_URL}{path}"


def system() -> str:
    """The system."""
    return absolute(reverse("oparl:system"))


def bodies() -> str:
    """The list of bodies."""
    return absolute(reverse("oparl:bodies"))


def body(slug: str) -> str:
    """A body, by the slug of its cooperation."""
    return absolute(reverse("oparl:body", args=[slug]))


def listing(slug: str, name: str) -> str:
    """A list of a body; ``name`` as in the address."""
    return absolute(reverse("oparl:list", args=[slug, name]))


def one(kind: str, pk: object) -> str:
    """A single object; ``kind`` as in the address."""
    return absolute(reverse("oparl:object", args=[kind, pk]))

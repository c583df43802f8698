"""Reads of the register that pages and API share."""

from functools import reduce
from operator import and_

from django.db.models import Q

from ikz.access.querysets import Viewer
from municipalities.folding import fold
from municipalities.models import Municipality
from municipalities.querysets import MunicipalityQuerySet


def register(user: Viewer) -> MunicipalityQuerySet[Municipality]:
    """The register as ``user`` may read it, each row with the one it belongs to."""
    return Municipality.objects.visible_to(user).select_related("parent")


def children(user: Viewer, municipality: Municipality) -> MunicipalityQuerySet[Municipality]:
    """The rows directly below a municipality, by name."""
    return Municipality.objects.visible_to(user).filter(parent=municipality)


def search(rows: MunicipalityQuerySet[Municipality], text: str) -> MunicipalityQuerySet[Municipality]:
    """Rows whose name holds every word of ``text``, or whose official key begins with it.

    Letters are folded on both sides, so "Muenster" finds "Münster".
    """
    words = fold(text).split()
    if not words:
        return rows
    by_name = reduce(and_, (Q(search_text__contains=word) for word in words))
    key = "".join(words)
    return rows.filter(by_name | Q(ags__startswith=key) if key.isdecimal() else by_name)

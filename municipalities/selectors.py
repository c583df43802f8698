"""Reads of the register that pages and API share."""

from collections.abc import Iterable
from functools import reduce
from operator import and_

from django.db.models import Case, F, Q, Value, When

from ikz.access.querysets import Viewer
from municipalities.folding import words
from municipalities.models import Kind, Municipality
from municipalities.querysets import MunicipalityQuerySet

DISTRICT_KEY = 5
# Fewer digits of a postal code fit a tenth of the country.
POSTAL_CODE_FROM = 3


def register(user: Viewer) -> MunicipalityQuerySet[Municipality]:
    """The register as ``user`` may read it, each row with the one it belongs to."""
    return Municipality.objects.visible_to(user).select_related("parent")


def children(user: Viewer, municipality: Municipality) -> MunicipalityQuerySet[Municipality]:
    """The rows directly below a municipality, by name."""
    return Municipality.objects.visible_to(user).filter(parent=municipality)


def search(rows: MunicipalityQuerySet[Municipality], text: str) -> MunicipalityQuerySet[Municipality]:
    """Rows that fit every word of ``text``, the best first.

    A word fits a name or former name that holds it, letters folded on both sides, so that "Muenster" finds
    "Münster"; a number fits a key (AGS, ARS) that begins with it, from three digits also a postal code. First come
    whole names, then beginnings of names, then beginnings of words; among equals the larger population.
    """
    wanted = words(text)
    if not wanted:
        return rows
    if all(word.isdecimal() for word in wanted):
        # Keys are often set in groups: 07 3 36 055.
        wanted = ["".join(wanted)]
    found = rows.filter(reduce(and_, (_fits(word) for word in wanted)))
    return found.order_by(_rank(wanted), F("population").desc(nulls_last=True), "folded_name", "ags")


def _fits(word: str) -> Q:
    fits = Q(search_text__contains=word)
    if word.isdecimal():
        fits |= Q(ags__startswith=word) | Q(ars__startswith=word)
        if len(word) >= POSTAL_CODE_FROM:
            fits |= Q(postal_code__startswith=word)
    return fits


def _rank(wanted: list[str]) -> Case:
    """How well a row fits; ``search_text`` has a bar and a space before and after each name."""
    text = " ".join(wanted)
    whole = Q(search_text__contains=f"| {text} |")
    if text.isdecimal():
        whole |= Q(ags=text) | Q(ars=text)
    return Case(
        When(whole, then=Value(0)),
        When(Q(search_text__contains=f"| {text}") | Q(postal_code=text), then=Value(1)),
        When(reduce(and_, (Q(search_text__contains=f" {word}") for word in wanted)), then=Value(2)),
        default=Value(3),
    )


def named(rows: MunicipalityQuerySet[Municipality], text: str) -> MunicipalityQuerySet[Municipality]:
    """Rows with exactly this name, official name or former name, however it is spelled."""
    return rows.filter(search_text__contains=f"| {' '.join(words(text))} |")


def districts(user: Viewer, land: str) -> list[tuple[str, str]]:
    """Key and name of the Kreise of a Land that still exist, by name."""
    rows = Municipality.objects.visible_to(user).present().filter(kind=Kind.DISTRICT, ags__startswith=land)
    return list(rows.order_by("folded_name", "ags").values_list("ags", "display_name"))


def district_names(user: Viewer, rows: Iterable[Municipality]) -> dict[int, str]:
    """The name of the Kreis of each row that lies in one, by primary key; one query."""
    keys = {row.pk: row.ags[:DISTRICT_KEY] for row in rows if len(row.ags) > DISTRICT_KEY}
    names = dict(
        Municipality.objects.visible_to(user)
        .filter(ags__in=set(keys.values()))
        .values_list("ags", "display_name")
    )
    return {pk: names[key] for pk, key in keys.items() if key in names}


def told_apart(user: Viewer, rows: Iterable[Municipality]) -> dict[int, str]:
    """Where each row lies whose name others have too, by primary key: its Kreis, else its Land; two queries.

    Two of the same name in one Kreis are told apart by what they belong to, a Stadtstaat and its Land by what they are.
    """
    fetched = list(rows)
    same: dict[str, list[str]] = {}
    names = {row.folded_name for row in fetched}
    for name, key in (
        Municipality.objects.visible_to(user)
        .present()
        .filter(folded_name__in=names)
        .values_list("folded_name", "ags")
    ):
        same.setdefault(name, []).append(key)
    doubtful = [row for row in fetched if any(key != row.ags for key in same.get(row.folded_name, ()))]
    if not doubtful:
        return {}
    lies_in = district_names(user, doubtful)
    return {
        row.pk: _where(row, lies_in.get(row.pk, row.land_name), same[row.folded_name]) for row in doubtful
    }


def _where(row: Municipality, place: str, keys: list[str]) -> str:
    nearby = [key for key in keys if key[:DISTRICT_KEY] == row.ags[:DISTRICT_KEY] and key != row.ags]
    if nearby and row.parent and row.parent.display_name != place:
        return f"{row.parent.display_name}, {place}"
    return row.designation or row.get_kind_display() if place == row.display_name else place

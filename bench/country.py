"""An invented country of the size of the official directory, written past the services."""

import random
from decimal import Decimal

from django.contrib.auth.models import Group

from municipalities.catalog import LAENDER
from municipalities.folding import fold
from municipalities.models import Kind, Municipality
from municipalities.services.register import searchable

DISTRICTS = 294
ASSOCIATIONS = 1_205
MUNICIPALITIES = 10_773
BEGINNINGS = (
    "Alten",
    "Berg",
    "Birken",
    "Eschen",
    "Falken",
    "Linden",
    "Neu",
    "Ober",
    "Rosen",
    "Tannen",
    "Unter",
)
ENDINGS = (
    "au",
    "bach",
    "berg",
    "burg",
    "dorf",
    "feld",
    "hausen",
    "heim",
    "kirchen",
    "rode",
    "stadt",
    "weiler",
)
ADDITIONS = ("", "", "", "", " am Berg", " (Wald)", "/Heide", "-Süd", " i.d.Au", " bei Linden")


def populate() -> None:
    """Enter Länder, Kreise, Gemeindeverbände and municipalities with parents, keys and postal codes."""
    chance = random.Random(7)
    laender = _enter([_row(key, Kind.LAND, name) for key, name in LAENDER.items()])
    districts = _enter(
        [
            _row(
                f"{laender[number % 16].ags}9{number // 16:02d}",
                Kind.DISTRICT,
                _name(chance),
                laender[number % 16],
            )
            for number in range(DISTRICTS)
        ]
    )
    associations = _enter(
        [
            _row(f"{district.ags}5{number // DISTRICTS:03d}", Kind.ASSOCIATION, _name(chance), district)
            for number in range(ASSOCIATIONS)
            for district in [districts[number % DISTRICTS]]
        ]
    )
    _enter(
        [
            _row(
                f"{place.ags[:5]}{number // ASSOCIATIONS:03d}",
                Kind.MUNICIPALITY,
                _name(chance),
                place,
                chance,
            )
            for number in range(MUNICIPALITIES)
            for place in [associations[number % ASSOCIATIONS]]
        ]
    )


def _name(chance: random.Random) -> str:
    return chance.choice(BEGINNINGS) + chance.choice(ENDINGS) + chance.choice(ADDITIONS)


def _row(
    ags: str,
    kind: Kind,
    name: str,
    parent: Municipality | None = None,
    chance: random.Random | None = None,
) -> Municipality:
    return Municipality(
        ags=ags,
        kind=kind,
        name=name,
        display_name=name,
        folded_name=fold(name),
        search_text=searchable(name, name),
        parent=parent,
        designation="Gemeinde" if chance else "",
        population=int(chance.paretovariate(0.8) * 300) if chance else None,
        area_km2=Decimal("12.34"),
        postal_code=f"{chance.randrange(1_000, 99_999):05d}" if chance else "",
    )


def _enter(rows: list[Municipality]) -> list[Municipality]:
    groups = Group.objects.bulk_create([Group(name=f"Kommune {row.ags} (Messung)") for row in rows])
    for row, group in zip(rows, groups, strict=True):
        row.group = group
    return Municipality.objects.bulk_create(rows, batch_size=2000)

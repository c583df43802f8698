"""The rows of the register that the examples need."""

from decimal import Decimal
from typing import Any

from django.db import transaction

from municipalities.models import Kind, Municipality
from municipalities.services import register_municipality


@transaction.atomic
def load_register(rows: list[dict[str, Any]]) -> int:
    """Enter missing rows, parents before children; a register imported since then stays as it is.

    Returns the number of new rows. Rows of an older demo, which knew no Regionalschlüssel and no positions, get them.
    """
    known = {row.ags: row for row in Municipality.objects.filter(ags__in=[row["ags"] for row in rows])}
    new = sum(row["ags"] not in known for row in rows)
    for row in rows:
        if row["ags"] in known and known[row["ags"]].ars:
            continue
        known[row["ags"]] = register_municipality(
            ags=row["ags"],
            kind=Kind(row["kind"]),
            name=row["name"],
            display_name=row["display_name"],
            designation=row.get("designation", ""),
            parent=known[row["parent"]] if "parent" in row else None,
            population=row["population"],
            area_km2=Decimal(row["area_km2"]),
            ars=row.get("ars", ""),
            postal_code=row.get("postal_code", ""),
            latitude=row.get("latitude"),
            longitude=row.get("longitude"),
        )
    return new

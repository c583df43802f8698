"""How quickly the register answers when it holds the whole country: 12,300 rows.

``python bench/search.py [--rounds 200]`` builds a cluster of its own, fills it (with the official directory where
``IKZ_REAL_DATA`` names a folder that has it, else with invented names), serves application and bare lists by gunicorn
as production does, asks in turn, and removes everything afterwards. Prints p50, p95 and the ratio to the bare list of
the same kind. Every address must answer within 60 ms at p95 on a machine that does nothing else.
"""

import argparse
import os
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.lists import WARM_UP, fill, measure, prepare, served

LIMIT_MS = 60
DIRECTORY = "gemeindeverzeichnis/GV100AD_301123.txt.gz"
PAGE, API = "/kommunen/", "/api/v1/municipalities/"
CASES = {
    "list": PAGE,
    "deep page": f"{PAGE}?page=200",
    "name": f"{PAGE}?search=neustadt",
    "two letters": f"{PAGE}?search=ne",
    "nothing found": f"{PAGE}?search=atlantis",
    "postal code": f"{PAGE}?search=672",
    "key": f"{PAGE}?search=07336",
    "Land and Kreis": f"{PAGE}?land=07&district=07336",
    "filtered": f"{PAGE}?land=09&kind=municipality&size=medium&cooperations=without",
    "by population": f"{PAGE}?sort=population&page=100",
    "suggestions": "/kooperationen/neu/kommunen/?partner_0=neust",
    "API list": API,
    "API deep page": f"{API}?page=200",
    "API search": f"{API}?search=neustadt",
}
FLOORS = {"page": "/page/", "API": "/api/"}


def import_register() -> str:
    """Fill the register; returns where the rows come from."""
    folder = os.environ.get("IKZ_REAL_DATA")
    if folder and (Path(folder) / DIRECTORY).exists():
        from municipalities.register.importing import apply

        # The crowd of the bench is not in the directory.
        apply(Path(folder) / DIRECTORY, forced=True)
        return "official directory"
    from bench.country import populate

    populate()
    return "invented names"


def run(rounds: int, headers: dict[str, str]) -> int:
    """Ask in turn; 1 where an address is too slow."""
    with served("ikz.settings") as ours, served("bench.bare_settings") as bare:
        times: dict[str, list[float]] = {name: [] for name in (*CASES, *FLOORS)}
        for _ in range(WARM_UP + rounds):
            for name, path in CASES.items():
                times[name].append(measure(ours, path, headers))
            for name, path in FLOORS.items():
                times[name].append(measure(bare, path, headers))
    p50 = {name: statistics.median(row[WARM_UP:]) for name, row in times.items()}
    p95 = {name: statistics.quantiles(row[WARM_UP:], n=20)[-1] for name, row in times.items()}
    for name in (*CASES, *FLOORS):
        floor = p50["API" if name.startswith("API") else "page"]
        print(
            f"{name:<15} p50 {p50[name]:6.1f} ms   p95 {p95[name]:6.1f} ms   ratio {p50[name] / floor:5.2f}"
        )
    return int(any(p95[name] > LIMIT_MS for name in CASES))


def main() -> int:
    """Build, measure, clean up."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    arguments = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="ikz-bench-"))
    cluster = prepare(folder)
    try:
        headers = fill()
        from django.db import connection

        source = import_register()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        from municipalities.models import Municipality

        print(f"{Municipality.objects.count()} rows, {source}")
        return run(arguments.rounds, headers)
    finally:
        from django.db import connections

        connections.close_all()
        for connection in connections.all():
            connection.close_pool()  # type: ignore[attr-defined]
        cluster.leave()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    raise SystemExit(main())

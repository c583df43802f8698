"""How long a partner search through the whole register takes, beside the bare fetch of its rows.

``python bench/matching.py [--rounds 50]`` builds a cluster of its own and removes it afterwards. Where
``IKZ_REAL_DATA`` names the folder of the public registers, the real directory is imported; else as many
municipalities are made up, with needs, profiles and schools for some hundred of them. One search fetches every row
and every fact anew, ranks all and tells the twenty best. It may take 150 ms at the median.
"""

import argparse
import os
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.lists import prepare

if TYPE_CHECKING:
    from ikz.accounts.models import User
    from municipalities.models import Need

LIMIT_MS = 150
MUNICIPALITIES = 10_773
DISTRICTS = 400
TELLING = 400
WARM_UP = 5


def register() -> str:
    """Fill the register, from the official directory where it is at hand; says which."""
    from municipalities.models import Municipality

    folder = os.environ.get("IKZ_REAL_DATA")
    if folder:
        from municipalities.register.importing import apply

        files = Path(folder) / "gemeindeverzeichnis"
        apply(files / "GV100AD_301123.txt.gz", files / "AuszugGV3QAktuell_30092021.xlsx")
        if Municipality.objects.count() < MUNICIPALITIES:
            raise SystemExit("The import of the real directory left rows out.")
        return "official directory"
    _made_up()
    return "made-up register"


def _made_up() -> None:
    from django.contrib.auth.models import Group

    from municipalities.catalog import LAENDER
    from municipalities.models import Kind, Municipality

    chance = random.Random(7)
    laender = sorted(LAENDER)
    numbers = [(Kind.DISTRICT, f"{laender[n % 16]}{n // 16 + 100:03d}") for n in range(DISTRICTS)]
    numbers += [
        (Kind.MUNICIPALITY, f"{laender[n % 16]}{n // 16 + 100000:06d}") for n in range(MUNICIPALITIES)
    ]
    groups = Group.objects.bulk_create([Group(name=f"Kommune {ags}") for _, ags in numbers])
    Municipality.objects.bulk_create(
        [
            Municipality(
                ags=ags,
                kind=kind,
                name=f"Ort {ags}",
                display_name=f"Ort {ags}",
                folded_name=f"ort {ags}",
                search_text=f"ort {ags}",
                population=int(chance.lognormvariate(9, 1.2)),
                latitude=chance.uniform(47.5, 54.8),
                longitude=chance.uniform(6.2, 14.8),
                group=group,
            )
            for (kind, ags), group in zip(numbers, groups, strict=True)
        ],
        batch_size=2000,
    )


def crowd() -> "tuple[User, Need]":
    """Some hundred municipalities that told of themselves, and the need of a Kreis with the person who asks."""
    from ikz.accounts.models import User
    from municipalities.catalog import mep_phases, task_areas
    from municipalities.models import Membership, Municipality, Need, Profile, School, SchoolAuthority

    chance = random.Random(11)
    telling = chance.sample(list(Municipality.objects.exclude(kind="land").order_by("ags")), TELLING)
    authorities = SchoolAuthority.objects.bulk_create(
        [
            SchoolAuthority(name=row.display_name, form="municipality", land=row.land, municipality=row)
            for row in telling
        ]
    )
    School.objects.bulk_create(
        [
            School(
                authority=authority,
                land=authority.land,
                name="Schule",
                folded_name="schule",
                school_form="Grundschule",
                pupils=300,
            )
            for authority in authorities
            for _ in range(12)
        ]
    )
    Profile.objects.bulk_create(
        [Profile(municipality=row, it_staff_fte=chance.randint(1, 9), devices=2000) for row in telling]
    )
    needs = Need.objects.bulk_create(
        [
            Need(
                municipality=row,
                task_area=area,
                mep_phase=chance.choice(sorted(mep_phases())),
                aim=chance.choice(("relief", "synergy", "change")),
                goal="Gemeinsam geht es besser.",
            )
            for row in telling
            for area in chance.sample(sorted(task_areas()), 2)
        ]
    )
    user = User.objects.create_user("bench@demo.ikz.example", label="Messung")
    need = next(row for row in needs if row.task_area == "onsite-support")
    Membership.objects.create(user=user, municipality=need.municipality, valid_from=date(2020, 1, 1))
    return user, need


def measure(work: Callable[[], object], rounds: int) -> list[float]:
    """Milliseconds of each round."""
    times = []
    for _ in range(WARM_UP + rounds):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return times[WARM_UP:]


def run(rounds: int) -> int:
    """Fill, measure, print; 1 where the search is too slow."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    source = register()
    user, need = crowd()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    from municipalities.models import Municipality
    from workspace.partner_search.levels import Level
    from workspace.partner_search.selectors import Wanted, find, lines

    wanted = Wanted(levels=tuple(Level))
    columns = ("pk", "ags", "folded_name", "population", "latitude", "longitude")

    def bare() -> object:
        return list(Municipality.objects.exclude(kind="land").order_by().values_list(*columns))

    def search() -> object:
        found = find(user, need, wanted)
        return lines(user, found, found.matches[:20])

    count = len(find(user, need, wanted).matches)
    floor, ours = measure(bare, rounds), measure(search, rounds)
    for name, times in (("bare fetch", floor), ("search", ours)):
        p95 = statistics.quantiles(times, n=20)[-1]
        print(f"{name:<12} p50 {statistics.median(times):6.1f} ms   p95 {p95:6.1f} ms")
    ratio = statistics.median(ours) / statistics.median(floor)
    print(f"{count} municipalities of the {source}; ratio {ratio:.2f}; limit {LIMIT_MS} ms")
    return int(statistics.median(ours) > LIMIT_MS)


def main() -> int:
    """Build, measure, clean up."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=50)
    arguments = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="ikz-bench-"))
    cluster = prepare(folder)
    try:
        return run(arguments.rounds)
    finally:
        from django.db import connections

        connections.close_all()
        for connection in connections.all():
            connection.close_pool()  # type: ignore[attr-defined]
        cluster.leave()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    raise SystemExit(main())

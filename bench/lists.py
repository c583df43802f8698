"""How long the lists take beside bare ones: 10,000 cooperations, of which the visitor sees 500.

``python bench/lists.py [--rounds 60] [--explain]`` builds its own cluster and removes it afterwards. The bare lists
do the least that Django and Django REST framework can: session or token, count, fifty rows by a join of their own.
The pages must stay within twice their bare list.
"""

import argparse
import os
import secrets
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from ikz.embedded import Cluster
from ikz.embedded.cluster import THROW_AWAY
from ikz.embedded.placement import place

LIMIT = 2.0
Request = Callable[[], Any]


def prepare(folder: Path) -> Cluster:
    """Start a cluster of our own and point the settings to it."""
    folder.chmod(0o711)
    cluster = Cluster(place(folder), THROW_AWAY)
    cluster.join()
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "ikz.settings",
        "DATABASE_URL": cluster.url,
        "SECRET_KEY": secrets.token_urlsafe(48),
        "IKZ_VAR": str(folder),
        "IKZ_DEMO": "on",
        "IKZ_HTTPS": "off",
        "IKZ_STATIC_ROOT": str(folder / "static"),
        "IKZ_LOG_LEVEL": "ERROR",
    }
    return cluster


def measure(request: Request, context: Callable[[], AbstractContextManager[Any]]) -> float:
    """Milliseconds of one request."""
    with context():
        start = time.perf_counter()
        response = request()
        elapsed = (time.perf_counter() - start) * 1000
    if response.status_code != 200:
        raise SystemExit(f"{response.request['PATH_INFO']} answered {response.status_code}")
    return elapsed


def run(rounds: int, *, explain: bool) -> int:
    """Measure in turn, so that a slow moment of the machine meets every list alike."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client, override_settings

    # Hashing file names says nothing about lists.
    Path(settings.STATIC_ROOT).mkdir()
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    call_command("migrate", verbosity=0)
    from bench.crowd import populate

    user, token = populate()
    key = {"Authorization": f"Token {token}"}
    browser, program = Client(SERVER_NAME="127.0.0.1"), Client(headers=key, SERVER_NAME="127.0.0.1")
    browser.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    bare_browser, bare_program = Client(SERVER_NAME="127.0.0.1"), Client(headers=key, SERVER_NAME="127.0.0.1")
    bare_browser.cookies = browser.cookies
    bare = override_settings(
        ROOT_URLCONF="bench.bare",
        # What "django-admin startproject" gives.
        MIDDLEWARE=[
            "django.middleware.security.SecurityMiddleware",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
        ],
    )
    lists: dict[str, tuple[Request, Callable[[], AbstractContextManager[Any]]]] = {
        "bare page": (lambda: bare_browser.get("/page/"), lambda: bare),
        "/kooperationen/": (lambda: browser.get("/kooperationen/"), nullcontext),
        "bare API": (lambda: bare_program.get("/api/"), lambda: bare),
        "/api/v1/cooperations/": (lambda: program.get("/api/v1/cooperations/"), nullcontext),
    }
    for request, context in lists.values():
        for _ in range(3):
            measure(request, context)
    times: dict[str, list[float]] = {name: [] for name in lists}
    for _ in range(rounds):
        for name, (request, context) in lists.items():
            times[name].append(measure(request, context))
    return report({name: statistics.median(row) for name, row in times.items()}, explain=explain, run=lists)


def report(medians: dict[str, float], *, explain: bool, run: dict[str, Any]) -> int:
    """Print medians and ratios; 1 where a list is slower than it may be."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    worst = 0.0
    for page, floor in (("/kooperationen/", "bare page"), ("/api/v1/cooperations/", "bare API")):
        ratio = medians[page] / medians[floor]
        worst = max(worst, ratio)
        print(
            f"{page:<24} p50 {medians[page]:6.1f} ms   {floor:<10} {medians[floor]:6.1f} ms   ratio {ratio:.2f}"
        )
        with CaptureQueriesContext(connection) as queries:
            run[page][0]()
        print(
            f"{'':<24} {len(queries)} queries, {sum(float(q['time']) for q in queries) * 1000:.0f} ms in the database"
        )
        if explain:
            for query in queries:
                print_plan(query["sql"], float(query["time"]) * 1000)
    return int(worst > LIMIT)


def print_plan(sql: str, milliseconds: float) -> None:
    """How PostgreSQL answers a query."""
    from django.db import connection

    print(f"\n-- {milliseconds:.0f} ms: {sql[:2000]}")
    if sql.startswith("SELECT"):
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN ANALYZE {sql}")
            print("\n".join(line for (line,) in cursor.fetchall()))


def main() -> int:
    """Build, measure, clean up."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--explain", action="store_true")
    arguments = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="ikz-bench-"))
    cluster = prepare(folder)
    try:
        return run(arguments.rounds, explain=arguments.explain)
    finally:
        from django.db import connections

        connections.close_all()
        for connection in connections.all():
            connection.close_pool()  # type: ignore[attr-defined]
        cluster.leave()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    raise SystemExit(main())

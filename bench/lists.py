"""How long the lists take beside bare ones: 10,000 cooperations, of which the visitor sees 500.

``python bench/lists.py [--rounds 100] [--explain]`` builds a cluster of its own, serves the application and two bare
lists by gunicorn as production does (two workers each), asks them in turn, and removes everything afterwards. The
bare lists do the least that Django and Django REST framework can: who asks, a count, fifty rows by one join.
The lists of the application must stay within twice their bare list. Measure on a machine that does nothing else.
"""

import argparse
import os
import secrets
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from ikz.embedded import Cluster
from ikz.embedded.cluster import THROW_AWAY
from ikz.embedded.placement import place

ROOT = Path(__file__).resolve().parent.parent
LIMIT = 2.0
WARM_UP = 10
PAIRS = (("/kooperationen/", "/page/"), ("/api/v1/cooperations/", "/api/"))


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
        "IKZ_ACCESS_LOG": "off",
        "PYTHONPATH": str(ROOT),
    }
    return cluster


def fill() -> dict[str, str]:
    """Migrate and populate; returns the headers of the visitor, by session for pages and by token for the API."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    from bench.crowd import populate

    user, token = populate()
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    return {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session}", "Authorization": f"Token {token}"}


@contextmanager
def served(settings: str) -> Iterator[HTTPConnection]:
    """A connection to gunicorn with these settings, as production runs it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "--config", "python:ikz.gunicorn_conf", "ikz.wsgi"]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": settings, "IKZ_BIND": f"127.0.0.1:{port}"}
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as process:  # noqa: S603 - our own
        try:
            until = time.monotonic() + 60
            while True:
                try:
                    socket.create_connection(("127.0.0.1", port), timeout=1).close()
                    break
                except OSError:
                    if time.monotonic() > until:
                        raise
                    time.sleep(0.1)
            yield HTTPConnection("127.0.0.1", port, timeout=60)
        finally:
            process.terminate()


def measure(connection: HTTPConnection, path: str, headers: dict[str, str]) -> float:
    """Milliseconds from the request to the last byte of the answer."""
    start = time.perf_counter()
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    response.read()
    elapsed = (time.perf_counter() - start) * 1000
    if response.status != 200:
        raise SystemExit(f"{path} answered {response.status}")
    return elapsed


def run(rounds: int, headers: dict[str, str]) -> int:
    """Ask in turn, so that a slow moment of the machine meets every list alike; 1 where one is too slow."""
    with served("ikz.settings") as ours, served("bench.bare_settings") as bare:
        connections = {
            path: ours if path.startswith(("/k", "/api/v1")) else bare for pair in PAIRS for path in pair
        }
        times: dict[str, list[float]] = {path: [] for path in connections}
        for _ in range(WARM_UP + rounds):
            for path, connection in connections.items():
                times[path].append(measure(connection, path, headers))
    medians = {path: statistics.median(row[WARM_UP:]) for path, row in times.items()}
    for path, floor in PAIRS:
        ratio = medians[path] / medians[floor]
        print(f"{path:<24} p50 {medians[path]:6.1f} ms   bare {medians[floor]:6.1f} ms   ratio {ratio:.2f}")
    return int(any(medians[path] > LIMIT * medians[floor] for path, floor in PAIRS))


def explain(headers: dict[str, str]) -> None:
    """What each list asks the database, and how PostgreSQL answers."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    for path, _ in PAIRS:
        client = Client(headers=headers, SERVER_NAME="127.0.0.1")
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        print(f"\n=== {path}: {len(queries)} queries")
        for sql in [query["sql"] for query in queries if query["sql"].startswith("SELECT")]:
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN ANALYZE {sql}")
                plan = "\n".join(line for (line,) in cursor.fetchall())
            print(f"\n{sql[:2000]}\n{plan}")


def main() -> int:
    """Build, measure, clean up."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--explain", action="store_true")
    arguments = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="ikz-bench-"))
    cluster = prepare(folder)
    try:
        headers = fill()
        if arguments.explain:
            explain(headers)
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

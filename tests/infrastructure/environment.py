"""Environment and database of a test run; nothing here may import Django."""

import atexit
import os
import secrets
import shutil
import signal
import sys
import tempfile
from pathlib import Path

from ikz.embedded import Cluster
from ikz.embedded.cluster import THROW_AWAY
from ikz.embedded.placement import place

RUN_DIR = "IKZ_TEST_RUN_DIR"
# A table that is looked at between two tests is known as empty from then on, and what the next one puts in is joined
# row by row, which takes minutes. Without statistics PostgreSQL guesses well enough; whoever fills thousands analyses.
NO_STATISTICS = {"autovacuum": "off"}
_cluster: list[Cluster] = []


def is_parallel_worker() -> bool:
    """Tell whether this process is one of pytest-xdist's workers."""
    return "PYTEST_XDIST_WORKER" in os.environ


def has_own_cluster() -> bool:
    """Tell whether this process started the throw-away PostgreSQL."""
    return bool(_cluster)


def prepare() -> None:
    """Set what the settings read. Parallel workers inherit all but their own folder."""
    if not is_parallel_worker():
        # However the run ends, short of SIGKILL, the cluster and the folder go with it.
        atexit.register(_clean_up, os.getpid())
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
        run_dir = Path(tempfile.mkdtemp(prefix="ikz-test-"))
        # Started by root, PostgreSQL runs as a user of its own and must get through here.
        run_dir.chmod(0o711)
        os.environ |= {
            RUN_DIR: str(run_dir),
            "DJANGO_SETTINGS_MODULE": "ikz.settings",
            "SECRET_KEY": secrets.token_urlsafe(48),
            "DEBUG": "off",
            "IKZ_DEMO": "off",
            "IKZ_HTTPS": "off",
            "IKZ_REQUIRE_SECOND_FACTOR": "off",
            "IKZ_DB_POOL": "0",
            "IKZ_STATIC_ROOT": str(run_dir / "static"),
            # Playwright's event loop runs in the thread of the test, which also asks the database.
            "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
        }
        for name in ("CELERY_BROKER_URL", "EMAIL_URL", "CACHE_URL"):
            os.environ.pop(name, None)
        if not os.environ.get("DATABASE_URL"):
            cluster = Cluster(place(run_dir), THROW_AWAY | NO_STATISTICS)
            cluster.join()
            _cluster.append(cluster)
            os.environ["DATABASE_URL"] = cluster.url
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    var_dir = Path(os.environ[RUN_DIR]) / worker
    var_dir.mkdir(exist_ok=True)
    os.environ["IKZ_VAR"] = str(var_dir)


def _clean_up(owner: int) -> None:
    # A forked child ends with the same list of things to do.
    if os.getpid() != owner:
        return
    for cluster in _cluster:
        cluster.leave()
    shutil.rmtree(os.environ[RUN_DIR], ignore_errors=True)

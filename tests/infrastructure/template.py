"""The migrated database: made once beside the collection of the tests, copied by every parallel worker."""

import copy
import fcntl
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from tests.infrastructure import environment

NAME = "ikz_migrated"
ROOT = Path(__file__).resolve().parents[2]


def _lock() -> Path:
    return Path(os.environ[environment.RUN_DIR]) / "template.lock"


def start() -> Callable[[], None]:
    """Begin to make the template in a process that holds the lock for as long as it lives; give its end."""
    with _lock().open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        process = subprocess.Popen(
            [sys.executable, "-c", "from tests.infrastructure import template; template.make()"],
            cwd=ROOT,
            env={**os.environ, "PYTEST_XDIST_WORKER": "template"},
            pass_fds=[lock.fileno()],
        )

    def end() -> None:
        process.wait()

    return end


def wait() -> bool:
    """Wait until the template is there; false where nobody makes one."""
    if not _lock().exists():
        return False
    with _lock().open() as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
    return True


def copy_fields(patch: pytest.MonkeyPatch) -> None:
    """Let migrations copy the fields of a model instead of taking them apart and building them anew.

    Every step of a migration makes many models again, and their fields were half of the time of all migrations.
    """
    from django.db.models import Field

    patch.setattr(Field, "clone", copy.deepcopy)


def make() -> None:
    """Create and migrate the template, in the process that :func:`start` begins."""
    url = os.environ["DATABASE_URL"]
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {NAME}")
    os.environ["DATABASE_URL"] = urlunsplit(urlsplit(url)._replace(path=f"/{NAME}"))

    import django

    django.setup()
    from django.core.management import call_command

    with pytest.MonkeyPatch.context() as patch:
        copy_fields(patch)
        call_command("migrate", verbosity=0)

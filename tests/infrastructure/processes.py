"""A process of the application in a group of its own, which can be ended the hard way."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.db import connection

from tests.infrastructure.waiting import wait_until

ROOT = Path(__file__).resolve().parents[2]
READY = {"worker": " ready.", "beat": "beat: Starting..."}


def database_url() -> str:
    """Address of the database that this very test uses."""
    parts = urlsplit(os.environ["DATABASE_URL"])
    return urlunsplit(parts._replace(path=f"/{connection.settings_dict['NAME']}"))


class CeleryProcess:
    """A real Celery worker or beat against the test's database and broker."""

    def __init__(self, role: str, arguments: list[str], environment: Mapping[str, str]) -> None:
        self.log = settings.VAR_DIR / f"{role}-{os.urandom(4).hex()}.log"
        self._output = self.log.open("w")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "celery", "-A", "ikz", role, "--loglevel=INFO", *arguments],
            cwd=ROOT,
            env={**os.environ, "DATABASE_URL": database_url(), **environment},
            stdin=subprocess.DEVNULL,
            stdout=self._output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        wait_until(lambda: self._is_ready(READY[role]), f"{role} is ready, see\n{self.log}", seconds=60)

    def _is_ready(self, words: str) -> bool:
        output = self.log.read_text(errors="replace")
        if self._process.poll() is not None:
            raise AssertionError(f"The process ended at once:\n{output}")
        return words in output

    def freeze(self) -> None:
        """Stop the whole group where it stands, so that a test can look before it kills."""
        os.killpg(self._process.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        """Let a frozen group go on."""
        os.killpg(self._process.pid, signal.SIGCONT)

    def kill(self) -> None:
        """End the whole group without a chance to tidy up, as a power cut would."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Ask the process to end, and make sure that it did."""
        if self._process.poll() is None:
            self._process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(20)
        self._end(signal.SIGKILL)

    def _end(self, how: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, how)
        self._process.wait(20)
        self._output.close()

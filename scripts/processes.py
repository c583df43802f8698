"""A child process in a session of its own that never outlives its parent."""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None)


class Child:
    """One part of the demo; its output goes to a log file."""

    def __init__(
        self, name: str, command: list[str], folder: Path, environment: Mapping[str, str], log: Path
    ) -> None:
        self.name = name
        self._log = log
        parent = os.getpid()

        def die_with_parent() -> None:
            # The kernel sends SIGTERM when this process dies, even by SIGKILL.
            _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
            if os.getppid() != parent:
                os._exit(1)

        with log.open("ab") as output:
            self._process = subprocess.Popen(  # noqa: S603 - our own programs
                command,
                cwd=folder,
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                # Ctrl-C reaches the supervisor only, which ends everybody once and in order.
                start_new_session=True,
                preexec_fn=die_with_parent,  # noqa: PLW1509 - this process has one thread
            )

    def ended(self) -> int | None:
        """Return the exit code, or None while it runs."""
        return self._process.poll()

    def last_words(self) -> str:
        """Return the end of the log."""
        lines = self._log.read_text(errors="replace").splitlines()[-15:]
        return "\n".join([f"The end of {self._log}:", *lines])

    def ask_to_end(self) -> None:
        """Send SIGTERM; the process ends its own children."""
        if self._process.poll() is None:
            self._process.terminate()

    def make_end(self, deadline: float) -> None:
        """Wait until the deadline, then kill whatever is left of the session."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(max(0.1, deadline - time.monotonic()))
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

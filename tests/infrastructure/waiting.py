"""Waiting for other processes: as short as possible, and never for ever."""

import socket
import time
from collections.abc import Callable


def wait_until(happened: Callable[[], bool], what: str, seconds: float = 30) -> None:
    """Return as soon as ``happened()`` is true; fail with ``what`` once the time is over."""
    deadline = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > deadline:
            raise AssertionError(f"Not within {seconds:g} seconds: {what}")
        time.sleep(0.05)


def free_port() -> int:
    """Return a port of the loopback interface that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def listens(port: int) -> bool:
    """Tell whether somebody accepts connections on the port."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0

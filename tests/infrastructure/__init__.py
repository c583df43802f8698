"""Pytest plugin: what the suite needs around the code under test.

Loaded by name (``-p``) before Django reads its settings: importing it provides the environment and the
throw-away PostgreSQL. Its fixtures start real workers, a real Redis and a real mail server.
"""

from tests.infrastructure import environment

environment.prepare()

# Only now: these import code that needs the environment.
from tests.infrastructure.browser import browser_context_args, browser_type_launch_args, live_server  # noqa: E402
from tests.infrastructure.mail import smtp_server  # noqa: E402
from tests.infrastructure.plugin import pytest_configure, pytest_unconfigure  # noqa: E402
from tests.infrastructure.queue import broker, filesystem_broker, redis_broker, redis_server, start_process  # noqa: E402

__all__ = [
    "broker",
    "browser_context_args",
    "browser_type_launch_args",
    "filesystem_broker",
    "live_server",
    "pytest_configure",
    "pytest_unconfigure",
    "redis_broker",
    "redis_server",
    "smtp_server",
    "start_process",
]

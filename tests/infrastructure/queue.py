"""Brokers and workers: the real ones, on both transports."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import pytest
from django.conf import settings
from kombu import pools

from ikz.celery import app
from tests.infrastructure.processes import CeleryProcess
from tests.infrastructure.waiting import free_port, listens, wait_until


class StartProcess(Protocol):
    """Start ``worker`` or ``beat``; keyword arguments become environment variables."""

    def __call__(self, role: str, *arguments: str, **environment: str) -> CeleryProcess: ...


@dataclass(frozen=True)
class Broker:
    """A broker that the test's process and the workers it starts agree on."""

    name: str
    environment: dict[str, str] = field(default_factory=dict)


@pytest.fixture(scope="session")
def redis_server() -> Iterator[str]:
    """Start a Redis server of our own without persistence; give its address."""
    program = shutil.which("redis-server")
    assert program, "redis-server is missing: run scripts/setup --test"
    port = free_port()
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen(
            [program, *options, "--dir", folder], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )
        try:
            wait_until(lambda: listens(port), "Redis answers")
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            process.terminate()
            process.wait(20)


@contextmanager
def publishing_to(url: str, options: dict[str, Any]) -> Iterator[None]:
    """Let this process send its messages elsewhere for a while."""
    # The application keeps open producers; a change of address must make it forget them.
    former = app.conf.broker_url, app.conf.broker_transport_options

    def point_to(address: str, transport_options: dict[str, Any]) -> None:
        pools.reset()  # type: ignore[no-untyped-call]
        app.conf.broker_url = app.conf.broker_read_url = app.conf.broker_write_url = address
        app.conf.broker_transport_options = transport_options
        app._after_fork()

    point_to(url, options)
    try:
        yield
    finally:
        point_to(*former)


@pytest.fixture
def redis_broker(redis_server: str) -> Iterator[Broker]:
    """Publish to an empty Redis."""
    import redis

    redis.Redis.from_url(redis_server).flushall()
    with publishing_to(redis_server, {}):
        yield Broker("redis", {"CELERY_BROKER_URL": redis_server})


@pytest.fixture
def filesystem_broker() -> Broker:
    """Publish to an empty broker folder."""
    shutil.rmtree(settings.VAR_DIR / "broker", ignore_errors=True)
    for folder in ("data_folder_in", "control_folder", "processed_folder"):
        Path(settings.CELERY_BROKER_TRANSPORT_OPTIONS[folder]).mkdir(parents=True, exist_ok=True)
    return Broker("filesystem")


@pytest.fixture(params=["redis", "filesystem"])
def broker(request: pytest.FixtureRequest) -> Broker:
    """Run the test once on each broker."""
    chosen: Broker = request.getfixturevalue(f"{request.param}_broker")
    return chosen


@pytest.fixture
def start_process(request: pytest.FixtureRequest, transactional_db: None) -> Iterator[StartProcess]:
    """Start workers (and beat) on the broker that the test requests; end what still runs."""
    started: list[CeleryProcess] = []
    chosen = [request.getfixturevalue(name) for name in request.fixturenames if name.endswith("broker")]
    queue_environment = chosen[0].environment if chosen else {}

    def start(role: str, *arguments: str, **environment: str) -> CeleryProcess:
        defaults = ["--concurrency=2", "--without-gossip", "--without-mingle"] if role == "worker" else []
        process = CeleryProcess(role, [*defaults, *arguments], {**queue_environment, **environment})
        started.append(process)
        return process

    yield start
    for process in started:
        process.stop()

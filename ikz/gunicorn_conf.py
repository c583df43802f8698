"""How gunicorn serves the application; numbers of workers and threads come from the environment."""

import gc
import os
import re
from collections.abc import MutableMapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from gunicorn.arbiter import Arbiter
from gunicorn.glogging import Logger
from gunicorn.http.message import Request
from gunicorn.http.wsgi import Response
from gunicorn.workers.base import Worker

# What stands after these is a secret: whoever knows the address may act.
SECRET_ADDRESSES = re.compile(r"^(/zusage/|/kalender/|/konto/(?:passwort/neu|einladung)/)[^/.]+")


class DiscreetLogger(Logger):
    """Access log that names no person: no client address, no query string, no secret part of an address."""

    def atoms(
        self, resp: Response, req: Request, environ: MutableMapping[str, Any], request_time: timedelta
    ) -> Any:
        """Return gunicorn's values for one line, the address without its secret."""
        values = super().atoms(resp, req, environ, request_time)
        values["U"] = SECRET_ADDRESSES.sub(r"\1…", values["U"] or "")
        return values


bind = os.environ.get("IKZ_BIND", "0.0.0.0:8000").split(",")
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("IKZ_WEB_THREADS", "4"))
# Each worker loads the application itself: a connection pool does not survive a fork.
preload_app = False
timeout = 60
graceful_timeout = 20
keepalive = 5
# The heartbeat must not wait for a disk.
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - memory, opened by gunicorn
control_socket_disable = True
accesslog = "-" if os.environ.get("IKZ_ACCESS_LOG", "on") == "on" else None
access_log_format = "%(t)s %(m)s %(U)s %(s)s %(B)s bytes %(M)s ms"
logger_class = DiscreetLogger


def post_worker_init(worker: Worker) -> None:
    """Keep what was loaded out of garbage collection: its pauses are what slow requests wait for."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def on_starting(server: Arbiter) -> None:
    """Create the folder of the variable data before two workers race for it."""
    Path(os.environ.get("IKZ_VAR", "var")).mkdir(parents=True, exist_ok=True)

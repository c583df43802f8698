"""The embedded PostgreSQL of demo and tests; production names a server in ``DATABASE_URL`` instead."""

import os
from pathlib import Path

from ikz.embedded.cluster import Cluster
from ikz.embedded.placement import EmbeddedError, place

__all__ = ["Cluster", "EmbeddedError", "provide_database", "release_database"]

_joined: list[Cluster] = []


def provide_database(var_dir: Path) -> None:
    """Set ``DATABASE_URL`` to the cluster under ``var_dir`` where the environment names no server.

    The cluster is started where none runs yet; the last process that leaves stops it.
    Raises ``EmbeddedError`` with advice for the person at the keyboard.
    """
    if os.environ.get("DATABASE_URL") or os.environ.get("DATABASE_URL_FILE"):
        return
    cluster = Cluster(place(var_dir))
    cluster.join()
    _joined.append(cluster)
    os.environ["DATABASE_URL"] = cluster.url


def release_database() -> None:
    """Leave the cluster before the process ends, as whoever removes its folder must."""
    while _joined:
        _joined.pop().leave()

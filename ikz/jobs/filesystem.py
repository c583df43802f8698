"""kombu's filesystem broker, safe for several processes at once.

kombu creates a message's file first and writes it then, and does the same with its table of queues: a worker
that looks in between reads an empty file and ends with an error. Here a message appears under its name only when
it is whole, and the table is read and written under one lock.
"""

import fcntl
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Any

from kombu.exceptions import ChannelError
from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    """Messages as files, each put in place by renaming."""

    # kombu's own classes disagree about the name of the second argument.
    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:  # type: ignore[override]
        folder = Path(self.data_folder_out)
        name = f"{round(monotonic() * 1000)}_{uuid.uuid4()}.{queue}.msg"
        # The reader takes names that end with the queue's; this one does not.
        unfinished = folder / f"{name}.part"
        try:
            unfinished.write_text(dumps(payload), encoding="utf-8")
            unfinished.rename(folder / name)
        except OSError as error:
            raise ChannelError(f"Cannot add a message to {folder}") from error

    def get_table(self, exchange: str) -> Any:
        """Read an exchange's table of queues, never while it is being written."""
        with self._table_lock():
            return super().get_table(exchange)

    def _queue_bind(self, *args: Any) -> None:
        with self._table_lock():
            super()._queue_bind(*args)

    def _delete(self, *args: Any, **kwargs: Any) -> None:
        with self._table_lock():
            super()._delete(*args, **kwargs)

    @contextmanager
    def _table_lock(self) -> Iterator[None]:
        folder = Path(self.control_folder)
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder / "tables.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)


class Transport(filesystem.Transport):
    """The transport behind ``filesystem://`` in this application."""

    Channel = Channel


def register() -> None:
    """Let ``filesystem://`` mean this transport."""
    TRANSPORT_ALIASES["filesystem"] = f"{__name__}:Transport"

"""ZIP archives that leave while they are written: no file is in memory as a whole, and nothing is kept on disk."""

import hashlib
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

CHUNK = 64 * 1024
# Readable by its owner and others, in the upper half where archives keep the rights of a file.
_RIGHTS = 0o644 << 16


@dataclass(frozen=True)
class Member:
    """A file of an archive: its path inside, when it was made, and how its content is opened."""

    path: str
    made_at: datetime
    open: Callable[[], IO[bytes]]


@dataclass(frozen=True)
class Packed:
    """A file that went into the archive, with the SHA-256 of its content and its size in bytes."""

    path: str
    sha256: str
    size: int


class _Sink(io.RawIOBase):
    """Takes what the archive writes and hands it on."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        """It takes bytes and gives them back by :meth:`taken` only."""
        return True

    def write(self, data: Any) -> int:
        """Keep what was written until it is taken."""
        self._parts.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        """What was written since the last time."""
        found = b"".join(self._parts)
        self._parts.clear()
        return found


def zipped(
    members: Iterable[Member], *, last: Callable[[list[Packed]], Iterable[Member]] = lambda _: ()
) -> Iterator[bytes]:
    """The archive in pieces; ``last`` makes files from what went in before, such as a list with fingerprints."""
    sink, packed = _Sink(), list[Packed]()
    with ZipFile(sink, "w", ZIP_DEFLATED) as archive:
        for member in members:
            yield from _written(archive, sink, member, packed)
        for member in last(packed):
            yield from _written(archive, sink, member, packed)
    yield sink.taken()


def _written(archive: ZipFile, sink: _Sink, member: Member, packed: list[Packed]) -> Iterator[bytes]:
    entry = ZipInfo(member.path, date_time=member.made_at.timetuple()[:6])
    entry.compress_type, entry.external_attr = ZIP_DEFLATED, _RIGHTS
    digest, size = hashlib.sha256(), 0
    with member.open() as source, archive.open(entry, "w") as target:
        while chunk := source.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
            target.write(chunk)
            if found := sink.taken():
                yield found
    packed.append(Packed(member.path, digest.hexdigest(), size))
    yield sink.taken()


def unlike(path: str, taken: set[str]) -> str:
    """``path``, or with a number behind its name where another file has it; compared without case. Adds it."""
    pure = PurePosixPath(path)
    found, count = path, 1
    while found.lower() in taken:
        count += 1
        found = str(pure.with_name(f"{pure.stem}-{count}{pure.suffix}"))
    taken.add(found.lower())
    return found

"""Archives leave while they are written, and no two files in them have one name."""

import io
from collections.abc import Iterator
from datetime import datetime
from zipfile import ZipFile

from ikz.ui.archives import CHUNK, Member, Packed, unlike, zipped


class Endless(io.RawIOBase):
    """So many bytes that differ, made while they are read."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.left = size

    def read(self, size: int = -1) -> bytes:
        wanted = min(size, self.left)
        self.left -= wanted
        # Hardly to be compressed, so that the pieces stay as large as what goes in.
        return bytes((self.left * 7919 + number * number) % 251 for number in range(wanted))


def test_pieces_are_small_and_the_last_file_tells_of_the_others() -> None:
    made_at = datetime(2026, 3, 2, 12)  # noqa: DTZ001 - archives keep local time

    def last(packed: list[Packed]) -> Iterator[Member]:
        told = "\n".join(f"{row.path} {row.size}" for row in packed).encode()
        yield Member("verzeichnis.txt", made_at, lambda: io.BytesIO(told))

    size = 10 * CHUNK
    members = [Member("gross.bin", made_at, lambda: Endless(size))]  # type: ignore[arg-type,return-value]
    pieces = list(zipped(members, last=last))
    assert max(map(len, pieces)) < 4 * CHUNK
    with ZipFile(io.BytesIO(b"".join(pieces))) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["gross.bin", "verzeichnis.txt"]
        assert archive.read("verzeichnis.txt") == f"gross.bin {size}".encode()
        assert archive.getinfo("gross.bin").date_time == (2026, 3, 2, 12, 0, 0)


def test_names_are_compared_without_case() -> None:
    taken: set[str] = set()
    assert [
        unlike(path, taken) for path in ("a/Auszug.pdf", "a/auszug.pdf", "a/auszug.pdf", "b/auszug.pdf")
    ] == [
        "a/Auszug.pdf",
        "a/auszug-2.pdf",
        "a/auszug-3.pdf",
        "b/auszug.pdf",
    ]

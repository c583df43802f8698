"""Bytes of uploaded files: bounded, unpacked where they are packed, decoded strictly."""

import gzip
import zlib
from pathlib import Path

# Several times what the largest register of a Land takes; a packed file may not become more than this.
LARGEST = 64 * 1024 * 1024
_GZIP = b"\x1f\x8b"
_CHUNK = 1024 * 1024


class UnreadableFileError(Exception):
    """A file that cannot be read at all; the message says in German why, ``line`` where (0: as a whole)."""

    def __init__(self, message: str, *, line: int = 0, file: str = "") -> None:
        super().__init__(message)
        self.line = line
        self.file = file


def read_bytes(path: Path, *, limit: int = LARGEST) -> bytes:
    """The content of a file, unpacked where it is gzip; raises UnreadableFileError past ``limit`` bytes."""
    try:
        with path.open("rb") as plain:
            packed = plain.read(len(_GZIP)) == _GZIP
        with gzip.open(path) if packed else path.open("rb") as source:
            content = bytearray()
            while chunk := source.read(_CHUNK):
                content += chunk
                if len(content) > limit:
                    raise UnreadableFileError(
                        f"Die Datei ist ausgepackt größer als {limit // _CHUNK} MB und wird nicht gelesen."
                    )
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise UnreadableFileError("Die gepackte Datei ist beschädigt oder abgeschnitten.") from error
    except OSError as error:
        raise UnreadableFileError("Die Datei lässt sich nicht öffnen.") from error
    return bytes(content)


def decode(content: bytes) -> str:
    """UTF-8 with or without byte order mark; raises UnreadableFileError with the line of the first other byte."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UnreadableFileError("Die Datei ist nicht in UTF-8 gespeichert.", line=line) from error
    if "\0" in text:
        raise UnreadableFileError("Die Datei ist keine Textdatei.")
    return text

"""A mail server of its own process that keeps nothing but a line per mail: Message-ID and recipient.

``python bench/sink.py PORT FILE`` listens on the loopback interface until it is terminated.
"""

import asyncio
import contextlib
import sys
from pathlib import Path
from typing import TextIO

OK = b"250 OK\r\n"


async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, log: TextIO) -> None:
    """One conversation, as plain as the protocol allows."""
    recipient = ""
    writer.write(b"220 sink\r\n")
    with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
        while line := await reader.readline():
            verb = line[:4].upper()
            if verb in {b"EHLO", b"HELO"}:
                writer.write(b"250-sink\r\n250 8BITMIME\r\n")
            elif verb == b"RCPT":
                recipient = line.decode().partition("<")[2].partition(">")[0]
                writer.write(OK)
            elif verb == b"DATA":
                writer.write(b"354 go on\r\n")
                content = await reader.readuntil(b"\r\n.\r\n")
                # Taken is taken: the line is written before the answer goes out.
                log.write(f"{message_id(content)} {recipient}\n")
                log.flush()
                writer.write(OK)
            elif verb == b"QUIT":
                writer.write(b"221 bye\r\n")
                break
            else:
                writer.write(OK)
    writer.close()


def message_id(content: bytes) -> str:
    """The Message-ID in the header."""
    for line in content.split(b"\r\n"):
        if line.lower().startswith(b"message-id:"):
            return line.partition(b":")[2].strip().decode()
    return ""


async def serve(port: int, file: Path) -> None:
    """Listen until the process ends."""
    with file.open("a") as log:
        server = await asyncio.start_server(lambda r, w: talk(r, w, log), "127.0.0.1", port, limit=2**20)
        async with server:
            await server.serve_forever()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(int(sys.argv[1]), Path(sys.argv[2])))

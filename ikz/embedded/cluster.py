"""Start, join, leave and stop an embedded cluster that several processes share.

Membership is a shared ``flock`` on a file: the kernel gives it back however a process ends, so a killed
worker never keeps the cluster alive and a recycled process id never stops it under the others.
"""

import atexit
import fcntl
import os
import shlex
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg

from ikz.embedded.placement import MAJOR_VERSION, OTHER_ACCOUNT, EmbeddedError, Placement

DATABASE = "ikz"
OWNER = "postgres"
# Losing a throw-away database to a power cut harms nobody: tests need not wait for the disk.
THROW_AWAY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
}


class Cluster:
    """One cluster; ``options`` are PostgreSQL settings that hold from its next start."""

    def __init__(self, placement: Placement, options: Mapping[str, str] | None = None) -> None:
        self.placement = placement
        self._options = dict(options or {})
        self._membership: int | None = None
        self._member_process = 0

    @property
    def url(self) -> str:
        """Address of the application's database in this cluster."""
        return f"postgresql://{OWNER}@/{DATABASE}?host={quote(str(self.placement.sockets), safe='')}"

    def join(self) -> None:
        """Become a member; start the cluster where it does not run. Leaving happens at exit at the latest."""
        if self._membership is not None and self._member_process == os.getpid():
            return
        with self._alone():
            member = self._open("postgres.members")
            fcntl.flock(member, fcntl.LOCK_SH)
            try:
                if not self._answers():
                    self._start()
            except BaseException:
                os.close(member)
                raise
            self._membership, self._member_process = member, os.getpid()
        atexit.register(self.leave)

    def leave(self) -> None:
        """Give up membership; the last one out stops the cluster."""
        # A forked child inherits the handle but is no member of its own.
        if self._membership is None or self._member_process != os.getpid():
            return
        atexit.unregister(self.leave)
        with self._alone():
            try:
                fcntl.flock(self._membership, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                pass
            else:
                self._control("stop", "-m", "fast")
            os.close(self._membership)
            self._membership = None

    @contextmanager
    def _alone(self) -> Iterator[None]:
        # Starting and stopping exclude each other; closing the file gives the lock back.
        handle = self._open("postgres.lock")
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def _open(self, name: str) -> int:
        path = self.placement.locks / name
        try:
            return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except PermissionError as error:
            raise EmbeddedError(f"{path} belongs to another account. {OTHER_ACCOUNT}") from error

    def _address(self, database: str) -> dict[str, str | int]:
        return {"host": str(self.placement.sockets), "user": OWNER, "dbname": database, "connect_timeout": 5}

    def _answers(self) -> bool:
        try:
            psycopg.connect(**self._address(DATABASE)).close()  # type: ignore[arg-type]
        except psycopg.OperationalError:
            return False
        return True

    def _start(self) -> None:
        data = self.placement.data
        if not (data / "PG_VERSION").exists():
            self._initialise()
        found = (data / "PG_VERSION").read_text().strip()
        if found != str(MAJOR_VERSION):
            raise EmbeddedError(
                f"{data} was written by PostgreSQL {found}, this version brings {MAJOR_VERSION}. Back it up "
                "with the former version (scripts/backup), remove the folder, and restore (scripts/restore)."
            )
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.placement.sockets),
            "unix_socket_permissions": "0700",
            **self._options,
        }
        options = " ".join(f"-c {shlex.quote(f'{name}={value}')}" for name, value in settings.items())
        done = self._control("start", "-l", str(data / "log"), "-o", options)
        if done.returncode != 0:
            raise EmbeddedError(
                f"The embedded PostgreSQL does not start:\n{self._last_words() or done.stderr}"
            )
        self._provide_database()

    def _initialise(self) -> None:
        # The collation comes with PostgreSQL, so that the machine's language settings change nothing.
        locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--encoding=UTF8"]
        command = [
            "initdb",
            "-D",
            str(self.placement.data),
            "-U",
            OWNER,
            "--auth=trust",
            *locale,
            "--no-instructions",
        ]
        done = self._run([*command, "--no-sync"])
        if done.returncode != 0:
            raise EmbeddedError(f"The embedded PostgreSQL could not be set up:\n{done.stderr}")

    def _provide_database(self) -> None:
        with closing(psycopg.connect(**self._address("postgres"), autocommit=True)) as connection:  # type: ignore[arg-type]
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
            if known is None:
                connection.execute(f"CREATE DATABASE {DATABASE}")

    def _last_words(self) -> str:
        log = self.placement.data / "log"
        return "\n".join(log.read_text(errors="replace").splitlines()[-15:]) if log.exists() else ""

    def _control(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self._run(["pg_ctl", "-D", str(self.placement.data), "-w", "-t", "60", *arguments])

    def _run(self, command: list[str]) -> subprocess.CompletedProcess[str]:
        program = str(self.placement.programs / command[0])
        account = self.placement.user
        environment = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C", "TZ": "UTC"}
        return subprocess.run(  # noqa: S603 - fixed programs
            [program, *command[1:]],
            check=False,
            capture_output=True,
            text=True,
            # The server's user may not be allowed to stand where we stand.
            cwd=Path("/"),
            env=environment,
            user=account,
            group=account,
            extra_groups=[] if account else None,
        )

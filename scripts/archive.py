"""Backup and restore: the database by PostgreSQL's own programs, and the stored files, in one archive."""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ikz.settings")

import psycopg  # noqa: E402
from django.conf import settings  # noqa: E402

from ikz.embedded import EmbeddedError, placement  # noqa: E402
from ikz.settings import env  # noqa: E402

FORMAT = 1


class Refused(Exception):  # noqa: N818 - carries the text for the user
    """The archive cannot be written or restored."""


def main() -> int:
    """Run one of the two commands; return the exit code."""
    parser = argparse.ArgumentParser(prog="archive", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    writing = commands.add_parser("backup", help="write one archive")
    writing.add_argument("target", type=Path, help="folder for the archive")
    reading = commands.add_parser("restore", help="bring an archive back")
    reading.add_argument("archive", type=Path)
    reading.add_argument("--force", action="store_true", help="replace what is there")
    options = parser.parse_args()
    try:
        if options.command == "backup":
            print(backup(options.target))
        else:
            restore(options.archive, force=options.force)
            print(f"Restored {options.archive}")
    except (Refused, EmbeddedError, OSError, tarfile.TarError, psycopg.Error) as error:
        print(f"{options.command}: {error}", file=sys.stderr)
        return 1
    return 0


def backup(target: Path) -> Path:
    """Write ``ikz-<time>.tar`` into the folder, readable by its owner only; return its path."""
    target.mkdir(parents=True, exist_ok=True)
    now = datetime.now(UTC)
    archive = target / f"ikz-{now:%Y%m%dT%H%M%SZ}.tar"
    with tempfile.TemporaryDirectory(dir=target, prefix=".ikz-backup-") as folder:
        dump = Path(folder) / "database.dump"
        # The database first: a file stored meanwhile is then at worst one too many, never one too few.
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={dump}")
        manifest = Path(folder) / "manifest.json"
        manifest.write_text(json.dumps({"format": FORMAT, "written": now.isoformat()}))
        unfinished = Path(folder) / archive.name
        with tarfile.open(unfinished, "w") as tar:
            tar.add(manifest, "manifest.json")
            tar.add(dump, "database.dump")
            if settings.MEDIA_ROOT.exists():
                tar.add(settings.MEDIA_ROOT, "media")
        unfinished.chmod(0o600)
        # Complete or not there at all: a broken run leaves no archive that looks like one.
        unfinished.rename(archive)
    return archive


def restore(archive: Path, *, force: bool) -> None:
    """Replace database and stored files by those of the archive."""
    media: Path = settings.MEDIA_ROOT
    media.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=media.parent, prefix=".ikz-restore-") as name:
        folder = Path(name)
        with tarfile.open(archive) as tar:
            tar.extractall(folder, filter="data")
        manifest = folder / "manifest.json"
        if not manifest.exists() or json.loads(manifest.read_text())["format"] != FORMAT:
            raise Refused(f"{archive} is no archive of scripts/backup, or of a later version.")
        _run("pg_restore", "--list", str(folder / "database.dump"), connects=False)
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
            tables = connection.execute(
                "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
            ).fetchone()
            occupied = bool(tables and tables[0]) or (media.exists() and any(media.iterdir()))
            if occupied and not force:
                raise Refused(
                    "the database or the folder of stored files is not empty; --force replaces both."
                )
            if occupied:
                connection.execute("DROP SCHEMA public CASCADE")
                connection.execute("CREATE SCHEMA public")
        _run("pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", str(folder / "database.dump"))
        if media.exists():
            shutil.rmtree(media)
        if (folder / "media").exists():
            (folder / "media").rename(media)


def _run(program: str, *arguments: str, connects: bool = True) -> None:
    url = [f"--dbname={os.environ['DATABASE_URL']}"] if connects else []
    done = subprocess.run(  # noqa: S603 - PostgreSQL's own programs
        [_client(program), *url, *arguments], check=False, capture_output=True, text=True
    )
    if done.returncode != 0:
        raise Refused(done.stderr.strip())


def _client(program: str) -> str:
    # The system's client belongs to the server that production runs; the demo brings its own.
    try:
        return str(placement.installed_programs() / program)
    except EmbeddedError:
        found = shutil.which(program)
    if found is None:
        raise Refused(f"{program} is missing: install PostgreSQL's client programs (postgresql-client).")
    return found


if __name__ == "__main__":
    # It may have come from a file.
    os.environ["DATABASE_URL"] = env.str("DATABASE_URL")
    sys.exit(main())

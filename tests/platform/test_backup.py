"""Backup and restore as an operator runs them: the scripts, on a database of the suite's server."""

import os
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from tests.infrastructure.processes import ROOT

NAMES = ("ikz_backup_source", "ikz_backup_target")


def address(name: str) -> str:
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))


@pytest.fixture
def installations(tmp_path: Path) -> Iterator[list[dict[str, str]]]:
    """Two installations with a database and a folder each; the first holds a note and a file."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    names = [f"{name}_{worker}" for name in NAMES]
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        for name in names:
            connection.execute(psycopg.sql.SQL("CREATE DATABASE {}").format(psycopg.sql.Identifier(name)))
        with psycopg.connect(address(names[0])) as source:
            source.execute("CREATE TABLE note AS SELECT 'Schön' AS text")
        media = tmp_path / names[0] / "media" / "steckbriefe"
        media.mkdir(parents=True)
        (media / "eins.pdf").write_bytes(b"%PDF-1.7")
        yield [{"DATABASE_URL": address(name), "IKZ_VAR": str(tmp_path / name)} for name in names]
        for name in names:
            connection.execute(psycopg.sql.SQL("DROP DATABASE {}").format(psycopg.sql.Identifier(name)))


def run(environment: dict[str, str], *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )


def write_backup(environment: dict[str, str], folder: Path) -> Path:
    done = run(environment, "scripts/backup", str(folder))
    assert done.returncode == 0, done.stderr
    return Path(done.stdout.strip())


def notes(environment: dict[str, str]) -> list[tuple[str]]:
    with psycopg.connect(environment["DATABASE_URL"]) as connection:
        rows: list[tuple[str]] = connection.execute("SELECT text FROM note").fetchall()
        return rows


def test_another_installation_gets_the_same_rows_and_files(
    installations: list[dict[str, str]], tmp_path: Path
) -> None:
    source, target = installations
    archive = write_backup(source, tmp_path / "backups")
    assert archive.stat().st_mode & 0o777 == 0o600

    done = run(target, "scripts/restore", str(archive))
    assert done.returncode == 0, done.stderr
    assert notes(target) == [("Schön",)]
    assert Path(target["IKZ_VAR"], "media/steckbriefe/eins.pdf").read_bytes() == b"%PDF-1.7"


def test_what_is_there_is_replaced_by_force_only(installations: list[dict[str, str]], tmp_path: Path) -> None:
    source = installations[0]
    archive = write_backup(source, tmp_path / "backups")
    with psycopg.connect(source["DATABASE_URL"]) as connection:
        connection.execute("UPDATE note SET text = 'neuer'")
    later = Path(source["IKZ_VAR"], "media/steckbriefe/zwei.pdf")
    later.write_bytes(b"%PDF")

    refused = run(source, "scripts/restore", str(archive))
    assert refused.returncode == 1
    assert "--force" in refused.stderr
    assert notes(source) == [("neuer",)]

    assert run(source, "scripts/restore", str(archive), "--force").returncode == 0
    assert notes(source) == [("Schön",)]
    assert not later.exists()


def test_a_foreign_archive_changes_nothing(installations: list[dict[str, str]], tmp_path: Path) -> None:
    foreign = tmp_path / "foreign.tar"
    with tarfile.open(foreign, "w") as tar:
        tar.add(ROOT / "pyproject.toml", "pyproject.toml")
    done = run(installations[0], "scripts/restore", str(foreign), "--force")
    assert done.returncode == 1
    assert "no archive of scripts/backup" in done.stderr
    assert notes(installations[0]) == [("Schön",)]

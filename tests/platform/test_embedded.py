"""The embedded cluster as its users meet it: other processes, other accounts, long paths."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from ikz.embedded import Cluster, EmbeddedError, placement, provide_database
from ikz.embedded.placement import place
from tests.infrastructure.processes import ROOT

MEMBER = """
import sys
from pathlib import Path
from ikz.embedded import Cluster
from ikz.embedded.placement import place
cluster = Cluster(place(Path(sys.argv[1])))
cluster.join()
print(cluster.url, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def var_dir(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="ikz-embedded-") as folder:
        for path in (Path(folder), Path(folder, "var"), Path(folder, "elsewhere")):
            path.mkdir(exist_ok=True)
            path.chmod(0o711)
        monkeypatch.setattr(placement, "FALLBACK_ROOT", Path(folder, "elsewhere"))
        yield Path(folder, "var")


def start_member(var_dir: Path) -> tuple[subprocess.Popen[str], str]:
    process = subprocess.Popen(
        [sys.executable, "-c", MEMBER, str(var_dir)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    return process, process.stdout.readline().strip()


def runs(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=3).close()
    except psycopg.OperationalError:
        return False
    return True


def test_the_last_process_that_leaves_stops_the_cluster(var_dir: Path) -> None:
    first, url = start_member(var_dir)
    second, same_url = start_member(var_dir)
    assert url == same_url

    first.communicate()
    assert runs(url)
    second.communicate()
    assert not runs(url)


def test_a_killed_process_does_not_keep_the_cluster_alive(var_dir: Path) -> None:
    victim, url = start_member(var_dir)
    other, _ = start_member(var_dir)
    victim.send_signal(signal.SIGKILL)
    victim.communicate()

    assert runs(url)
    other.communicate()
    assert not runs(url)


def test_what_was_written_is_there_at_the_next_start(var_dir: Path) -> None:
    cluster = Cluster(place(var_dir))
    cluster.join()
    with psycopg.connect(cluster.url) as connection:
        connection.execute("CREATE TABLE note AS SELECT 'Schön' AS text")
    cluster.leave()

    cluster.join()
    with psycopg.connect(cluster.url) as connection:
        assert connection.execute("SELECT upper(text) FROM note").fetchall() == [("SCHÖN",)]
    cluster.leave()


def test_a_path_too_long_for_a_socket_serves_too(var_dir: Path) -> None:
    deep = var_dir / ("x" * 60) / ("y" * 60)
    placed = place(deep)
    cluster = Cluster(placed)
    cluster.join()
    cluster.leave()

    assert len(str(placed.sockets)) <= placement.LONGEST_SOCKET_FOLDER
    assert placed.data.is_relative_to(deep)


def test_folders_closed_to_the_server_stay_closed(var_dir: Path) -> None:
    closed = var_dir / "home"
    closed.mkdir(mode=0o700)
    placed = place(closed / "var")
    cluster = Cluster(placed)
    cluster.join()
    cluster.leave()

    assert closed.stat().st_mode & 0o777 == 0o700
    # Only a server started by root runs as somebody else, who cannot get in here.
    assert placed.data.is_relative_to(closed) is (os.geteuid() != 0)
    assert place(closed / "var").data == placed.data


def test_data_of_another_account_is_refused_with_advice(var_dir: Path) -> None:
    (var_dir / "postgres").symlink_to("/usr")
    with pytest.raises(EmbeddedError, match="belongs to another account"):
        place(var_dir)


def test_data_of_another_version_is_refused_with_advice(var_dir: Path) -> None:
    placed = place(var_dir)
    (placed.data / "PG_VERSION").write_text("16\n")
    with pytest.raises(EmbeddedError, match="written by PostgreSQL 16"):
        Cluster(placed).join()


def test_a_named_server_is_used_as_it_is(var_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere/ikz")
    provide_database(var_dir)
    assert os.environ["DATABASE_URL"] == "postgresql://elsewhere/ikz"
    assert not list(var_dir.iterdir())

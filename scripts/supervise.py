"""Run the demo: prepare the database, then web, worker and beat until one of them or the user ends it."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import environ  # noqa: E402
from processes import Child  # noqa: E402
from prove import main_job  # noqa: E402

from ikz.embedded import EmbeddedError, provide_database, release_database  # noqa: E402

ACCOUNTS = """\
  koordination@demo.ikz.example     Koordination, Donnersbergkreis
  kusel@demo.ikz.example            Sachbearbeitung, Landkreis Kusel
  kaiserslautern@demo.ikz.example   Sachbearbeitung, Landkreis Kaiserslautern
  aufsicht@demo.ikz.example         Kommunalaufsicht, Rheinland-Pfalz
  fremd@demo.ikz.example            Sachbearbeitung, Halberstadt
  admin@demo.ikz.example            Administration"""
PASSWORD = "demo-ikz-2026"  # noqa: S105 - published, and refused outside the demo


class Ended(Exception):  # noqa: N818 - not an error
    """Somebody asked the demo to end."""


class Failed(Exception):  # noqa: N818 - carries the text for the user
    """The demo cannot go on."""


def main() -> int:
    """Run until the end; return the exit code."""
    check = sys.argv[1:] == ["--check"]
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _end)
    children: list[Child] = []
    var_dir = Path(os.environ.get("IKZ_VAR", ROOT / "var"))
    try:
        if check:
            var_dir = _prepare_check()
        address, environment = _environment(var_dir)
        _prepare(environment, var_dir / "log")
        _start(children, environment, var_dir / "log")
        _wait_for(address, children)
        if check:
            print(main_job(address, "koordination@demo.ikz.example", PASSWORD), flush=True)
            return 0
        print(f"\n{address}\n\nDemo accounts, all with the password {PASSWORD}:\n{ACCOUNTS}\n", flush=True)
        print("Ctrl-C stops everything.", flush=True)
        _watch(children)
    except Ended:
        return 0 if not check else 1
    except (Failed, EmbeddedError, AssertionError, OSError) as error:
        print(f"demo: {error}", file=sys.stderr)
        return 1
    finally:
        _stop(children)
        release_database()
        if check:
            shutil.rmtree(var_dir, ignore_errors=True)
    return 0


def _end(number: int, frame: FrameType | None) -> None:
    raise Ended


def _prepare_check() -> Path:
    # A run of its own: nothing of an existing demo, and no server that the environment names.
    for name in ("DATABASE_URL", "CELERY_BROKER_URL", "EMAIL_URL", "CACHE_URL"):
        os.environ.pop(name, None)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        os.environ["PORT"] = str(probe.getsockname()[1])
    var_dir = Path(tempfile.mkdtemp(prefix="ikz-check-"))
    var_dir.chmod(0o711)
    return var_dir


def _environment(var_dir: Path) -> tuple[str, dict[str, str]]:
    port = os.environ["PORT"]
    address = f"http://127.0.0.1:{port}"
    bind = [f"127.0.0.1:{port}"]
    # Where the machine has IPv6, "localhost" may mean its loopback address.
    interfaces = Path("/proc/net/if_inet6")
    if interfaces.exists() and f"{1:032x}" in interfaces.read_text():
        bind.append(f"[::1]:{port}")
    os.environ |= {
        "IKZ_VAR": str(var_dir),
        "IKZ_DEMO": "on",
        "IKZ_HTTPS": "off",
        "DEBUG": "off",
        "IKZ_BASE_URL": address,
        "IKZ_BIND": ",".join(bind),
        "IKZ_ACCESS_LOG": "off",
        "PYTHONUNBUFFERED": "1",
    }
    environ.Env.read_env(ROOT / ".env")
    environment = dict(os.environ)
    # We stay a member of the embedded cluster until the children are gone; they join it by themselves, so that
    # the last one stops it even where this process is killed.
    provide_database(var_dir)
    return address, environment


def _prepare(environment: dict[str, str], logs: Path) -> None:
    logs.mkdir(parents=True, exist_ok=True)
    for step in (
        ["migrate", "--verbosity=0"],
        ["collectstatic", "--noinput", "--verbosity=0"],
        ["load_examples"],
    ):
        print(f"demo: {step[0]}", file=sys.stderr, flush=True)
        done = subprocess.run(  # noqa: S603 - our own commands
            [sys.executable, "manage.py", *step],
            check=False,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr,
        )
        if done.returncode != 0:
            raise Failed(f"manage.py {step[0]} failed.")


def _start(children: list[Child], environment: dict[str, str], logs: Path) -> None:
    celery = ["celery", "-A", "ikz"]
    commands = {
        "web": ["gunicorn", "--config", "ikz/gunicorn_conf.py", "ikz.wsgi:application"],
        "worker": [
            *celery,
            "worker",
            "--concurrency=2",
            "--without-gossip",
            "--without-mingle",
            "--loglevel=INFO",
        ],
        "beat": [*celery, "beat", "--loglevel=INFO", "--pidfile="],
    }
    for name, command in commands.items():
        children.append(
            Child(name, [sys.executable, "-m", *command], ROOT, environment, logs / f"{name}.log")
        )


def _watch(children: list[Child]) -> None:
    while True:
        for child in children:
            if (code := child.ended()) is not None:
                raise Failed(f"{child.name} ended by itself (exit code {code}). {child.last_words()}")
        time.sleep(0.5)


def _wait_for(address: str, children: list[Child]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=5):  # noqa: S310 - our own address
                return
        except (urllib.error.URLError, OSError):
            for child in children:
                if (code := child.ended()) is not None:
                    raise Failed(
                        f"{child.name} did not start (exit code {code}). {child.last_words()}"
                    ) from None
            time.sleep(0.2)
    raise Failed(f"{address} does not answer. {children[0].last_words()}")


def _stop(children: list[Child]) -> None:
    # A second Ctrl-C must not leave processes behind.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    for child in children:
        child.ask_to_end()
    deadline = time.monotonic() + 15
    for child in children:
        child.make_end(deadline)


if __name__ == "__main__":
    sys.exit(main())

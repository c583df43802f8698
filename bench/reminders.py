"""Twenty thousand due mails through two workers while one of them is killed every ten seconds.

``python bench/reminders.py [--mails 20000] [--every 10]`` builds a cluster of its own, writes the reminders of a large
meeting into the outbox, starts two real workers and a mail server that keeps a line per mail, calls for them as beat
does, and sends SIGKILL to one worker after the other; a new one takes the place of each.

Afterwards it counts: every mail must have arrived, repeats are at most one per kill, each under the Message-ID it had
the first time. The floor is a bare loop that builds the same mails and hands them over one connection, before and
after; the rate, with the time in which killed workers start again, should be at least half of it. Measure on a machine
that does nothing else: the bare loop needs one of its cores, the workers need two.
"""

import argparse
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.lists import prepare

ROOT = Path(__file__).resolve().parent.parent
WORKERS = 2
LEAST_RATIO = 0.5
LEASE_SECONDS = 5
SWEEP_SECONDS = 1
PATIENCE_SECONDS = 1200
FLOOR_MAILS = 2_000
BODY = (
    "Sie haben zugesagt; wir erinnern Sie an diese Sitzung:\n\n"
    + "Steuerkreis, Tagesordnung, Vorlagen. " * 40
)


def say(what: str) -> None:
    """Progress, for who waits."""
    print(f"{time.strftime('%X')} {what}", file=sys.stderr, flush=True)


def free_port() -> int:
    """Return a port of the loopback interface that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def start(*command: str, log: Path, **environment: str) -> "subprocess.Popen[bytes]":
    """A process in a group of its own, so that it can be killed with its children."""
    with log.open("ab") as output:
        return subprocess.Popen(  # noqa: S603 - our own
            [sys.executable, *command],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def end(process: "subprocess.Popen[bytes]", how: signal.Signals) -> None:
    """End a group and wait for it."""
    if process.poll() is None:
        os.killpg(process.pid, how)
    process.wait(30)


def listening(port: int) -> None:
    """Wait until somebody accepts connections."""
    until = time.monotonic() + 30
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
        else:
            return


def fill(count: int) -> None:
    """Put the mails into the outbox, due now; nobody is called for them."""
    from django.core.management import call_command

    from ikz.notifications.models import OutgoingMail

    # No other table is needed, and all of them take a minute.
    call_command("migrate", "notifications", verbosity=0)
    OutgoingMail.objects.bulk_create((mail(number) for number in range(count)), batch_size=1000)


def mail(number: int) -> Any:
    """One reminder, not stored."""
    from django.utils import timezone

    from ikz.notifications.models import OutgoingMail

    return OutgoingMail(
        dedupe_key=f"meeting:1:reminder:{number}:2027-03-09:3",
        to=f"mitglied-{number}@test.example",
        subject="Erinnerung: Sitzung des Steuerkreises am 09.03.2027",
        body_text=BODY,
        body_html=f"<p>{BODY}</p>",
        created_at=timezone.now(),
    )


def worker(number: int, folder: Path) -> "subprocess.Popen[bytes]":
    """One worker with one process, as two of them run beside each other in production."""
    arguments = (
        "-m",
        "celery",
        "-A",
        "ikz",
        "worker",
        "--concurrency=1",
        "--without-gossip",
        "--without-mingle",
    )
    return start(*arguments, "-n", f"w{number}@bench", log=folder / f"worker-{number}.log")


def run(count: int, every: float, folder: Path, received: Path) -> dict[str, Any]:
    """Send all; returns how long it took and how many workers were killed."""
    from django.db import connection

    from ikz.jobs.models import JobState
    from ikz.notifications.models import OutgoingMail
    from ikz.notifications.tasks import sweep

    workers = [worker(number, folder) for number in range(WORKERS)]
    kills, began, next_kill, next_sweep = 0, None, 0.0, 0.0
    until = time.monotonic() + PATIENCE_SECONDS
    try:
        while True:
            now = time.monotonic()
            if began is None and received.stat().st_size:
                began, next_kill = now, now + every
                say("the first mail has arrived")
            if now >= next_sweep:
                # What beat does.
                sweep()
                next_sweep = now + SWEEP_SECONDS
            if began is not None and now >= next_kill:
                victim = kills % WORKERS
                end(workers[victim], signal.SIGKILL)
                workers[victim] = worker(victim, folder)
                kills, next_kill = kills + 1, now + every
                say(f"killed {kills}, arrived {sum(1 for _ in received.open())}")
            if not OutgoingMail.objects.exclude(state=JobState.DONE).exists():
                return {"seconds": time.monotonic() - (began or now), "kills": kills}
            if now > until:
                raise SystemExit(
                    f"Not within {PATIENCE_SECONDS} s: {sum(1 for _ in received.open())} arrived"
                )
            connection.close_if_unusable_or_obsolete()
            time.sleep(0.1)
    finally:
        for process in workers:
            end(process, signal.SIGKILL)


def bare(port: int) -> float:
    """The floor: each mail built and handed over, one connection for all, no database. Mails per second."""
    from django.core.mail import get_connection

    from ikz.notifications.letters import build

    begin = time.perf_counter()
    with get_connection(port=port) as connection:
        for number in range(FLOOR_MAILS):
            connection.send_messages([build(mail(number))])
    return FLOOR_MAILS / (time.perf_counter() - begin)


def report(count: int, result: dict[str, Any], lines: list[str], floor: float) -> int:
    """Print what happened; 1 where something was lost, repeated too often or is too slow."""
    recipients: dict[str, set[str]] = {}
    for line in lines:
        key, _, to = line.partition(" ")
        recipients.setdefault(to, set()).add(key)
    arrived = len(recipients)
    repeats = sum(times - 1 for times in Counter(lines).values())
    strange = sum(len(keys) != 1 for keys in recipients.values())
    rate = count / result["seconds"]
    ratio = rate / floor
    print(f"mails {count}   arrived {arrived}   lost {count - arrived}")
    print(f"kills {result['kills']}   repeats {repeats}   under another Message-ID {strange}")
    print(f"rate {rate:.0f}/s   bare loop {floor:.0f}/s   ratio {ratio:.2f}")
    held = arrived == count and repeats <= result["kills"] and not strange
    return int(not held or ratio < LEAST_RATIO)


def main() -> int:
    """Build, measure, clean up."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mails", type=int, default=20_000)
    parser.add_argument("--every", type=float, default=10)
    arguments = parser.parse_args()
    # Ended from outside, it still ends what it started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    folder = Path(tempfile.mkdtemp(prefix="ikz-bench-"))
    cluster = prepare(folder)
    port, received, floor_file = free_port(), folder / "received", folder / "floor"
    os.environ |= {
        "EMAIL_URL": f"smtp://127.0.0.1:{port}",
        "IKZ_JOB_LEASE_SECONDS": str(LEASE_SECONDS),
        "IKZ_SWEEP_SECONDS": str(SWEEP_SECONDS),
        "IKZ_LOG_LEVEL": "WARNING",
    }
    received.touch()
    sink = start("bench/sink.py", str(port), str(received), log=folder / "sink.log")
    floor_port = free_port()
    floor_sink = start("bench/sink.py", str(floor_port), str(floor_file), log=folder / "sink.log")
    try:
        import django

        django.setup()
        listening(port)
        listening(floor_port)
        fill(arguments.mails)
        say("outbox filled")
        before = bare(floor_port)
        say("bare loop done")
        result = run(arguments.mails, arguments.every, folder, received)
        # Before and after: a machine has better and worse moments.
        floor = (before + bare(floor_port)) / 2
        return report(arguments.mails, result, received.read_text().splitlines(), floor)
    finally:
        from django.db import connections

        for process in (sink, floor_sink):
            end(process, signal.SIGTERM)
        connections.close_all()
        for connection in connections.all():
            connection.close_pool()  # type: ignore[attr-defined]
        cluster.leave()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    raise SystemExit(main())

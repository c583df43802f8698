"""How long the import of the official directory takes, and how much memory, beside the least it could be.

``python bench/register.py FOLDER`` takes the official files in FOLDER, builds a cluster of its own, and runs
``import_municipalities`` as one would: the older directory into an empty register, the newer one over it, and the
newer one again, which must change nothing. The floor cuts the newer directory into fields, reads the workbook with
openpyxl, and copies the rows into a bare table, all without Django. Measure on a machine that does nothing else.
"""

import argparse
import gzip
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.lists import prepare

ROOT = Path(__file__).resolve().parent.parent
OLDER, NEWER = "GV100AD_31122021.txt.gz", "GV100AD_301123.txt.gz"
WORKBOOK = "AuszugGV3QAktuell_30092021.xlsx"
SECONDS, SECONDS_AGAIN, MEGABYTES = 20.0, 5.0, 400.0


@dataclass(frozen=True)
class Measured:
    """What a process took; processor time tells more than the clock where others are at work."""

    seconds: float
    processor: float
    megabytes: float
    output: str


def run(command: list[str]) -> Measured:
    """Wall clock and peak memory of a process of its own."""
    with tempfile.TemporaryFile("w+") as output:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=output, cwd=ROOT)  # noqa: S603 - our own
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        if process.returncode:
            raise SystemExit(f"{command} ended with {process.returncode}")
        return Measured(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, output.read())


def floor(folder: Path) -> None:
    """Cut, read, copy: what no import can do without."""
    import psycopg
    from openpyxl import load_workbook

    text = gzip.decompress((folder / NEWER).read_bytes()).decode()
    rows = [
        (line[10:18], line[10:15] + line[18:22] + line[15:18], line[22:72].strip(), int(line[139:150]))
        for line in text.splitlines()
        if line[:2] == "60"
    ]
    sheet = load_workbook(folder / WORKBOOK, read_only=True).worksheets[1]
    places = {row[2:7]: row[14:16] for row in sheet.iter_rows(values_only=True)}
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bare (ags text PRIMARY KEY, ars text, name text, population int)")
        with cursor.copy("COPY bare FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    print(json.dumps({"rows": len(rows), "places": len(places)}))


def measure(folder: Path) -> int:
    """Floor and imports in turn; 1 where a limit is missed."""
    run([sys.executable, "manage.py", "migrate", "--verbosity", "0"])
    least = run([sys.executable, __file__, str(folder), "--floor"])
    print(_line("floor", least))
    missed = 0
    for label, file, limit in (
        ("empty register", OLDER, SECONDS),
        ("newer directory", NEWER, SECONDS),
        ("the same again", NEWER, SECONDS_AGAIN),
    ):
        options = ["--coordinates", str(folder / WORKBOOK), "--format", "json"]
        took = run([sys.executable, "manage.py", "import_municipalities", str(folder / file), *options])
        report: dict[str, Any] = json.loads(took.output)
        numbers = ", ".join(
            f"{key} {report[key]}" for key in ("created", "updated", "unchanged", "dissolved")
        )
        ratio = took.seconds / least.seconds
        print(f"{_line(label, took)}  {ratio:4.1f} × floor  {numbers}")
        missed |= took.seconds > limit or took.megabytes > MEGABYTES
    return int(missed)


def _line(label: str, took: Measured) -> str:
    clock = f"{took.seconds:5.1f} s ({took.processor:4.1f} s of the processor)"
    return f"{label:16} {clock}  {took.megabytes:4.0f} MB"


def main() -> int:
    """Build, measure, clean up."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--floor", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    folder = arguments.folder.resolve()
    if arguments.floor:
        floor(folder)
        return 0
    work = Path(tempfile.mkdtemp(prefix="ikz-bench-"))
    cluster = prepare(work)
    try:
        return measure(folder)
    finally:
        cluster.leave()
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    raise SystemExit(main())

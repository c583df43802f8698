"""The embedded broker under two processes' worth of hurry."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Empty
from typing import Any

from kombu.connection import Connection

MESSAGES = 1500


def _connect(folder: Path) -> Any:
    return Connection(
        "filesystem://",
        transport_options={
            "data_folder_in": str(folder / "queue"),
            "data_folder_out": str(folder / "queue"),
            "control_folder": str(folder / "control"),
            "processed_folder": str(folder / "processed"),
            "store_processed": True,
        },
    ).channel()


def _fill(folder: Path) -> None:
    channel = _connect(folder)
    for number in range(MESSAGES):
        channel._put("celery", {"number": number, "padding": "x" * 2000})


def _drain(folder: Path) -> list[int]:
    channel = _connect(folder)
    seen: list[int] = []
    while len(seen) < MESSAGES:
        try:
            seen.append(channel._get("celery")["number"])
        except Empty:
            continue
    return seen


def test_a_reader_in_a_hurry_never_meets_half_a_message(tmp_path: Path) -> None:
    for name in ("queue", "control", "processed"):
        (tmp_path / name).mkdir()
    with ThreadPoolExecutor(2) as pool:
        reader = pool.submit(_drain, tmp_path)
        pool.submit(_fill, tmp_path).result()
        assert sorted(reader.result(timeout=60)) == list(range(MESSAGES))


def test_queues_are_bound_while_others_read_the_table(tmp_path: Path) -> None:
    for name in ("queue", "control", "processed"):
        (tmp_path / name).mkdir()

    def bind(start: int) -> None:
        channel = _connect(tmp_path)
        for number in range(start, start + 100):
            channel._queue_bind("pidbox", "", "", f"queue{number}")
            channel.get_table("pidbox")

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(bind, 0), pool.submit(bind, 100)]:
            done.result(timeout=60)
    assert len(_connect(tmp_path).get_table("pidbox")) == 200

"""Two imports at once wait for each other."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connection, transaction

from municipalities.models import Municipality
from municipalities.register.importing import apply
from municipalities.register.writing import queue_up
from municipalities.reports import ImportReport
from tests.municipalities.register import builder

WAITING = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"


@pytest.mark.django_db(transaction=True)
def test_a_second_import_waits_and_then_finds_nothing_to_do(tmp_path: Path) -> None:
    path = builder.write(tmp_path / "directory.txt", builder.sample())

    def later() -> ImportReport:
        try:
            return apply(path)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            queue_up()
            second = pool.submit(later)
            with connection.cursor() as cursor:
                waiting = 0
                while not waiting and not second.done():
                    cursor.execute(WAITING)
                    (waiting,) = cursor.fetchone()
            assert waiting == 1
            first = apply(path)
        assert first.created == 7
        assert second.result(timeout=60).unchanged == 7
    assert Municipality.objects.count() == 7

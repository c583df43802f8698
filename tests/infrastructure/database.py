"""Beginning and end of a run's database."""

from collections.abc import Iterator

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from tests.infrastructure import template


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> Iterator[pytest.MonkeyPatch]:
    """Copy the template where there is one; else migrate, quicker than Django does by itself."""
    if template.wait():
        connection.settings_dict["TEST"]["TEMPLATE"] = template.NAME
    with pytest.MonkeyPatch.context() as patch:
        template.copy_fields(patch)
        yield patch


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None,
    django_db_modify_db_settings: pytest.MonkeyPatch,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[None]:
    """End sessions that killed workers and closed browsers leave behind; they would keep the database in use."""
    django_db_modify_db_settings.undo()
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )

"""Pytest plugin: what the suite needs around the code under test.

Loaded by name (``-p``) before Django reads its settings: importing it provides the environment and the
throw-away PostgreSQL. The fixtures stand in ``tests.infrastructure.fixtures``, which ``conftest.py`` names: only
there do they override those of other plugins.
"""

from tests.infrastructure import environment

environment.prepare()

# Only now: this imports code that needs the environment.
from tests.infrastructure.run import pytest_collection_modifyitems, pytest_configure  # noqa: E402

__all__ = ["pytest_collection_modifyitems", "pytest_configure"]

"""Fixtures for every folder of the suite."""

pytest_plugins = ["tests.infrastructure.fixtures", "tests.cast", "tests.access.world"]

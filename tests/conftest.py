"""Fixtures for every folder of the suite."""

from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.infrastructure.fixtures", "tests.cast", "tests.access.world"]

# A machine that is busy with other things makes generating slow; that says nothing about the code.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

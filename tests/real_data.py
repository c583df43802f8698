"""The public registers, which are too large for the repository: tests of them run where they lie."""

import os
from pathlib import Path

import pytest

_FOLDER = os.environ.get("IKZ_REAL_DATA", "")

# For ``pytestmark`` of a module that reads the public registers.
NEEDS_REAL_DATA = [
    pytest.mark.real_data,
    pytest.mark.skipif(not _FOLDER, reason="IKZ_REAL_DATA names no folder with the public registers"),
]


def real_data(*parts: str) -> Path:
    """A file of the public registers."""
    return Path(_FOLDER, *parts)

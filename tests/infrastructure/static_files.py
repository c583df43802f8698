"""Static files for hundreds of test clients."""

from typing import Any, ClassVar

from whitenoise.middleware import WhiteNoiseMiddleware


class StaticFiles(WhiteNoiseMiddleware):
    """WhiteNoise as in production, except that it looks the collected files up once per process.

    Every test client loads the middleware anew; looking again each time took two thirds of the access table's tests.
    """

    _found: ClassVar[dict[tuple[str, str | None], dict[str, Any]]] = {}

    def update_files_dictionary(self, root: str, prefix: str | None = None) -> None:
        """Add the files below ``root``, which do not change during a run."""
        if (root, prefix) not in self._found:
            super().update_files_dictionary(root, prefix)
            self._found[root, prefix] = dict(self.files)
        self.files.update(self._found[root, prefix])

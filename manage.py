#!/usr/bin/env python
"""Django's command line; without a DATABASE_URL it joins or starts the embedded cluster."""

import os
import sys


def main() -> None:
    """Run one management command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ikz.settings")
    from django.core.management import execute_from_command_line

    from ikz.embedded import EmbeddedError

    try:
        execute_from_command_line(sys.argv)
    except EmbeddedError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()

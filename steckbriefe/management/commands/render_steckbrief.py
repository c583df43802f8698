"""``manage.py render_steckbrief SLUG --output FILE``: the PDF as it would look now, without a worker."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cooperations.models import Cooperation
from steckbriefe.selectors import current_snapshot


class Command(BaseCommand):
    help = "Write the Steckbrief of a cooperation as PDF; stores no edition and publishes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the slug and the file."""
        parser.add_argument("slug", help="address of the cooperation, as in /kooperationen/<slug>/")
        parser.add_argument(
            "--output", required=True, type=Path, metavar="FILE", help="where to write the PDF"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Render and write; a file that exists is replaced."""
        from steckbriefe import pdf

        cooperation = Cooperation.objects.filter(slug=options["slug"]).first()
        if cooperation is None:
            raise CommandError(f"There is no cooperation {options['slug']!r}.")
        content = pdf.render(current_snapshot(cooperation))
        output: Path = options["output"]
        try:
            output.write_bytes(content)
        except OSError as error:
            raise CommandError(f"Cannot write {output}: {error.strerror}.") from error
        self.stdout.write(f"{output}: {len(content)} bytes")

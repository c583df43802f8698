"""Import the official directory of municipalities."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from municipalities.register.importing import apply, check
from municipalities.register.text import lines


class Command(BaseCommand):
    """Reads the files, writes everything or nothing, and reports."""

    # They load every page of the application, which would cost a second import of the same file half of its time.
    requires_system_checks = []
    help = "Liest das amtliche Gemeindeverzeichnis (GV100AD) ein, auf Wunsch mit Koordinaten."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Files, and how to go about them."""
        parser.add_argument("file", type=Path, metavar="FILE", help="GV100AD, auch mit gzip gepackt")
        parser.add_argument("--coordinates", type=Path, metavar="XLSX", help="Auszug GV mit Koordinaten")
        parser.add_argument("--dry-run", action="store_true", help="nur prüfen, nichts schreiben")
        parser.add_argument(
            "--force",
            action="store_true",
            help="auch ein älteres Verzeichnis, oder eines, in dem mehr als 2 %% der Einträge fehlen",
        )
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        """Report on standard output; a refusal ends with code 1."""
        for path in (options["file"], options["coordinates"]):
            if path is not None and not path.is_file():
                raise CommandError(f"Die Datei {path} gibt es nicht.")
        run = check if options["dry_run"] else apply
        report = run(options["file"], options["coordinates"], forced=options["force"])
        if options["format"] == "json":
            self.stdout.write(json.dumps(report.to_json(), ensure_ascii=False))
        else:
            self.stdout.write("\n".join(lines(report, dry_run=options["dry_run"])))
        if report.refused:
            raise CommandError("Abgelehnt, nichts ist geändert.")

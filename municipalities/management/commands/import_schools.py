"""Import schools: the register of Nordrhein-Westfalen, or a list; the head of the file tells which."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from municipalities.reports import ImportReport
from municipalities.schools import importing
from municipalities.schools.text import lines


class Command(BaseCommand):
    """Reads the files, writes everything or nothing, and reports."""

    help = (
        "Liest Schulen ein: das Schulverzeichnis Nordrhein-Westfalen oder eine Liste (CSV, XLSX), in der die Spalte "
        "„Träger-Schlüssel“ den amtlichen Schlüssel des Schulträgers nennt."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Files, and how to go about them."""
        parser.add_argument(
            "file", type=Path, metavar="FILE", help="Verzeichnis oder Liste, auch mit gzip gepackt"
        )
        parser.add_argument("--authorities", type=Path, metavar="XML", help="Schlüssel der Schulträger (NRW)")
        parser.add_argument("--pupils", type=Path, metavar="CSV", help="Schülerzahlen (NRW)")
        parser.add_argument("--dry-run", action="store_true", help="nur prüfen, nichts schreiben")
        parser.add_argument(
            "--force",
            action="store_true",
            help="auch ein Verzeichnis, in dem mehr als 2 %% der Schulen fehlen",
        )
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        """Report on standard output; a refusal ends with code 1."""
        for path in (options["file"], options["authorities"], options["pupils"]):
            if path is not None and not path.is_file():
                raise CommandError(f"Die Datei {path} gibt es nicht.")
        report = self._run(**options)
        if options["format"] == "json":
            self.stdout.write(json.dumps(report.to_json(), ensure_ascii=False))
        else:
            self.stdout.write("\n".join(lines(report, dry_run=options["dry_run"])))
        if report.refused:
            raise CommandError("Abgelehnt, nichts ist geändert.")

    def _run(
        self,
        *,
        file: Path,
        authorities: Path | None,
        pupils: Path | None,
        dry_run: bool,
        force: bool,
        **_: Any,
    ) -> ImportReport:
        if importing.is_register(file):
            register = importing.check_register if dry_run else importing.apply_register
            return register(file, authorities, pupils, forced=force)
        if authorities or pupils:
            raise CommandError(
                "--authorities und --pupils gehören zum Schulverzeichnis, FILE ist eine Liste."
            )
        schools = importing.check_list if dry_run else importing.apply_list
        return schools(file, municipality=None)

"""Remove what has outlived its period, as the schedule does every day."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from workspace.retention.catalog import kinds
from workspace.services.retention import apply_retention


class Command(BaseCommand):
    """May run by cron beside the schedule; records of cooperations and agreements are never touched."""

    help = "Löscht, was keine Unterlage ist und seine Frist überschritten hat (Fristen: /verwaltung/aufbewahrung/)."

    def add_arguments(self, parser: CommandParser) -> None:
        """``--dry-run`` only counts."""
        parser.add_argument("--dry-run", action="store_true", help="nur zählen, nichts löschen")

    def handle(self, *args: Any, **options: Any) -> None:
        """Remove, and say how much of what."""
        counts = apply_retention(dry_run=options["dry_run"])
        word = "fällig" if options["dry_run"] else "gelöscht"
        for key, count in counts.items():
            self.stdout.write(f"{kinds()[key].label}: {count} {word}.")

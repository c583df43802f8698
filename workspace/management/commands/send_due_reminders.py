"""Remind of what falls due, as the schedule does every day."""

from typing import Any

from django.core.management.base import BaseCommand

from workspace.reminders import send_due_reminders


class Command(BaseCommand):
    """May run by cron beside the schedule: nobody is reminded twice."""

    help = "Schreibt fällige Erinnerungen in den Postausgang; mehrfach oder gleichzeitig ausgeführt ändert nichts."

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the mails and say how many there are."""
        count = send_due_reminders()
        self.stdout.write(f"Erinnerungen geschrieben: {count}.")

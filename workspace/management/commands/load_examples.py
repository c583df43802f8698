"""Load the example data of the demo."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from workspace import examples

# Known to everybody: that is why the command runs in the demo only.
DEMO_PASSWORD = "demo-ikz-2026"  # noqa: S105


class Command(BaseCommand):
    """Writes what is missing, so running it twice changes nothing."""

    help = "Lädt die Beispieldaten der Demonstration."

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse outside the demo; then load and say how much was written."""
        if not settings.DEMO:
            raise CommandError("Beispieldaten gibt es nur in der Demonstration (IKZ_DEMO=on).")
        loaded = examples.load(password=DEMO_PASSWORD)
        self.stdout.write(
            f"Beispieldaten: {loaded.municipalities} Kommunen, {loaded.accounts} Konten, "
            f"{loaded.cooperations} Kooperationen, {loaded.schools} Schulen, {loaded.needs} Bedarfe, "
            f"{loaded.offers} Angebote und {loaded.measures} Maßnahmen neu angelegt."
        )

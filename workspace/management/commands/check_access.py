"""Prove that stored grants equal what partners, coordinators, submissions and mandates imply."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from agreements import grants as agreement_grants
from cooperations import grants
from workspace.access_proof import Proof, prove


class Command(BaseCommand):
    """Exits with 1 while anything differs; warnings alone do not fail."""

    help = "Weist nach, dass Zugriffsrechte genau dem entsprechen, was Partner, Koordinationen, Vorlagen und Mandate bedeuten."

    def add_arguments(self, parser: CommandParser) -> None:
        """``--repair`` brings grants in line; accounts are left to the administration."""
        parser.add_argument(
            "--repair",
            action="store_true",
            help="Rechte an Kooperationen und Vereinbarungen in Ordnung bringen",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Report, repair on request, and prove again."""
        proof = prove()
        if options["repair"] and (proof.repairable or proof.repairable_agreements):
            self._report(proof)
            added, removed = grants.sync(proof.repairable)
            opened, closed = agreement_grants.sync(proof.repairable_agreements)
            self.stdout.write(
                f"Repariert: {len(added) + len(opened)} Rechte ergänzt, {len(removed) + len(closed)} entfernt."
            )
            proof = prove()
        self._report(proof)
        if proof.differences:
            raise SystemExit(1)
        self.stdout.write(
            f"Zugriffsrechte stimmen: {proof.cooperations} Kooperationen, {proof.agreements} Vereinbarungen, "
            f"{proof.grants} Rechte geprüft."
        )

    def _report(self, proof: Proof) -> None:
        for finding in proof.differences:
            self.stdout.write(f"Abweichung: {finding.text}")
        for text in proof.warnings:
            self.stdout.write(f"Hinweis: {text}")

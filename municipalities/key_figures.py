"""Figures derived from a Schulträger's profile, each with how it was worked out; pure, no Django."""

from dataclasses import dataclass
from decimal import Decimal

from ikz.ui.formatting import de_decimal, de_int, plural_de

PER_DEVICES = 100


@dataclass(frozen=True, kw_only=True)
class KeyFigure:
    """A figure as readers see it, and the sentence that says where it comes from."""

    label: str
    text: str
    explanation: str


def key_figures(
    *,
    staff: Decimal | None,
    devices: int | None,
    tickets: int | None,
    pupils: int | None = None,
    schools: int = 0,
) -> list[KeyFigure]:
    """What can be worked out from the figures that are known.

    ``staff`` in full-time equivalents, ``tickets`` per month; ``pupils`` of the ``schools`` whose pupils are known.
    Without devices there is nothing to compare with, so nothing is shown.
    """
    if not devices:
        return []
    shown = []
    if staff:
        shown.append(
            KeyFigure(
                label="Geräte je voller Stelle",
                text=de_int(round(devices / staff)),
                explanation=(
                    f"{de_int(devices)} Geräte, geteilt durch {de_decimal(staff)} Stellenanteile. "
                    "Eine hohe Zahl spricht für wenig Personal oder für einen gut gebündelten Support."
                ),
            )
        )
    if pupils:
        shown.append(
            KeyFigure(
                label="Schülerinnen und Schüler je Gerät",
                text=de_decimal(Decimal(pupils) / devices, 1),
                explanation=(
                    f"{de_int(pupils)} Schülerinnen und Schüler ({plural_de(schools, 'Schule', 'Schulen')} mit "
                    f"bekannter Schülerzahl), geteilt durch {de_int(devices)} Geräte."
                ),
            )
        )
    if tickets is not None:
        shown.append(
            KeyFigure(
                label=f"Supportanfragen je {PER_DEVICES} Geräte",
                text=de_decimal(Decimal(tickets) * PER_DEVICES / devices, 1),
                explanation=(
                    f"{de_int(tickets)} Anfragen im Monat bei {de_int(devices)} Geräten. "
                    "Erst ab einigen Monaten Erfahrung lässt sich die Zahl gut vergleichen."
                ),
            )
        )
    return shown

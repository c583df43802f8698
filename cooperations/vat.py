"""VAT on what municipalities do for each other."""

from decimal import ROUND_HALF_UP, Decimal

from django.conf import settings

from cooperations.cost_sharing import CENT


def tax(net: Decimal) -> Decimal:
    """The tax on a net amount, rounded to the cent half away from zero, as invoices do."""
    rate: Decimal = settings.VAT_RATE
    return (net * rate / 100).quantize(CENT, rounding=ROUND_HALF_UP)

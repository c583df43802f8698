"""Differences with their sign, and numbers with the digits they need."""

from decimal import Decimal

from django import template

from cooperations.forms.cost_keys import plain
from ikz.ui.formatting import MISSING, de_decimal

register = template.Library()


@register.filter
def de_signed(value: object) -> str:
    """``+12,50``, ``−3,00``, ``±0,00``: the sign is a sign, not a hyphen."""
    if not isinstance(value, Decimal):
        return MISSING
    sign = "±" if not value else "+" if value > 0 else "−"
    return f"{sign}{de_decimal(abs(value))}"


@register.filter
def de_signed_money(value: object) -> str:
    """``+12,50 €``."""
    return f"{de_signed(value)} €" if isinstance(value, Decimal) else MISSING


@register.filter
def de_number(value: object) -> str:
    """``50``, ``33,3333``."""
    return plain(value) if isinstance(value, Decimal) else MISSING

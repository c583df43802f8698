"""Form fields that read what German users type, and show it back the same way; errors of services beside them."""

import datetime as dt
import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from ikz.ui.formatting import de_date, de_decimal, de_int, de_month, parse_number

MONTHS = 12
_MONTH = re.compile(r"(?P<month>\d{1,2})\s*[/.]\s*(?P<year>\d{4})")
_ISO_MONTH = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})(-\d{1,2})?")


def add_errors(form: forms.BaseForm, error: ValidationError) -> None:
    """Put the errors of a service beside the fields they name; those of other fields above the form."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        form.add_error(name if name in form.fields and name != NON_FIELD_ERRORS else None, errors)


class DateField(forms.DateField):
    """A day, typed as ``14.03.2027`` (``2027-03-14`` is read as well).

    A text field: the pickers of browsers show dates in the browser's language, not in the page's.
    """

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", ["%d.%m.%Y", "%Y-%m-%d", "%d.%m.%y"])
        kwargs.setdefault("help_text", "Tag, Monat und Jahr, zum Beispiel 14.03.2027")
        super().__init__(**kwargs)
        self.error_messages["invalid"] = "Bitte geben Sie ein Datum wie 14.03.2027 ein."
        self.widget.attrs.setdefault("autocomplete", "off")
        self.widget.attrs["data-width"] = "date"

    def prepare_value(self, value: Any) -> Any:
        """Show a day as German readers write it; what was typed stays as typed."""
        return de_date(value) if isinstance(value, dt.date) else value


class MonthField(forms.Field):
    """A month, typed as ``09/2022``; cleaned to the first day of that month."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "Monat und Jahr, zum Beispiel 09/2022")
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("autocomplete", "off")
        self.widget.attrs["data-width"] = "date"

    def to_python(self, value: Any) -> dt.date | None:
        """Read the month or refuse it by name."""
        text = str(value or "").strip()
        if not text:
            return None
        match = _MONTH.fullmatch(text) or _ISO_MONTH.fullmatch(text)
        if match and 1 <= int(match["month"]) <= MONTHS and int(match["year"]):
            return dt.date(int(match["year"]), int(match["month"]), 1)
        raise ValidationError("Bitte geben Sie Monat und Jahr wie 09/2022 ein.", code="invalid")

    def prepare_value(self, value: Any) -> Any:
        """Show a month as ``09/2022``."""
        return de_month(value) if isinstance(value, dt.date) else value


class DecimalField(forms.DecimalField):
    """A decimal number, typed as ``64.074,04``; other spellings are read where they are clear."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.error_messages["invalid"] = "Bitte geben Sie eine Zahl wie 64.074,04 ein."
        self.widget.attrs.setdefault("inputmode", "decimal")
        self.widget.attrs["data-width"] = "number"

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override] # the stubs say int
        """Read the German spelling, then let Django check digits and limits."""
        if isinstance(value, str) and value.strip():
            try:
                value = parse_number(value)
            except ValueError as error:
                raise ValidationError(self.error_messages["invalid"], code="invalid") from error
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        """Show a stored number with its own digits."""
        if isinstance(value, Decimal):
            places = self.decimal_places
            return de_decimal(value, 2 if places is None else places)
        return value


class IntegerField(forms.IntegerField):
    """A whole number, typed as ``12857`` or ``12.857``."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.error_messages["invalid"] = "Bitte geben Sie eine ganze Zahl ein, zum Beispiel 12.857."
        self.widget.attrs.setdefault("inputmode", "numeric")
        self.widget.attrs["data-width"] = "number"

    def to_python(self, value: Any) -> int | None:
        """Read the number; one with a part after the comma is refused, not rounded."""
        if isinstance(value, str) and value.strip():
            try:
                number = parse_number(value)
            except ValueError as error:
                raise ValidationError(self.error_messages["invalid"], code="invalid") from error
            if number != number.to_integral_value():
                raise ValidationError(self.error_messages["invalid"], code="invalid")
            value = int(number)
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        """Show a stored number with dots between thousands."""
        return de_int(value) if isinstance(value, int) and not isinstance(value, bool) else value

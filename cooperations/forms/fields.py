"""Fields that several forms of cooperations share."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.safestring import SafeString

from cooperations import catalog
from cooperations.services.cooperations import MAX_LINES

LINE_LENGTH = 500
NO_MODEL_YET = "noch-offen"


class LinesField(forms.CharField):
    """Several short texts, one per line; cleaned to a list without empty lines."""

    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs["rows"] = 4

    def clean(self, value: Any) -> Any:
        """Split into lines and refuse what is too long by its line."""
        text = super().clean(value)
        lines = [line.strip() for line in str(text).splitlines() if line.strip()]
        if len(lines) > MAX_LINES:
            raise ValidationError(f"Bitte geben Sie höchstens {MAX_LINES} Zeilen ein.")
        for line in lines:
            if len(line) > LINE_LENGTH:
                raise ValidationError(
                    f"Die Zeile „{line[:40]}…“ ist zu lang: Eine Zeile hat höchstens {LINE_LENGTH} Zeichen."
                )
        return lines

    def prepare_value(self, value: Any) -> Any:
        """Show a stored list line by line; what was typed stays as typed."""
        return "\n".join(value) if isinstance(value, (list, tuple)) else value


def _explained(label: str, explanation: str) -> SafeString:
    return format_html('{}<span class="ikz-choice-note">{}</span>', label, explanation)


def model_choices() -> list[tuple[str, Any]]:
    """The forms of cooperation in two groups, each with what it suits; first "noch offen"."""
    rows = catalog.models().values()

    def options(*, core: bool) -> list[tuple[str, SafeString]]:
        return [(row.key, _explained(row.label, row.suits)) for row in rows if row.core is core]

    undecided = (
        NO_MODEL_YET,
        _explained("Noch offen", "Sie entscheiden später; die Modellberatung hilft dabei."),
    )
    return [
        ("Noch nicht entschieden", [undecided]),
        ("Grundformen", options(core=True)),
        ("Weitere Formen", options(core=False)),
    ]


class ModelsField(forms.MultipleChoiceField):
    """Forms of cooperation; "noch offen" and nothing at all both mean none."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=model_choices, required=False, **kwargs)

    def clean(self, value: Any) -> list[str]:
        """Refuse "noch offen" beside a form, then leave it out."""
        keys: list[str] = super().clean(value)
        if NO_MODEL_YET in keys and len(keys) > 1:
            raise ValidationError("Wählen Sie entweder „Noch offen“ oder ein Modell, nicht beides.")
        return [key for key in keys if key != NO_MODEL_YET]


def keys_field(
    label: str, choices: Iterable[tuple[str, str]], help_text: str = ""
) -> forms.MultipleChoiceField:
    """A list of boxes to tick with keys of a catalog."""
    return forms.MultipleChoiceField(
        label=label,
        choices=list(choices),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=help_text,
    )

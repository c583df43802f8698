"""A form field for several municipalities: one row each, with suggestions while typing where JavaScript runs."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.datastructures import MultiValueDict

from ikz.access.querysets import Viewer
from municipalities.models import Municipality
from municipalities.picking import label, pick

FEWEST_ROWS = 2
MOST_ROWS = 60


class MunicipalityRows(forms.Widget):
    """Text fields of one name, at least FEWEST_ROWS and one of them empty.

    ``suggestions`` names the address that completes what is typed.
    """

    template_name = "municipalities/partials/municipality_rows.html"
    use_fieldset = True

    def __init__(self, suggestions: str = "") -> None:
        super().__init__()
        self.suggestions = suggestions
        # Set on the form of somebody who asked for one more row.
        self.focus_last = False

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[str]:
        """What was typed, row by row."""
        values = data.getlist(name) if isinstance(data, MultiValueDict) else data.get(name) or []
        return [str(value) for value in values][:MOST_ROWS]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Whether the form was sent without any row."""
        return name not in data

    def id_for_label(self, id_: str) -> str:
        """The first row, where links of the error summary lead."""
        return id_

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Rows with their values; blank rows in between stay, they may be wanted."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        rows = list(value or [])
        rows += [""] * max(FEWEST_ROWS - len(rows), 0 if rows and not rows[-1] else 1)
        context["widget"] |= {
            "rows": rows[:MOST_ROWS],
            "suggestions": self.suggestions and reverse(self.suggestions),
            "focus_last": self.focus_last,
        }
        return context


class MunicipalitiesField(forms.Field):
    """Several municipalities, cleaned to rows of the register that ``viewer`` may read; ``viewer`` is set per form."""

    hidden_widget = forms.MultipleHiddenInput
    widget: type[forms.Widget] = MunicipalityRows

    def __init__(self, *, suggestions: str = "", **kwargs: Any) -> None:
        super().__init__(widget=MunicipalityRows(suggestions), **kwargs)
        self.viewer: Viewer | None = None

    def to_python(self, value: Sequence[str] | None) -> list[Municipality]:
        """Find each row by what was typed; refuses all that cannot be found at once, each in its words."""
        assert self.viewer is not None  # noqa: S101 - a form that forgets it must not search the register
        found: dict[int, Municipality] = {}
        errors: list[ValidationError] = []
        for text in value or []:
            if not text.strip():
                continue
            try:
                row = pick(self.viewer, text[:200])
            except ValidationError as error:
                errors.append(error)
            else:
                found[row.pk] = row
        if errors:
            raise ValidationError(errors)
        return list(found.values())

    def prepare_value(self, value: Any) -> list[str]:
        """Show stored rows with their keys; what was typed stays as typed."""
        return [label(row) if isinstance(row, Municipality) else str(row) for row in value or []]

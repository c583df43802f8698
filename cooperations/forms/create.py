"""A new cooperation: its data and the rows of partners, as many as somebody asks for."""

from collections.abc import Mapping, Sequence
from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.urls import reverse

from cooperations.forms.cooperation import CooperationForm
from cooperations.picking import pick
from ikz.accounts.models import User
from municipalities.models import Municipality
from municipalities.picking import labels, suggest

FIRST_ROWS = 3
MOST_ROWS = 60


def municipality_field(title: str, *, list_id: str, **kwargs: Any) -> forms.CharField:
    """A text field for a municipality, with suggestions while typing where JavaScript runs."""
    field = forms.CharField(label=title, max_length=200, **kwargs)
    field.widget.attrs.update(
        {
            "autocomplete": "off",
            "list": list_id,
            "hx-get": reverse("cooperations:suggestions"),
            "hx-trigger": "input changed delay:250ms",
            "hx-target": f"#{list_id}",
            "hx-swap": "innerHTML",
            "hx-sync": "this:replace",
        }
    )
    return field


class CreateForm(CooperationForm):
    """The data of a new cooperation and one field per partner; ``lead`` is the number of a row."""

    def __init__(
        self, data: QueryDict | None = None, *, actor: User, rows: int = FIRST_ROWS, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.actor = actor
        self.row_count = max(1, min(rows, MOST_ROWS))
        for number in range(self.row_count):
            self.fields[f"partner_{number}"] = municipality_field(
                f"Partner {number + 1}", list_id=f"vorschlaege-{number}", required=False
            )
        self.fields["lead"] = forms.TypedChoiceField(
            label="Federführung",
            coerce=int,
            initial=0,
            choices=[(number, f"Partner {number + 1}") for number in range(self.row_count)],
            error_messages={
                "required": "Bitte wählen Sie, welcher Partner die Federführung übernimmt.",
                "invalid_choice": "Bitte wählen Sie, welcher Partner die Federführung übernimmt.",
            },
        )
        # The error summary follows the order of the page.
        partners = [f"partner_{number}" for number in range(self.row_count)]
        self.order_fields(["title", "subtitle", "goals", "task_areas", *partners, "lead"])
        self.picked: dict[int, Municipality] = {}

    @classmethod
    def with_new_row(cls, data: QueryDict, *, actor: User, rows: int) -> Self:
        """A form that shows what was typed without judging it yet; the focus goes to its last row."""
        form = cls(actor=actor, rows=rows)
        form.initial = {
            name: value
            for name, field in form.fields.items()
            if (value := field.widget.value_from_datadict(data, {}, name)) not in (None, [])
        }
        form.fields[f"partner_{form.row_count - 1}"].widget.attrs |= {
            "autofocus": True,
            "data-autofocus": "1",
        }
        return form

    def partner_rows(self) -> list[dict[str, Any]]:
        """The rows to show: bound field, number, whether it leads, and candidates where the name was refused."""
        lead = str(self["lead"].value())
        rows = []
        for number in range(self.row_count):
            field = self[f"partner_{number}"]
            typed = suggest(self.actor, str(field.value() or "")) if field.errors else []
            rows.append(
                {
                    "field": field,
                    "number": number,
                    "leads": lead == str(number),
                    "candidates": labels(self.actor, typed),
                }
            )
        return rows

    def clean(self) -> dict[str, Any]:
        """Find each municipality, refuse those that are named twice, and require the lead among them."""
        data = super().clean()
        keys: set[str] = set()
        for number in range(self.row_count):
            name, text = f"partner_{number}", data.get(f"partner_{number}", "")
            if not text:
                continue
            try:
                municipality = pick(self.actor, text)
            except ValidationError as error:
                self.add_error(name, error)
                continue
            if municipality.ags in keys:
                self.add_error(
                    name,
                    f"{municipality} steht schon in der Liste. Jede Kommune kann nur einmal Partner sein.",
                )
                continue
            keys.add(municipality.ags)
            self.picked[number] = municipality
        self._check_partners(data)
        return data

    def _check_partners(self, data: Mapping[str, Any]) -> None:
        if any(f"partner_{number}" in self.errors for number in range(self.row_count)):
            return
        own = Municipality.objects.represented_by(self.actor)
        if not own.filter(pk__in=[row.pk for row in self.picked.values()]).exists():
            self.add_error("partner_0", "Ihre eigene Kommune muss unter den Partnern sein.")
        elif len(self._sent_leads()) > 1:
            self.add_error("lead", "Nur ein Partner kann die Federführung übernehmen.")
        elif "lead" in data and data["lead"] not in self.picked:
            self.add_error("lead", "Die Federführung muss einer der eingetragenen Partner übernehmen.")

    def _sent_leads(self) -> set[str]:
        # Browsers send one; of several values the field would silently take the last.
        return set(self.data.getlist("lead")) if isinstance(self.data, QueryDict) else set()

    def partners(self) -> Sequence[Municipality]:
        """The chosen municipalities in the order of the rows."""
        return list(self.picked.values())

    def lead(self) -> Municipality:
        """The municipality of the row that leads."""
        return self.picked[self.cleaned_data["lead"]]

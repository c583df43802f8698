"""What a history is narrowed by."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from ikz.ui.forms import DateField
from workspace.history.entries import BY_LINK as LINKED
from workspace.history.entries import NOBODY, STEPS
from workspace.history.sources import AREAS, Source
from workspace.history.sql import AUTOMATIC, BY_LINK, Wanted

ALL_OF = "alles aus"
# Beyond it there is no following day to count up to.
LAST_YEAR = 9998


class HistoryForm(forms.Form):
    """Area or kind of record, person, what happened, and days; what is not understood narrows nothing."""

    kind = forms.ChoiceField(label="Bereich oder Art", required=False)
    person = forms.ChoiceField(label="Person", required=False)
    step = forms.ChoiceField(label="Vorgang", required=False, choices=[("", "alle Vorgänge"), *STEPS.items()])
    first_day = DateField(label="Von", required=False, help_text="zum Beispiel 14.03.2027")
    last_day = DateField(label="Bis", required=False, help_text="zum Beispiel 31.12.2027")

    def __init__(
        self, data: Any, *, sources: Sequence[Source], people: Iterable[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.sources = sources
        kind, person = self.fields["kind"], self.fields["person"]
        kind.choices = [("", "alle Bereiche"), *_grouped(sources)]  # type: ignore[attr-defined]
        person.choices = [("", "alle Personen"), *people, (AUTOMATIC, NOBODY), (BY_LINK, LINKED)]  # type: ignore[attr-defined]
        for field in self.fields.values():
            # A search form: nothing is required, so nothing needs to be called optional.
            field.widget.is_required = False

    def clean(self) -> dict[str, Any]:
        """Days that exist, in their order."""
        sent = super().clean() or {}
        for name in ("first_day", "last_day"):
            if (day := sent.get(name)) and day.year > LAST_YEAR:
                self.add_error(name, f"Bitte nennen Sie ein Jahr bis {LAST_YEAR}.")
        first, last = sent.get("first_day"), sent.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", "Der letzte Tag liegt vor dem ersten.")
        return sent

    def wanted(self) -> Wanted:
        """What is asked for; fields with errors narrow nothing."""
        if not self.is_bound:
            return Wanted()
        self.is_valid()
        sent = self.cleaned_data
        kind, step = sent.get("kind", ""), sent.get("step", "")
        labels = frozenset(row.label for row in self.sources if kind in (row.area, row.label))
        return Wanted(
            labels=labels,
            steps=(step,) if step else (),
            person=sent.get("person", ""),
            first_day=sent.get("first_day"),
            last_day=sent.get("last_day"),
        )


def _grouped(sources: Sequence[Source]) -> list[tuple[str, list[tuple[str, str]]]]:
    groups = []
    for key, label in AREAS.items():
        kinds = [(row.label, row.name) for row in sources if row.area == key]
        if kinds:
            groups.append((label, [(key, f"{ALL_OF}: {label}"), *kinds]))
    return groups

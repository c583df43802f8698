"""Agreements and their clauses, as they are entered."""

from collections.abc import Sequence
from typing import Any

from django import forms

from agreements.instruments import LABELS, instrument_of_form
from agreements.models.clauses import CLAUSE_LENGTH
from agreements.services.agreements import FrameData
from agreements.services.clauses import ClauseData
from cooperations.catalog import models
from municipalities.catalog import LAENDER, LAND_CHOICES


def form_choices() -> list[tuple[str, str]]:
    """The forms of cooperation, each with the document it rests on."""
    return [(key, f"{model.label} ({LABELS[instrument_of_form(key)]})") for key, model in models().items()]


class FrameForm(forms.Form):
    """Title, forms and Land of an agreement."""

    title = forms.CharField(
        label="Titel",
        max_length=200,
        help_text="So heißt das Dokument, zum Beispiel „Zweckvereinbarung Schul-IT“",
    )
    form_keys = forms.MultipleChoiceField(
        label="Formen der Zusammenarbeit",
        choices=form_choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Bitte wählen Sie mindestens eine Form der Zusammenarbeit."},
        help_text="Mehrere Formen sind möglich, wenn sie auf demselben Dokument beruhen.",
    )
    land = forms.ChoiceField(
        label="Land, dessen Recht gilt",
        choices=[("", "Bitte wählen"), *LAND_CHOICES],
        help_text="Davon hängt ab, was die Vereinbarung regeln muss und was die Aufsicht tut.",
    )

    def to_data(self) -> FrameData:
        """The valid input."""
        return FrameData(**{name: self.cleaned_data[name] for name in FRAME_LABELS})


class NewAgreementForm(FrameForm):
    """The same for a new one; whether the neutral beginnings go in."""

    with_wording = forms.BooleanField(
        label="Formulierungshilfen gleich als Wortlaut einsetzen",
        required=False,
        help_text="Sie enthalten, was über die Kooperation bekannt ist, und Lücken in eckigen Klammern. Alles lässt sich ändern.",
    )


class FrameEditForm(FrameForm):
    """The same for one that exists, with the version that the person saw."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


FRAME_LABELS = {name: str(field.label) for name, field in FrameForm.base_fields.items()}


def show_frame(name: str, value: Any) -> list[str]:
    """A value as lines for readers."""
    if name == "form_keys":
        return [models()[key].label for key in value]
    return [LAENDER.get(value, value) if name == "land" else str(value)]


class ClauseForm(forms.Form):
    """Heading and wording of a clause."""

    heading = forms.CharField(label="Überschrift", max_length=200)
    text = forms.CharField(
        label="Wortlaut",
        required=False,
        max_length=CLAUSE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text="Absätze beginnen mit (1), (2) …, Aufzählungen mit einem Strich. Lücken stehen in [eckigen Klammern].",
    )

    def to_data(self) -> ClauseData:
        """The valid input."""
        return ClauseData(heading=self.cleaned_data["heading"], text=self.cleaned_data["text"])


class ClauseEditForm(ClauseForm):
    """The same for one that exists, with the version that the person saw."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


CLAUSE_LABELS = {name: str(field.label) for name, field in ClauseForm.base_fields.items()}


def show_clause(_: str, value: Any) -> list[str]:
    """A value as lines for readers."""
    return str(value).splitlines()


class OmissionForm(forms.Form):
    """Why something is not regulated."""

    omission_reason = forms.CharField(
        label="Warum nicht geregelt?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Die Prüfung und die Partner lesen diesen Grund, zum Beispiel „Geregelt in § 5“.",
    )


class ProposalForm(ClauseForm):
    """Proposed wording with its reason; ``base_version`` is the version of the clause that was read."""

    reason = forms.CharField(
        label="Begründung", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    base_version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].required = True
        self.fields["text"].label = "Vorgeschlagener Wortlaut"


class CommentForm(forms.Form):
    """A remark, or an answer to one."""

    text = forms.CharField(
        label="Anmerkung",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Bitte schreiben Sie etwas."},
    )


class DecisionForm(forms.Form):
    """The coordination's decision on proposed wording; ``version`` is that of the clause shown beside it."""

    note = forms.CharField(
        label="Begründung",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Wer den Vorschlag gemacht hat, liest sie. Nötig, wenn Sie ihn nicht übernehmen.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)


def preselected(model_keys: Sequence[str]) -> list[str]:
    """The forms of a cooperation that rest on the same document as its first one."""
    known = [key for key in model_keys if key in models()]
    return [key for key in known if instrument_of_form(key) == instrument_of_form(known[0])]

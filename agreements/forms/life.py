"""Forms of resolutions, proceedings, publication, entry into force and the end."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from agreements.models import AgreementVersion, CouncilResolution, CouncilResult, EntryKind, Proceeding
from agreements.services.proceedings import DecisionData, EntryData
from agreements.services.resolutions import ResolutionData
from cooperations.models import Partner
from ikz.files.fields import UploadField
from ikz.ui.formatting import de_date
from ikz.ui.forms import DateField
from municipalities.models import Authority


def _label(model: Any, name: str) -> str:
    return str(model._meta.get_field(name).verbose_name)  # noqa: SLF001 - Django's documented API


def _words(label: str, *, rows: int = 4, most: int = 2000, **kwargs: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **kwargs
    )


def _upload(label: str) -> UploadField:
    return UploadField(label=label, required=False)


class ResolutionForm(forms.Form):
    """What a body resolved, for one of the partners that one may answer for."""

    partner = forms.ChoiceField()
    body = forms.CharField(
        label=_label(CouncilResolution, "body"),
        max_length=160,
        help_text="Zum Beispiel „Kreistag“ oder „Stadtrat“",
    )
    decided_on = DateField(label="Beschlossen am")
    result = forms.ChoiceField(
        label=_label(CouncilResolution, "result"), choices=CouncilResult.choices, widget=forms.RadioSelect
    )
    note = _words(
        _label(CouncilResolution, "note"),
        required=False,
        help_text="Nötig bei Maßgaben, und wo kein Beschluss nötig ist. Die Aufsicht liest mit.",
    )
    reference = forms.CharField(label=_label(CouncilResolution, "reference"), max_length=120, required=False)
    file = _upload(_label(CouncilResolution, "file"))

    def __init__(self, *args: Any, partners: Sequence[Partner] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.partners = {str(row.pk): row for row in partners}
        only = len(partners) == 1
        self.fields["partner"] = forms.ChoiceField(
            label=_label(CouncilResolution, "partner"),
            choices=[(key, str(row)) for key, row in self.partners.items()],
            widget=forms.HiddenInput if only else forms.Select,
        )
        if only:
            self.initial["partner"] = str(partners[0].pk)

    def to_data(self) -> ResolutionData:
        """The valid input."""
        return ResolutionData(**{name: self.cleaned_data[name] for name in RESOLUTION_LABELS})


RESOLUTION_LABELS = {
    name: str(field.label)
    for name, field in ResolutionForm.base_fields.items()
    if name not in {"partner", "file"}
}


class ResolutionEditForm(ResolutionForm):
    """The same for one that exists, with the version that the person saw."""

    drop_file = forms.BooleanField(label="Datei entfernen", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args: Any, has_file: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["partner"]
        if not has_file:
            del self.fields["drop_file"]


def show_resolution(name: str, value: Any) -> list[str]:
    """A value as lines for readers."""
    if name == "result":
        return [str(CouncilResult(value).label)]
    if name == "decided_on":
        return [de_date(value)]
    return str(value).splitlines()


class AdoptForm(forms.Form):
    """Saying by hand that a version is adopted; the reason while somebody is missing."""

    on = DateField(label=_label(AgreementVersion, "adopted_on"))
    reason = _words("Begründung", help_text="Sie steht im Ablauf und ist für die Aufsicht sichtbar.")

    def __init__(self, *args: Any, missing: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not missing:
            del self.fields["reason"]


class SubmitForm(forms.Form):
    """Which authority, which proceedings, since when; the reason while resolutions are missing."""

    authority = forms.ModelChoiceField(queryset=Authority.objects.none())
    kind = forms.ChoiceField()
    submitted_on = DateField(label=_label(Proceeding, "submitted_on"))
    missing_reason = _words(
        _label(Proceeding, "missing_reason"),
        required=False,
        help_text="Nicht nötig für eine Vorabstimmung. Die Begründung bleibt beim Verfahren und ist für die Aufsicht sichtbar.",
    )

    def __init__(
        self,
        *args: Any,
        authorities: Any,
        kinds: Iterable[tuple[str, str]],
        missing: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["authority"] = forms.ModelChoiceField(
            label=_label(Proceeding, "authority"), queryset=authorities, empty_label="Bitte wählen"
        )
        self.fields["kind"] = forms.ChoiceField(
            label=_label(Proceeding, "kind"), choices=list(kinds), widget=forms.RadioSelect
        )
        if not missing:
            del self.fields["missing_reason"]


class ReceiptForm(forms.Form):
    """The day of receipt; ``expected`` is what the person saw of the proceedings."""

    on = DateField(
        label=_label(Proceeding, "received_on"),
        help_text="Laut Eingangsbestätigung der Behörde. Ab diesem Tag laufen Fristen.",
    )
    expected = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class EntryForm(forms.Form):
    """Something that happened in proceedings."""

    kind = forms.ChoiceField(
        label="Was ist geschehen?",
        choices=EntryKind.choices,
        widget=forms.RadioSelect,
        help_text="Ein Vermerk der Koordination bleibt bei den Partnern; alles andere liest die Aufsicht mit.",
    )
    happened_on = DateField(label="Tag")
    text = _words("Inhalt", most=4000)
    answer_due_on = DateField(
        label="Antwort erbeten bis", required=False, help_text="Nur bei einer Rückfrage der Behörde"
    )
    file = _upload("Schreiben")

    def to_data(self) -> EntryData:
        """The valid input."""
        return EntryData(
            **{name: self.cleaned_data[name] for name in ("kind", "happened_on", "text", "answer_due_on")}
        )


class DecisionForm(forms.Form):
    """What the authority decided; ``expected`` is what the person saw of the proceedings."""

    decision = forms.ChoiceField()
    decided_on = DateField(label=_label(Proceeding, "decided_on"))
    file_number = forms.CharField(label=_label(Proceeding, "file_number"), max_length=120, required=False)
    note = _words(
        _label(Proceeding, "decision_note"),
        most=4000,
        required=False,
        help_text="Nebenbestimmungen, Gründe, oder worauf Sie sich bei Fristablauf stützen",
    )
    file = _upload(_label(Proceeding, "decision_file"))
    expected = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args: Any, decisions: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"] = forms.ChoiceField(
            label=_label(Proceeding, "decision"), choices=list(decisions), widget=forms.RadioSelect
        )

    def to_data(self) -> DecisionData:
        """The valid input."""
        names = ("decision", "decided_on", "file_number", "note")
        return DecisionData(**{name: self.cleaned_data[name] for name in names})


class CompletionForm(forms.Form):
    """What came after the decision: its number, its document; only what is missing."""

    file_number = forms.CharField(label=_label(Proceeding, "file_number"), max_length=120, required=False)
    file = _upload(_label(Proceeding, "decision_file"))

    def __init__(self, *args: Any, has_number: bool, has_file: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_number:
            del self.fields["file_number"]
        if has_file:
            del self.fields["file"]


class PublicationForm(forms.Form):
    """Where and when a version was made public."""

    on = DateField(label=_label(AgreementVersion, "published_on"))
    where = forms.CharField(
        label=_label(AgreementVersion, "published_in"),
        max_length=300,
        help_text="Zum Beispiel „Amtsblatt des Donnersbergkreises Nr. 12/2026“",
    )
    link = forms.URLField(
        label=_label(AgreementVersion, "published_link"),
        max_length=500,
        required=False,
        assume_scheme="https",
    )
    file = _upload(_label(AgreementVersion, "published_file"))


class ForceForm(forms.Form):
    """From which day a version holds; the reason while resolutions are missing."""

    on = DateField(label=_label(AgreementVersion, "in_force_on"))
    reason = _words("Warum ohne alle Beschlüsse?", help_text="Sie steht im Ablauf.")

    def __init__(self, *args: Any, missing: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not missing:
            del self.fields["reason"]


class EndForm(forms.Form):
    """The last day on which an agreement holds, and why it ends."""

    on = DateField(
        label="Letzter Tag", help_text="Zum Beispiel 31.12.2027. Bis dahin gilt die Fassung weiter."
    )
    reason = _words(
        _label(AgreementVersion, "end_reason"),
        help_text="Wer hat wann gekündigt, oder wer hat die Aufhebung beschlossen? Wer hat der Aufsicht Bescheid gegeben?",
    )

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from ikz.ui.errors import error_items
from ikz.ui.forms import DateField, DecimalField, IntegerField, MonthField
from tests.ui.markup import only, parse, tree, words


class Sample(forms.Form):
    title = forms.CharField(label="Titel", help_text="So heißt sie überall.", max_length=20)
    mail = forms.EmailField(label="E-Mail", required=False)
    start = DateField(label="Beginn")
    month = MonthField(label="Monat", required=False)
    cost = DecimalField(label="Kosten", min_value=0, decimal_places=2, required=False)
    pupils = IntegerField(label="Schülerzahl", min_value=0, required=False)
    land = forms.ChoiceField(label="Land", choices=[("", "Bitte wählen"), ("07", "Rheinland-Pfalz")])
    rating = forms.ChoiceField(
        label="Bewertung", choices=[("yes", "ja"), ("no", "nein")], widget=forms.RadioSelect
    )
    areas = forms.MultipleChoiceField(
        label="Aufgaben",
        choices=[("a", "Support"), ("b", "Netz")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    note = forms.CharField(label="Notiz", widget=forms.Textarea, required=False)
    file = forms.FileField(label="Anlage", required=False)
    agree = forms.BooleanField(label="Geprüft", help_text="Pflichtangabe")
    key = forms.CharField(widget=forms.HiddenInput, required=False)


BAD = {
    "title": "Ein Titel, der viel zu lang ist",
    "mail": "keine",
    "start": "32.13.2026",
    "month": "13/2022",
    "cost": "viel",
    "pupils": "-3",
    "note": "<b>bleibt</b>",
    "areas": ["b"],
}


def labelled_by(root: Any, control: Any) -> str:
    found = [label for label in root.iter("label") if label.get("for") == control.get("id")]
    assert found, f"no label for {control.attrib}"
    return words(found[0])


@pytest.mark.parametrize("data", [None, BAD])
def test_every_control_has_a_label_and_every_reference_a_target(data: dict[str, Any] | None) -> None:
    root = parse(str(Sample(data)))
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    for control in [*root.iter("input"), *root.iter("select"), *root.iter("textarea")]:
        if control.get("type") == "hidden":
            continue
        assert labelled_by(root, control)
    for element in root.iter():
        for reference in element.get("aria-describedby", "").split():
            assert reference in ids
    for group in root.iter("fieldset"):
        assert words(only(group, "legend"))


def test_errors_stand_at_their_field_and_what_was_typed_stays() -> None:
    root = parse(str(Sample(BAD)))
    start = only(root, ".//input[@name='start']")
    assert start.get("aria-invalid") == "true"
    assert start.get("value") == "32.13.2026"
    assert start.get("aria-describedby", "").split() == ["id_start_helptext", "id_start_error"]
    assert (
        words(only(root, ".//*[@id='id_start_error']"))
        == "Fehler: Bitte geben Sie ein Datum wie 14.03.2027 ein."
    )
    assert words(only(root, ".//textarea[@name='note']")) == "<b>bleibt</b>"
    chosen = [
        box.get("value")
        for box in root.iter("input")
        if box.get("name") == "areas" and "checked" in box.attrib
    ]
    assert chosen == ["b"]
    group = next(group for group in root.iter("fieldset") if words(only(group, "legend")) == "Bewertung")
    assert group.get("aria-describedby") == "id_rating_error"


def test_optional_fields_say_so_and_required_ones_stay_plain() -> None:
    labels = [words(label) for label in parse(str(Sample())).iter("label")]
    assert "Titel" in labels
    assert "E-Mail (optional)" in labels


def test_the_summary_links_each_message_to_the_control_that_takes_the_focus() -> None:
    form = Sample(BAD)
    form.add_error(None, "Das Ende liegt vor dem Beginn.")
    root = tree("<c-form :form='form' action='/x/' cancel_url='/y/' />", form=form)
    summary = only(root, ".//*[@data-error-summary]")
    assert summary.get("role") == "alert"
    assert "Das Ende liegt vor dem Beginn." in words(summary)
    anchors = [link.get("href", "")[1:] for link in summary.iter("a")]
    assert "id_rating_0" in anchors
    controls = {element.get("id") for tag in ("input", "select", "textarea") for element in root.iter(tag)}
    assert anchors
    assert set(anchors) <= controls
    assert "Beginn: Bitte geben Sie ein Datum wie 14.03.2027 ein." in words(summary)
    assert only(root, ".//form").get("enctype") == "multipart/form-data"
    assert len(root.findall(".//input[@name='key']")) == 1


def test_a_form_without_errors_has_no_summary() -> None:
    assert tree("<c-form :form='form' />", form=Sample()).find(".//*[@data-error-summary]") is None
    assert tree("<c-form :form='form' />").find(".//*[@data-error-summary]") is None


def test_formsets_report_the_errors_of_every_row() -> None:
    formset = forms.formset_factory(Sample, extra=0)(
        {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-0-title": "A", "form-1-start": "1.1.2027"}
    )
    assert not formset.is_valid()
    anchors = {item.anchor for item in error_items(formset)}
    assert {"id_form-0-start", "id_form-1-title"} <= anchors


def clean(field: forms.Field, typed: str) -> Any:
    return field.clean(typed)


def test_fields_read_german_and_show_german() -> None:
    assert clean(DateField(), "14.03.2027") == dt.date(2027, 3, 14)
    assert clean(DateField(), "2027-03-14") == dt.date(2027, 3, 14)
    assert clean(MonthField(), "9/2022") == dt.date(2022, 9, 1)
    assert clean(MonthField(), "2022-09") == dt.date(2022, 9, 1)
    assert clean(DecimalField(decimal_places=2), "64.074,04") == Decimal("64074.04")
    assert clean(IntegerField(), "12.857") == 12857
    initial = {
        "start": dt.date(2027, 3, 14),
        "month": dt.date(2022, 9, 1),
        "cost": Decimal("64074.04"),
        "pupils": 12857,
    }
    root = parse(str(Sample(initial=initial)))
    shown = {name: only(root, f".//input[@name='{name}']").get("value") for name in initial}
    assert shown == {"start": "14.03.2027", "month": "09/2022", "cost": "64.074,04", "pupils": "12.857"}


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        (MonthField(), "00/2022", "Bitte geben Sie Monat und Jahr wie 09/2022 ein."),
        (MonthField(), "09/0000", "Bitte geben Sie Monat und Jahr wie 09/2022 ein."),
        (DecimalField(), "1,2,3", "Bitte geben Sie eine Zahl wie 64.074,04 ein."),
        (IntegerField(), "1,5", "Bitte geben Sie eine ganze Zahl ein, zum Beispiel 12.857."),
        (IntegerField(), "x", "Bitte geben Sie eine ganze Zahl ein, zum Beispiel 12.857."),
        (IntegerField(min_value=0), "-1", "Dieser Wert muss größer oder gleich 0 sein."),
        (DateField(), "", "Dieses Feld ist zwingend erforderlich."),
    ],
)
def test_bad_input_is_refused_in_german(field: forms.Field, typed: str, message: str) -> None:
    with pytest.raises(forms.ValidationError) as caught:
        field.clean(typed)
    assert caught.value.messages == [message]


def test_a_stored_file_is_named_and_can_be_removed() -> None:
    class Stored:
        url = "/dateien/1/"

        def __str__(self) -> str:
            return "Plan.pdf"

    class Upload(forms.Form):
        file = forms.FileField(label="Anlage", required=False, widget=forms.ClearableFileInput)

    root = parse(str(Upload(initial={"file": Stored()})))
    assert only(root, ".//a").get("href") == "/dateien/1/"
    for control in root.iter("input"):
        assert labelled_by(root, control)
    form = Upload({}, MultiValueDict({"file": [SimpleUploadedFile("neu.pdf", b"x")]}))
    assert form.is_valid()

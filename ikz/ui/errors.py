"""The list behind every error summary: message by message, each with the id of its field."""

from dataclasses import dataclass

from django.forms import BaseForm, BaseFormSet
from django.forms.boundfield import BoundField
from django.forms.utils import ErrorList


@dataclass(frozen=True, kw_only=True)
class ErrorItem:
    """One message; ``anchor`` is empty when it concerns the form as a whole."""

    message: str
    label: str = ""
    anchor: str = ""


def _anchor(field: BoundField) -> str:
    """Return the id of the element that takes the focus: of a group, its first choice."""
    if not field.use_fieldset:
        return field.id_for_label or field.auto_id
    first = next(iter(field.subwidgets), None)
    return (first.id_for_label if first is not None else None) or field.auto_id


def _form_items(form: BaseForm) -> list[ErrorItem]:
    items = [ErrorItem(message=str(message)) for message in form.non_field_errors()]
    for field in form:
        items += [
            ErrorItem(
                message=str(message),
                label=str(field.label or ""),
                anchor="" if field.is_hidden else _anchor(field),
            )
            for message in field.errors
        ]
    return items


def error_items(source: object) -> list[ErrorItem]:
    """Return every error of a form, formset or error list in the order of the fields.

    Anything else has none: a template may name a form that its view did not give.
    """
    if isinstance(source, BaseFormSet):
        items = [ErrorItem(message=str(message)) for message in source.non_form_errors()]
        for form in source.forms:
            items += _form_items(form)
        return items
    if isinstance(source, BaseForm):
        return _form_items(source)
    if isinstance(source, ErrorList):
        return [ErrorItem(message=str(message)) for message in source]
    return []

"""The form field for an upload: says beforehand what is taken."""

from typing import Any

from django import forms
from django.conf import settings

from ikz.files.kinds import KINDS, LABELS


class UploadField(forms.FileField):
    """A file of the kinds that are taken; content and size are checked by ``store_file``."""

    def __init__(self, **kwargs: Any) -> None:
        most = settings.FILE_MAX_BYTES // 1024**2
        kwargs.setdefault("help_text", f"{', '.join(LABELS)}; höchstens {most} MB, ohne Makros")
        super().__init__(**kwargs)
        self.widget.attrs["accept"] = ",".join(f".{ending}" for ending in KINDS)
        # Long names are cut, not refused; empty files are refused with the other reasons.
        self.max_length, self.allow_empty_file = None, True

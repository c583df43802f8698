"""The sheet of a form as a document, and the fingerprint that tells one from a later one."""

import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from cooperations import model_sheet
from cooperations.catalog import CooperationModel

TEMPLATE = "pdf/model_sheet.html"
STYLESHEET = "pdf/model_sheet.css"


def document(model: CooperationModel, land: str) -> str:
    """The document before it is set; ``land`` is a key, or empty for a sheet without law."""
    return render_to_string(TEMPLATE, {**model_sheet.context(model, land), "demo": settings.DEMO})


def fingerprint(document: str, *stylesheets: str) -> str:
    """What a stored file was set from: words and layout. Equal fingerprints are equal pages."""
    layout = b"".join(_layout(name) for name in stylesheets or (STYLESHEET,))
    return hashlib.sha256(document.encode() + layout).hexdigest()


@cache
def _layout(name: str) -> bytes:
    found = finders.find(name)
    if not isinstance(found, str):
        raise FileNotFoundError(name)
    return Path(found).read_bytes()

"""Mails from templates: a folder each, with subject, text and HTML."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template import Context, Template
from django.template.loader import get_template

SITE_NAME = "IKZ Schul-IT"
SUBJECT_LENGTH = 250


@dataclass(frozen=True)
class RenderedMail:
    """The three parts of a mail."""

    subject: str
    text: str
    html: str


def render_mail(template: str, context: dict[str, Any]) -> RenderedMail:
    """Render ``templates/emails/<template>/``; ``base_url``, ``site_name`` and ``demo`` are always there."""
    values = {"base_url": settings.BASE_URL, "site_name": SITE_NAME, "demo": settings.DEMO, **context}
    # A line break in a subject would begin a header of its own.
    subject = " ".join(_render(template, "subject.txt", values, escape=False).split())
    return RenderedMail(
        subject=subject[:SUBJECT_LENGTH],
        text=_render(template, "body.txt", values, escape=False).strip() + "\n",
        html=_render(template, "body.html", values, escape=True).strip() + "\n",
    )


def _render(template: str, part: str, values: dict[str, Any], *, escape: bool) -> str:
    compiled: Template = get_template(f"emails/{template}/{part}").template  # type: ignore[attr-defined]
    rendered: str = compiled.render(Context(values, autoescape=escape))
    return rendered

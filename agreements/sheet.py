"""A version as it is set: the same for page, print, PDF and DOCX. It says what was frozen and nothing of the draft."""

from dataclasses import dataclass, replace
from datetime import date

from django.conf import settings
from django.utils import timezone

from agreements.content import FrozenPartner, VersionContent
from agreements.instruments import LABELS, Instrument
from agreements.models import AgreementVersion
from agreements.wording import Line, clean, lines
from cooperations.catalog import models
from municipalities.catalog import LAENDER

# From this number of clauses on a table of contents helps more than it takes.
CONTENTS_FROM = 12
SHORT = 16


@dataclass(frozen=True)
class SheetClause:
    """One § with its paragraphs."""

    number: int
    heading: str
    lines: list[Line]

    @property
    def anchor(self) -> str:
        """The name of its place in a page."""
        return f"p{self.number}"


@dataclass(frozen=True)
class Sheet:
    """What the document of a version shows."""

    title: str
    kind: str
    cooperation: str
    forms: list[str]
    land: str
    number: int
    fixed_on: date
    occasion: str
    sha256: str
    partners: tuple[FrozenPartner, ...]
    clauses: list[SheetClause]
    demo: bool

    @property
    def has_contents(self) -> bool:
        """Whether it begins with a table of contents."""
        return len(self.clauses) >= CONTENTS_FROM

    @property
    def short_sha256(self) -> str:
        """The beginning of the fingerprint, in groups that people can compare."""
        start = self.sha256[:SHORT]
        return " ".join(start[index : index + 4] for index in range(0, SHORT, 4))


def sheet_of(version: AgreementVersion, content: VersionContent | None = None) -> Sheet:
    """The sheet of a version; ``content`` where it was read already."""
    frozen = content or VersionContent.from_json(version.content)
    return Sheet(
        title=clean(frozen.title),
        kind=LABELS[Instrument(frozen.instrument)],
        cooperation=clean(frozen.cooperation),
        forms=[models()[key].label if key in models() else key for key in frozen.forms],
        land=LAENDER[frozen.land],
        number=version.number,
        fixed_on=timezone.localdate(version.created_at),
        occasion=version.occasion,
        sha256=version.sha256,
        partners=tuple(replace(row, name=clean(row.name)) for row in frozen.partners),
        clauses=[SheetClause(row.number, clean(row.heading), lines(row.text)) for row in frozen.clauses],
        demo=settings.DEMO,
    )

"""The law of inter-municipal cooperation per Land, as far as it was read; no legal advice.

What was not read, or is only known from general knowledge, says so: an ``unsure`` or ``unknown`` entry is to be
checked, it never means that nothing is due.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Confidence(StrEnum):
    """How well an entry is founded."""

    READ = "read"
    KNOWN = "known"
    UNSURE = "unsure"


class Requirement(StrEnum):
    """What is due towards the supervisory authority."""

    APPROVAL = "approval"
    APPROVAL_CONDITIONAL = "approval_conditional"
    NOTIFICATION = "notification"
    ESTABLISHMENT = "establishment_by_authority"
    NONE = "none"
    NOT_REGULATED = "not_regulated"
    NOT_APPLICABLE = "not_applicable"
    UNKNOWN = "unknown"


INFERRED = "Die Angabe ist erschlossen und in keiner Quelle so gelesen."
PARTLY_READ = "Ein Teil der Angabe ließ sich in der Quelle nicht nachlesen."
_UNREAD = re.compile(r"nicht (vollständig )?gelesen|nicht verifiziert|unvollständig|ungeklärt|\(prüfen\)")


def partly_read(*texts: str) -> bool:
    """Whether a text of the catalog says of itself that something was not read."""
    return any(_UNREAD.search(text) for text in texts)


@dataclass(frozen=True)
class Source:
    """Where an entry comes from; ``url`` is empty where there is no address to show."""

    title: str
    url: str = ""
    version_note: str = ""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What every entry tells about itself; ``caution`` where the version that was read may be out of date."""

    confidence: Confidence
    sources: tuple[Source, ...] = ()
    section: str = ""
    note: str = ""
    caution: str = ""

    @property
    def doubts(self) -> tuple[str, ...]:
        """German reasons why somebody has to check this entry before relying on it."""
        found = []
        if self.confidence is Confidence.UNSURE:
            found.append(INFERRED)
        elif partly_read(self.note, self.section):
            found.append(PARTLY_READ)
        if self.caution:
            found.append(self.caution)
        return tuple(found)


@dataclass(frozen=True, kw_only=True)
class LocalForm(Entry):
    """A form as the Land names and regulates it; None where it is open whether competence passes over."""

    form_type: str
    local_name: str
    new_legal_person: bool | None
    transfers_competence: bool | None

    @property
    def doubts(self) -> tuple[str, ...]:
        """As for every entry; what the form does to competence or makes of itself may be open."""
        own = []
        if self.transfers_competence is None:
            own.append("Ob die Zuständigkeit übergeht, ist offen.")
        if self.new_legal_person is None:
            own.append("Ob eine neue Rechtsperson entsteht, ist offen.")
        return (*own, *super().doubts)


@dataclass(frozen=True, kw_only=True)
class Supervision(Entry):
    """What is due towards the authority for one form."""

    requirement: Requirement

    @property
    def doubts(self) -> tuple[str, ...]:
        """As for every entry; what was not found out, or depends on a condition, is to be checked too."""
        own = {
            Requirement.UNKNOWN: "Was gegenüber der Aufsicht zu tun ist, wurde nicht ermittelt.",
            Requirement.NOT_REGULATED: "Das Landesgesetz regelt diese Form nicht.",
            Requirement.APPROVAL_CONDITIONAL: "Ob eine Genehmigung nötig ist, hängt von einer Bedingung ab.",
        }
        return (*((own[self.requirement],) if self.requirement in own else ()), *super().doubts)


@dataclass(frozen=True, kw_only=True)
class Contents(Entry):
    """What a statute or an agreement has to regulate by law; an empty list is a thing to check, not a freedom."""

    items: tuple[str, ...] = ()
    optional_items: tuple[str, ...] = ()
    form: str = ""

    @property
    def doubts(self) -> tuple[str, ...]:
        """As for every entry; without items nothing was found."""
        nothing = () if self.items else ("Pflichtinhalte wurden nicht ermittelt.",)
        return (*nothing, *super().doubts)


@dataclass(frozen=True, kw_only=True)
class Publication(Entry):
    """How agreement and statute are made public."""

    agreement: str = ""
    statute: str = ""


@dataclass(frozen=True, kw_only=True)
class Termination(Entry):
    """How an agreement ends and a member leaves an association."""

    agreement: str = ""
    association: str = ""


@dataclass(frozen=True)
class CompetentAuthority:
    """An authority and the case in which it supervises."""

    name: str
    condition: str


@dataclass(frozen=True, kw_only=True)
class Authorities(Entry):
    """Who supervises."""

    authorities: tuple[CompetentAuthority, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Act(Entry):
    """The Land's act on inter-municipal cooperation; city states have none of their own."""

    title: str = ""
    abbreviation: str = ""
    version: str = ""
    last_amendment: str = ""


@dataclass(frozen=True, kw_only=True)
class SchoolLaw(Entry):
    """Where the Land says who runs schools."""

    title: str = ""


@dataclass(frozen=True, kw_only=True)
class FederalPart(Entry):
    """A list below a federal rule, founded on sources of its own."""

    title: str
    items: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class FederalRule(Entry):
    """A rule of federal or European law that holds in every Land; ``text`` are paragraphs."""

    key: str
    title: str
    text: tuple[str, ...]
    parts: tuple[FederalPart, ...] = ()


@dataclass(frozen=True)
class VatTransition:
    """From when § 2b UStG holds for everybody, and who says so; ``extensions`` are how often it was put off."""

    mandatory_from: date
    source: str
    extensions: tuple[str, ...]


@dataclass(frozen=True)
class LandLaw:
    """The law of one Land; ``land`` is its two-digit key, ``supervision`` by key of the form type."""

    land: str
    name: str
    city_state: bool
    act: Act
    forms: tuple[LocalForm, ...]
    supervision: dict[str, Supervision]
    publication: Publication
    statute_contents: Contents
    agreement_contents: Contents
    termination: Termination
    authorities: Authorities
    cross_border: Entry
    school_law: SchoolLaw
    gaps: tuple[str, ...]
    portal_url: str


@dataclass(frozen=True)
class FormLaw:
    """What one Land's law says about one of our forms; ``supervision`` is None where there is no entry."""

    forms: tuple[LocalForm, ...]
    supervision: Supervision | None
    contents: Contents | None
    doubts: tuple[str, ...]

    @property
    def to_check(self) -> bool:
        """Whether "bitte prüfen" has to stand beside it."""
        return bool(self.doubts)


# Forms whose founding document is a statute; the others rest on an agreement or on none.
BY_STATUTE = frozenset({"special-purpose-association", "public-institution"})
BY_AGREEMENT = frozenset({"mandating", "delegating", "shared-facility"})


def law_of_form(
    law: LandLaw, model_key: str, *, law_form: str = "", default: Supervision | None = None
) -> FormLaw:
    """What ``law`` says about a form of cooperation, found by the form's key, else by its ``law_form``.

    ``default`` is what holds towards the authority where the Land says nothing; such a form needs no entry.
    """
    forms = tuple(form for form in law.forms if form.form_type == model_key)
    if not forms and law_form:
        forms = tuple(form for form in law.forms if form.form_type == law_form)
    supervision = law.supervision.get(model_key) or law.supervision.get(law_form) or default
    doubts = [] if forms or default else [no_entry(law)]
    if supervision is None:
        doubts.append("Zur Aufsicht über diese Form liegt keine Angabe vor.")
    for entry in (*forms, supervision):
        if entry is not None:
            doubts.extend(entry.doubts)
    return FormLaw(
        forms=forms,
        supervision=supervision,
        contents=_contents(law, model_key),
        doubts=tuple(dict.fromkeys(doubts)),
    )


def _contents(law: LandLaw, model_key: str) -> Contents | None:
    if model_key in BY_STATUTE:
        return law.statute_contents
    return law.agreement_contents if model_key in BY_AGREEMENT else None


def no_entry(law: LandLaw) -> str:
    """Why nothing is said about a form; in a city state this is seldom an oversight."""
    if law.city_state:
        return f"{law.name} ist ein Stadtstaat: Die Form zwischen Kommunen ist hier in der Regel nicht einschlägig."
    return "Zu dieser Form liegt für dieses Land keine Angabe vor."

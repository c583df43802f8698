"""Who is competent to supervise: the Land's list with its conditions, and which of them seems to fit. Pure.

The conditions are sentences of the catalog. What they turn on is the same everywhere: whether Kreise or kreisfreie
Städte take part, whether all belong to one Kreis, whether somebody of another Land takes part. A rule that fits is
proposed, never decided: every proposal asks to be checked with the authority.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from cooperations.law import Authorities, CompetentAuthority, LandLaw
from cooperations.law_words import CONFIDENCE

KREIS_DIGITS = 5
REGION_DIGITS = 3
ESTABLISHING = frozenset({"special-purpose-association", "public-institution"})


class Level(StrEnum):
    """What a partner is, as the conditions see it."""

    DISTRICT = "district"
    INDEPENDENT_CITY = "independent-city"
    WITHIN_DISTRICT = "within-district"


@dataclass(frozen=True)
class Member:
    """A partner by official key and level."""

    name: str
    ags: str
    level: Level
    population: int | None = None

    @property
    def kreis(self) -> str:
        """Key of the Kreis it is or belongs to."""
        return self.ags[:KREIS_DIGITS]


@dataclass(frozen=True)
class Candidate:
    """One authority of the Land's list; ``proposed`` where its condition seems to fit."""

    authority: CompetentAuthority
    proposed: bool


@dataclass(frozen=True)
class Competence:
    """The Land's list, the proposal with its reason, and why it has to be checked."""

    entry: Authorities
    candidates: tuple[Candidate, ...]
    reason: str
    doubts: tuple[str, ...]

    @property
    def confidence_label(self) -> str:
        """How well the list is founded, in words."""
        return CONFIDENCE[self.entry.confidence]

    @property
    def proposed(self) -> CompetentAuthority | None:
        """The authority that seems to fit; None where none does."""
        return next((row.authority for row in self.candidates if row.proposed), None)


ALWAYS_CHECK = "Ein Vorschlag aus den Angaben zum Land: Bitte klären Sie vor der Vorlage, wer zuständig ist."


def competence_of(law: LandLaw, members: Iterable[Member], forms: Iterable[str]) -> Competence:
    """Which authority of a Land's list seems competent for these partners and forms."""
    partners, keys = list(members), set(forms)
    rows = law.authorities.authorities
    position, reason = _position(law.land, partners, establishing=bool(keys & ESTABLISHING))
    doubts = [ALWAYS_CHECK, *law.authorities.doubts]
    if position is None or position >= len(rows):
        position = None
        doubts.insert(0, "Für diese Beteiligten ergibt sich aus den Angaben kein Vorschlag.")
    return Competence(
        entry=law.authorities,
        candidates=tuple(Candidate(row, index == position) for index, row in enumerate(rows)),
        reason=reason,
        doubts=tuple(dict.fromkeys(doubts)),
    )


# Positions in the Land's list: the lower and the upper authority. The Saarland has one for all.
_LOWER_AND_UPPER: dict[str, tuple[int, int]] = {
    **dict.fromkeys(("01", "03", "05", "06", "08", "09", "12", "13", "14", "15", "16"), (0, 1)),
    "10": (0, 0),
}
# Who is competent where municipalities of another Land take part; elsewhere the list does not say.
_ACROSS_LAENDER = {"01": 1, "05": 1, "06": 2, "08": 2, "09": 2, "14": 2, "16": 2}
# Länder whose list says what holds for municipalities of several Kreise.
_ACROSS_KREISE = frozenset({"06", "08", "10", "13", "14", "15"})
# Länder in which a third authority supervises across Regierungsbezirke (third digit of the key).
_ACROSS_REGIONS = {"06": 2, "08": 2}
# Frankfurt am Main and Wiesbaden are supervised by the ministry (§ 35 KGG).
_BY_MINISTRY = frozenset({"06412", "06414"})
# Towns of more inhabitants are supervised by the ministry (§ 20 GkZ, §§ 120 ff. GO).
_LARGE_TOWN = {"01": 20_000}


def _position(land: str, partners: list[Member], *, establishing: bool) -> tuple[int | None, str]:
    own = [row for row in partners if row.ags.startswith(land)]
    if not own:
        return None, "Aus diesem Land nimmt niemand teil."
    if len(own) < len(partners):
        return _ACROSS_LAENDER.get(land), "Es nehmen Kommunen mehrerer Länder teil."
    if land == "07":
        return _rhineland_palatinate(own, establishing=establishing)
    if land not in _LOWER_AND_UPPER:
        return None, ""
    return _by_level(land, own)


def _by_level(land: str, own: list[Member]) -> tuple[int | None, str]:
    lower, upper = _LOWER_AND_UPPER[land]
    if land in _ACROSS_REGIONS:
        if len({row.ags[:REGION_DIGITS] for row in own}) > 1:
            return _ACROSS_REGIONS[land], "Die Beteiligten gehören zu mehreren Regierungsbezirken."
        if named := next((row for row in own if row.kreis in _BY_MINISTRY), None):
            return _ACROSS_REGIONS[land], f"{named.name} nimmt teil."
    if above := next((row for row in own if row.level is not Level.WITHIN_DISTRICT), None):
        return upper, f"{above.name} nimmt teil."
    if land in _LARGE_TOWN:
        if any(row.population is None for row in own):
            return None, "Die Zahl der Einwohnerinnen und Einwohner fehlt im Verzeichnis."
        if large := next((row for row in own if (row.population or 0) > _LARGE_TOWN[land]), None):
            return upper, f"{large.name} nimmt teil und hat mehr als 20.000 Einwohnerinnen und Einwohner."
    if len({row.kreis for row in own}) > 1:
        position = upper if land in _ACROSS_KREISE else None
        return position, "Die Beteiligten gehören zu verschiedenen Kreisen."
    return lower, "Es nehmen nur Kommunen eines Kreises teil."


def _rhineland_palatinate(own: list[Member], *, establishing: bool) -> tuple[int, str]:
    """RP: within one Kreis that takes no part itself the Kreisverwaltung, else the ADD (§§ 5, 12 KomZG)."""
    above = next((row for row in own if row.level is not Level.WITHIN_DISTRICT), None)
    if above is None and len({row.kreis for row in own}) == 1:
        return 1, "Alle Beteiligten gehören zu einem Kreis, der selbst nicht teilnimmt."
    reason = f"{above.name} nimmt teil." if above else "Die Beteiligten gehören zu verschiedenen Kreisen."
    kind = "Errichtungsbehörde" if establishing else "unterste gemeinsame Aufsichtsbehörde"
    return 2, f"{reason} Danach wäre die ADD {kind}."

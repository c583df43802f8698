"""Where a draft begins: which clauses it needs, which it may have, and wording filled with what is known. Pure."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from agreements.catalog import Binding, ClauseKind, clauses, for_forms
from agreements.contents import LegalContent, optional_by_law, required_by_law

_FACT = re.compile(r"\{(\w+)\}")
_GAP = re.compile(r"\[[^\[\]\n]{1,200}\]")
# What stands in the wording where a fact is missing.
GAPS = {
    "partners": "[Beteiligte]",
    "lead": "[übernehmende Kommune]",
    "task_areas": "- [Aufgabenbereich]",
    "goals": "- [Ziel]",
    "costs": "Die gemeinsamen Kosten werden nach [Schlüssel] verteilt.",
    "duration": "Die Zusammenarbeit gilt [unbefristet / bis zum Datum].",
}


@dataclass(frozen=True)
class Needed:
    """A kind of clause in a Land with the items of its law: ``law`` must be regulated, ``may`` can be."""

    kind: ClauseKind
    land: str
    law: tuple[LegalContent, ...] = ()
    may: tuple[LegalContent, ...] = ()

    @property
    def is_due(self) -> bool:
        """Whether a draft begins with it: indispensable by the sources, or asked for by the law."""
        return self.kind.binding is Binding.CORE or bool(self.law)

    @property
    def reason(self) -> str:
        """Why it is offered or put in, in a word or two."""
        return "vom Landesrecht verlangt" if self.law else self.kind.binding_label

    @property
    def evidence(self) -> str:
        """Where it comes from, apart from the items of the law."""
        return self.kind.evidence_in(self.land)

    @property
    def elsewhere(self) -> str:
        """How the Länder compare, where that is not the evidence itself."""
        return self.kind.elsewhere if self.kind.elsewhere not in self.evidence else ""

    @property
    def doubts(self) -> tuple[str, ...]:
        """Why somebody has to check what is said about it, each reason once."""
        found = [*self.kind.doubts, *(doubt for one in self.law for doubt in one.doubts)]
        return tuple(dict.fromkeys(found))


def needed(land: str, forms: Iterable[str]) -> dict[str, Needed]:
    """What an agreement of these forms regulates in a Land, by key, in the order of the document."""
    keys = list(forms)
    law, may = required_by_law(land, keys), optional_by_law(land, keys)
    named = {key for content in (*law, *may) for key in content.keys}
    applying = for_forms(keys)
    return {
        key: of_kind(kind, land, law, may)
        for key, kind in clauses().items()
        if key in applying or key in named
    }


def of_kind(kind: ClauseKind, land: str, law: Iterable[LegalContent], may: Iterable[LegalContent]) -> Needed:
    """A kind with the items of the Land's law that name it."""
    return Needed(
        kind,
        land,
        law=tuple(one for one in law if kind.key in one.keys),
        may=tuple(one for one in may if kind.key in one.keys),
    )


def offered(found: Mapping[str, Needed], present: Collection[str]) -> list[Needed]:
    """What a draft does not have yet, the most needed first."""
    rank = (Binding.CORE, Binding.LAND_SPECIFIC, Binding.RECOMMENDED, Binding.OPTIONAL)
    missing = [one for key, one in found.items() if key not in present]
    return sorted(missing, key=lambda one: (not one.law, rank.index(one.kind.binding)))


def filled(wording: str, facts: Mapping[str, str]) -> str:
    """Wording with its facts; where one is missing, a gap in brackets says what belongs there."""
    return _FACT.sub(
        lambda found: facts.get(found[1]) or GAPS.get(found[1], f"[{found[1]}]"), wording
    ).strip()


def gaps(text: str) -> list[str]:
    """The gaps in brackets that are still open, in order, each once."""
    return list(dict.fromkeys(_GAP.findall(text)))

"""A draft as it is read: clauses with guidance, law, drafting aids, and what partners say to them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Prefetch

from agreements import wording
from agreements.aids import Aid, facts_of
from agreements.catalog import clauses
from agreements.contents import FormContents, LegalContent, contents_of, optional_by_law, required_by_law
from agreements.drafting import Needed, filled, gaps, needed, of_kind, offered
from agreements.models import Agreement, Clause, Comment, CommentThread, Proposal, ProposalState
from cooperations.law import Entry
from cooperations.law_catalog import laender
from cooperations.models import Cooperation, LawNote
from cooperations.selectors.law_notes import public_notes
from ikz.accounts.models import User


@dataclass(frozen=True, kw_only=True)
class Line:
    """One clause of the draft; ``number`` is its paragraph, 0 where it is left out.

    ``beginning`` is the neutral wording with facts, empty where there is a text already, or no wording.
    """

    clause: Clause
    number: int
    needed: Needed | None
    aids: Sequence[Aid] = ()
    beginning: str = ""
    threads: Sequence[CommentThread] = ()
    proposals: Sequence[Proposal] = ()
    gaps: Sequence[str] = ()

    @property
    def paragraphs(self) -> list[wording.Line]:
        """The text as it is set."""
        return wording.lines(self.clause.text)

    @property
    def settled(self) -> list[CommentThread]:
        """Threads that somebody has settled."""
        return [row for row in self.threads if row.resolved_at is not None]

    @property
    def open_threads(self) -> list[CommentThread]:
        """Threads that nobody has settled."""
        return [row for row in self.threads if row.resolved_at is None]


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A whole draft; ``offered`` are kinds that it neither contains nor leaves out on purpose."""

    lines: Sequence[Line]
    left_out: Sequence[Line]
    offered: Sequence[Needed]
    new_proposals: Sequence[Proposal]
    notes: Sequence[LawNote]
    unread: Sequence[FormContents] = ()

    @property
    def due(self) -> list[Needed]:
        """Kinds that the sources or the law ask for and that are missing."""
        return [one for one in self.offered if one.is_due]

    @property
    def possible(self) -> list[Needed]:
        """Kinds that may be added."""
        return [one for one in self.offered if not one.is_due]

    @property
    def open_threads(self) -> int:
        """Threads that wait for somebody."""
        return sum(len(line.open_threads) for line in (*self.lines, *self.left_out))

    @property
    def open_proposals(self) -> int:
        """Proposals that wait for the coordination."""
        return sum(len(line.proposals) for line in (*self.lines, *self.left_out)) + len(self.new_proposals)


def draft_of(user: User, agreement: Agreement, cooperation: Cooperation) -> Draft:
    """The draft of an agreement through the gate; ``cooperation`` comes from ``with_partners``.

    As many queries for five clauses as for fifty.
    """
    facts = facts_of(user, cooperation)
    kinds = needed(agreement.land, agreement.form_keys)
    law = required_by_law(agreement.land, agreement.form_keys)
    may = optional_by_law(agreement.land, agreement.form_keys)
    proposals: dict[int | None, list[Proposal]] = defaultdict(list)
    for row in open_proposals(user, agreement):
        proposals[row.clause_id].append(row)
    lines: list[Line] = []
    left_out: list[Line] = []
    rows = clauses_of(user, agreement)
    for clause in rows:
        one = _needed(clause, agreement.land, kinds, law, may)
        lines_here = lines if clause.included else left_out
        lines_here.append(
            Line(
                clause=clause,
                number=len(lines) + 1 if clause.included else 0,
                needed=one,
                aids=_aids(one, clause, facts),
                beginning=_beginning(one, clause, facts),
                threads=list(clause.threads.all()),
                proposals=proposals[clause.pk],
                gaps=gaps(clause.text),
            )
        )
    return Draft(
        lines=lines,
        left_out=left_out,
        offered=offered(kinds, {row.key for row in rows}),
        new_proposals=proposals[None],
        notes=notes_of(agreement),
        unread=unread_contents(agreement.land, agreement.form_keys),
    )


def _needed(
    clause: Clause,
    land: str,
    kinds: dict[str, Needed],
    law: Iterable[LegalContent],
    may: Iterable[LegalContent],
) -> Needed | None:
    kind = clauses().get(clause.key)
    if kind is None:
        return None
    return kinds.get(clause.key) or of_kind(kind, land, law, may)


def _aids(one: Needed | None, clause: Clause, facts: dict[str, Aid]) -> list[Aid]:
    if one is None:
        return []
    return [facts[key] for key in one.kind.aids if key in facts and facts[key].text not in clause.text]


def _beginning(one: Needed | None, clause: Clause, facts: dict[str, Aid]) -> str:
    # Put behind wording that is there already, its numbers would begin again.
    if one is None or clause.text:
        return ""
    return filled(one.kind.wording, {key: aid.text for key, aid in facts.items()})


def clauses_of(user: User, agreement: Agreement) -> list[Clause]:
    """The clauses in order with their threads and comments; three queries."""
    comments = Comment.objects.visible_to(user).select_related("author", "partner__municipality")
    threads = CommentThread.objects.visible_to(user).select_related("resolved_by")
    threads = threads.prefetch_related(Prefetch("comments", queryset=comments))
    rows = Clause.objects.visible_to(user).filter(agreement=agreement).select_related("updated_by")
    return list(rows.order_by("position").prefetch_related(Prefetch("threads", queryset=threads)))


def open_proposals(user: User, agreement: Agreement) -> list[Proposal]:
    """Proposals that wait for a decision, the earliest first."""
    rows = Proposal.objects.visible_to(user).filter(agreement=agreement, state=ProposalState.OPEN)
    return list(rows.select_related("partner__municipality", "proposed_by").order_by("proposed_at", "pk"))


def notes_of(agreement: Agreement) -> list[LawNote]:
    """What the administration noted on the law of its Land, on all forms or on one of its own."""
    forms = {"", *agreement.form_keys}
    return [note for note in public_notes(agreement.land) if note.model_key in forms]


def unread_contents(land: str, forms: Iterable[str]) -> tuple[FormContents, ...]:
    """Forms for which the Land's list of contents was not found out: a thing to check, not a freedom."""
    return tuple(one for one in contents_of(land, forms) if one.entry is not None and not one.entry.items)


@dataclass(frozen=True)
class LandOfPartner:
    """A Land of the partners, with what its law says about work across its border."""

    land: str
    name: str
    partners: list[str] = field(default_factory=list)

    @property
    def cross_border(self) -> Entry:
        """The law's entry."""
        return laender()[self.land].cross_border


def lands_of(cooperation: Cooperation) -> list[LandOfPartner]:
    """The Länder of the present partners, that of the lead first; rows from ``with_partners``."""
    found: dict[str, LandOfPartner] = {}
    for row in sorted(cooperation.partners.all(), key=lambda one: one.role):
        if row.status not in ("confirmed", "invited"):
            continue
        land = row.municipality.ags[:2]
        found.setdefault(land, LandOfPartner(land, laender()[land].name)).partners.append(str(row))
    return list(found.values())

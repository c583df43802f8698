"""The agreements of a cooperation, each with where it stands and what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from agreements.content import VersionContent
from agreements.models import Agreement, AgreementVersion, Clause, CommentThread, Proposal, ProposalState
from agreements.path import FINAL, LABELS, Path, State
from agreements.procedure import path_of
from agreements.stages import Next, Stage, after, stages
from cooperations.models import Cooperation
from ikz.accounts.models import User
from ikz.ui.formatting import plural_de


@dataclass(frozen=True)
class Standing:
    """An agreement from :func:`with_counts`, and where it stands."""

    agreement: Agreement

    @cached_property
    def versions(self) -> list[AgreementVersion]:
        """All versions, the latest first."""
        return sorted(self.agreement.versions.all(), key=lambda row: row.number, reverse=True)

    @cached_property
    def current(self) -> AgreementVersion | None:
        """The version on which the agreement's state depends: what is under way, else what is in force, else the last."""
        under_way = [row for row in self.versions if State(row.state) not in {*FINAL, State.IN_FORCE}]
        in_force = [row for row in self.versions if row.state == State.IN_FORCE]
        return next(iter([*under_way, *in_force, *self.versions]), None)

    @property
    def state(self) -> State | None:
        """The state of that version; None while there is only a draft."""
        return State(self.current.state) if self.current else None

    @cached_property
    def path(self) -> Path:
        """The way of that version as it was computed when it was fixed; of the draft before."""
        if self.current is not None:
            return VersionContent.from_json(self.current.content).path
        row = self.agreement
        return path_of(row.land, row.form_keys, clarified=row.clarified_requirement)

    @property
    def word(self) -> str:
        """Where it stands, in words."""
        if self.agreement.dropped_on:
            return "nicht weiterverfolgt"
        return LABELS[self.state] if self.state else "Entwurf"

    @property
    def kind(self) -> str:
        """The look of that word (``c-status``)."""
        if self.agreement.dropped_on or self.state in FINAL:
            return "neutral"
        kinds = {None: "draft", State.IN_FORCE: "done", State.REFUSED: "danger", State.SUBMITTED: "waiting"}
        return kinds.get(self.state, "active")

    @property
    def stages(self) -> list[Stage]:
        """The line from draft into force."""
        return stages(self.path, self.state)

    @property
    def open_comments(self) -> int:
        """Threads that nobody has settled."""
        return int(getattr(self.agreement, "open_threads", 0))

    @property
    def open_proposals(self) -> int:
        """Proposals that wait for the coordination."""
        return int(getattr(self.agreement, "waiting_proposals", 0))

    @property
    def next(self) -> Next | None:
        """What comes next for the coordination."""
        if self.agreement.dropped_on:
            return None
        if self.open_proposals:
            count = plural_de(self.open_proposals, "Vorschlag wartet", "Vorschläge warten")
            return Next(
                "Über Vorschläge entscheiden", f"{count} auf eine Entscheidung.", "entwurf/?zeigen=offen"
            )
        if self.state is not None:
            return after(self.path, self.state)
        if self.open_comments:
            count = plural_de(self.open_comments, "Anmerkung ist", "Anmerkungen sind")
            return Next("Anmerkungen klären", f"{count} noch offen.", "entwurf/?zeigen=offen")
        return Next(
            "Entwurf fertigstellen",
            "Wenn die Prüfung nichts Wesentliches mehr vermisst, schreiben Sie eine Fassung fest.",
            "entwurf/",
        )


def _count(rows: QuerySet[CommentThread] | QuerySet[Proposal] | QuerySet[Clause], path: str) -> Coalesce:
    counted = rows.order_by().values(path).annotate(found=Count("pk")).values("found")
    return Coalesce(Subquery(counted), 0)


def with_counts(user: User) -> QuerySet[Agreement]:
    """Agreements through the gate with versions, clauses and what is open; two queries, however many rows."""
    threads = CommentThread.objects.filter(clause__agreement=OuterRef("pk"), resolved_at=None)
    proposals = Proposal.objects.filter(agreement=OuterRef("pk"), state=ProposalState.OPEN)
    clauses = Clause.objects.filter(agreement=OuterRef("pk"), included=True)
    versions = AgreementVersion.objects.visible_to(user)
    return (
        Agreement.objects.visible_to(user)
        .annotate(
            open_threads=_count(threads, "clause__agreement"),
            waiting_proposals=_count(proposals, "agreement"),
            clause_count=_count(clauses, "agreement"),
        )
        .prefetch_related(Prefetch("versions", queryset=versions))
    )


def standings(user: User, cooperation: Cooperation) -> Sequence[Standing]:
    """The agreements of a cooperation, those that were given up last."""
    rows = with_counts(user).filter(cooperation=cooperation)
    found = [Standing(row) for row in rows.order_by("title", "pk")]
    return sorted(found, key=lambda one: one.agreement.dropped_on is not None)


def in_cooperations(user: User, cooperations: Sequence[int]) -> dict[int, int]:
    """Cooperations that have an agreement somebody works on or that holds, with waiting proposals; one query."""
    waiting = Count("proposals", filter=Q(proposals__state=ProposalState.OPEN))
    rows = Agreement.objects.visible_to(user).filter(dropped_on=None, cooperation__in=cooperations)
    counted = rows.order_by().values("cooperation").annotate(waiting=waiting)
    return dict(counted.values_list("cooperation", "waiting"))

"""What is still open in the present phase of a cooperation: shown before the phase changes, and kept in its log."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cooperations import catalog, progress
from cooperations.models import Cooperation, GuidingAnswer
from cooperations.selectors import guiding
from governance.selectors.actions import overdue_actions, unfinished_resolutions
from ikz.ui.formatting import de_date, join_de
from quickcheck.catalog import Factor, scale
from quickcheck.catalog import factors as catalog_factors
from quickcheck.catalog import phases as factor_phases
from quickcheck.models import Rating
from quickcheck.scoring import FULFILLED, NOT_APPLICABLE


@dataclass(frozen=True)
class OpenItem:
    """One thing that is open: ``title`` names it, ``note`` says what is missing, ``href`` leads to it."""

    kind: str
    title: str
    note: str
    href: str

    @property
    def line(self) -> str:
        """The item as a line of the log."""
        return f"{self.kind}: {self.title} – {self.note}"


@dataclass(frozen=True)
class OpenItems:
    """Guiding questions without all their answers, and factors of the Quick Check that are not fulfilled.

    Beside them, whatever the phase: resolutions that are not carried out, and action items that are overdue.
    """

    questions: Sequence[OpenItem]
    factors: Sequence[OpenItem]
    resolutions: Sequence[OpenItem]
    actions: Sequence[OpenItem]

    @property
    def lines(self) -> list[str]:
        """All items as lines of the log."""
        return [item.line for item in (*self.questions, *self.factors, *self.resolutions, *self.actions)]


def open_items(cooperation: Cooperation) -> OpenItems:
    """What is open now; four queries for a row from ``with_partners()``, fetched through the gate."""
    return OpenItems(
        questions=_questions(cooperation),
        factors=_factors(cooperation, factor_phases()[cooperation.phase].factors),
        resolutions=open_resolutions(cooperation),
        actions=_late_actions(cooperation),
    )


def _questions(cooperation: Cooperation) -> list[OpenItem]:
    phase = catalog.phases()[cooperation.phase]
    partners = {partner.pk: str(partner) for partner in guiding.confirmed(cooperation)}
    given = guiding.answered_slots(GuidingAnswer.objects.filter(cooperation=cooperation))
    missing: dict[str, list[str]] = {}
    for key, partner in progress.unanswered([phase], list(partners), given, common=True):
        missing.setdefault(key, []).extend([partners[partner]] if partner else [])
    base = f"/kooperationen/{cooperation.slug}/phasen/?phase={phase.key}"
    return [
        OpenItem(
            kind="Leitfrage",
            title=catalog.questions()[key].text,
            note=f"es fehlt {join_de(names)}" if names else "die gemeinsame Antwort fehlt",
            href=f"{base}#frage-{key}",
        )
        for key, names in missing.items()
    ]


def open_factors(cooperation: Cooperation) -> list[OpenItem]:
    """The factors of all phases that are not fulfilled; one query."""
    return _factors(cooperation, catalog_factors().values())


def _factors(cooperation: Cooperation, factors: Iterable[Factor]) -> list[OpenItem]:
    rated = dict(
        Rating.objects.filter(cooperation=cooperation, partner=None).values_list("factor_key", "value")
    )
    base = f"/kooperationen/{cooperation.slug}/quickcheck/"
    return [
        OpenItem(
            kind="Quick Check",
            title=factor.title,
            note=scale()[rated[factor.key]].label if factor.key in rated else "nicht bewertet",
            href=f"{base}#faktor-{factor.number}",
        )
        for factor in factors
        if rated.get(factor.key) not in (FULFILLED, NOT_APPLICABLE)
    ]


def open_resolutions(cooperation: Cooperation) -> list[OpenItem]:
    """Resolutions that somebody still has to carry out; one query."""
    base = f"/kooperationen/{cooperation.slug}/beschluesse/"
    return [
        OpenItem(
            kind="Beschluss",
            title=f"{row.reference} {row.title}",
            note=f"{row.get_state_display()}, {row.state_note}"
            if row.state_note
            else row.get_state_display(),
            href=f"{base}{row.pk}/",
        )
        for row in unfinished_resolutions(cooperation)
    ]


def _late_actions(cooperation: Cooperation) -> list[OpenItem]:
    base = f"/kooperationen/{cooperation.slug}/aufgaben/"
    return [
        OpenItem(
            kind="Aufgabe",
            title=row.title,
            note=f"überfällig seit {de_date(row.due_on)}, {row.partner}",
            href=f"{base}{row.pk}/",
        )
        for row in overdue_actions(cooperation)
    ]

"""The wording as it is drafted: clauses, what partners say to them, and the wording they propose."""

import pghistory
import pgtrigger
from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q

from agreements.models.agreements import Agreement
from agreements.querysets import BelowAgreementQuerySet, CommentQuerySet, ThreadQuerySet
from cooperations.models import Partner

CLAUSE_LENGTH = 20_000


def partner_takes_part(path: str, start: str) -> pgtrigger.Trigger:
    """Keep a row from naming a partner of another cooperation; ``path`` joins from ``start`` to the agreement."""
    return pgtrigger.Trigger(
        name="partner_of_same_cooperation",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=f"""
            IF NEW.partner_id IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM {path}
                JOIN cooperations_partner partner ON partner.cooperation_id = agreement.cooperation_id
                WHERE {start} AND partner.id = NEW.partner_id
            ) THEN
                RAISE EXCEPTION 'the partner belongs to another cooperation' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,  # noqa: S608 - the parts are constants of this package
    )


@pghistory.track(append_only=True)
class Clause(models.Model):
    """One clause of the draft; ``key`` is that of the catalog, empty for a clause of the partners' own.

    A clause that is deliberately left out stays with ``included`` false and a reason, so that the check can tell.
    ``version`` counts saves of heading and text: whoever changes a clause says which version they read.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="clauses")
    key = models.CharField("Regelungsinhalt", max_length=40, blank=True)
    position = models.PositiveSmallIntegerField("Nummer")
    heading = models.CharField("Überschrift", max_length=200)
    text = models.TextField("Wortlaut", blank=True, validators=[MaxLengthValidator(CLAUSE_LENGTH)])
    included = models.BooleanField("aufgenommen", default=True)
    omission_reason = models.TextField(
        "Warum nicht geregelt?", blank=True, validators=[MaxLengthValidator(2000)]
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    updated_at = models.DateTimeField(auto_now=True)

    objects = BelowAgreementQuerySet.as_manager()

    class Meta:
        verbose_name = "Klausel"
        verbose_name_plural = "Klauseln"
        ordering = ("agreement", "position", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("agreement", "position"),
                name="clause_position_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.UniqueConstraint(
                fields=("agreement", "key"),
                condition=~Q(key=""),
                name="clause_key_once",
                violation_error_message="Diesen Regelungsinhalt enthält der Entwurf schon.",
            ),
            models.CheckConstraint(
                condition=Q(included=True) | ~Q(omission_reason=""),
                name="clause_left_out_with_reason",
                violation_error_message="Bitte begründen Sie, warum der Punkt nicht geregelt wird.",
            ),
        )

    def __str__(self) -> str:
        return self.heading


@pghistory.track(append_only=True)
class CommentThread(models.Model):
    """A question or remark to a clause, with answers, until somebody marks it as settled."""

    clause = models.ForeignKey(Clause, on_delete=models.CASCADE, related_name="threads")
    opened_at = models.DateTimeField(auto_now_add=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    resolved_at = models.DateTimeField("erledigt", null=True, blank=True)

    objects = ThreadQuerySet.as_manager()

    class Meta:
        verbose_name = "Anmerkung"
        verbose_name_plural = "Anmerkungen"
        ordering = ("opened_at", "pk")

    def __str__(self) -> str:
        return f"Anmerkung zu {self.clause}"


@pghistory.track(append_only=True)
class Comment(models.Model):
    """What somebody says in a thread; never changed. ``partner`` is empty where the coordination speaks."""

    thread = models.ForeignKey(CommentThread, on_delete=models.CASCADE, related_name="comments")
    partner = models.ForeignKey(
        Partner, verbose_name="für", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    text = models.TextField("Anmerkung", validators=[MaxLengthValidator(4000)])
    written_at = models.DateTimeField(auto_now_add=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = "Beitrag"
        verbose_name_plural = "Beiträge"
        ordering = ("written_at", "pk")
        triggers = (
            pgtrigger.ReadOnly(name="comment_frozen", fields=["thread", "partner", "text", "written_at"]),
            partner_takes_part(
                "agreements_agreement agreement JOIN agreements_clause clause ON clause.agreement_id = agreement.id "
                "JOIN agreements_commentthread thread ON thread.clause_id = clause.id",
                "thread.id = NEW.thread_id",
            ),
        )

    def __str__(self) -> str:
        return self.text[:60]


class ProposalState(models.TextChoices):
    """What became of proposed wording."""

    OPEN = "open", "offen"
    ACCEPTED = "accepted", "übernommen"
    REFUSED = "refused", "nicht übernommen"
    WITHDRAWN = "withdrawn", "zurückgezogen"


@pghistory.track(append_only=True)
class Proposal(models.Model):
    """Wording that a partner proposes for a clause, or for a new one where ``clause`` is empty.

    ``base_version`` is the version of the clause that it was written against: where the clause has changed since,
    whoever accepts sees both before anything is replaced.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="proposals")
    clause = models.ForeignKey(
        Clause, null=True, blank=True, on_delete=models.CASCADE, related_name="proposals"
    )
    base_version = models.PositiveIntegerField(default=0, editable=False)
    partner = models.ForeignKey(
        Partner, verbose_name="für", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    proposed_at = models.DateTimeField(auto_now_add=True)
    heading = models.CharField("Überschrift", max_length=200)
    text = models.TextField("Vorgeschlagener Wortlaut", validators=[MaxLengthValidator(CLAUSE_LENGTH)])
    reason = models.TextField("Begründung", blank=True, validators=[MaxLengthValidator(2000)])
    state = models.CharField("Stand", max_length=10, choices=ProposalState, default=ProposalState.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_note = models.TextField(
        "Begründung der Entscheidung", blank=True, validators=[MaxLengthValidator(2000)]
    )

    objects = BelowAgreementQuerySet.as_manager()

    class Meta:
        verbose_name = "Formulierungsvorschlag"
        verbose_name_plural = "Formulierungsvorschläge"
        ordering = ("proposed_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(state=ProposalState.OPEN, decided_at__isnull=True)
                | (~Q(state=ProposalState.OPEN) & Q(decided_at__isnull=False)),
                name="proposal_decided_with_time",
            ),
        )
        triggers = (
            pgtrigger.ReadOnly(
                name="proposal_frozen",
                fields=["agreement", "base_version", "heading", "text", "reason", "proposed_at"],
            ),
            partner_takes_part("agreements_agreement agreement", "agreement.id = NEW.agreement_id"),
        )

    def __str__(self) -> str:
        return f"Vorschlag: {self.heading}"

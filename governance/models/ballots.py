"""Votes: open ones by municipality, secret ones with voters and papers kept apart."""

import uuid

import pghistory
import pgtrigger
from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q

from cooperations.models import Partner
from governance.models.agenda import TEXT_LENGTH, AgendaItem
from governance.models.bodies import Body, MajorityRule, QuorumRule
from governance.models.meetings import Meeting
from governance.querysets import BelowBallotQuerySet, BelowBodyQuerySet, SecretPaperQuerySet


class BallotKind(models.TextChoices):
    """Whether the others see how a municipality votes."""

    OPEN = "open", "offen"
    SECRET = "secret", "geheim"


class BallotResult(models.TextChoices):
    """How a ballot ended."""

    ACCEPTED = "accepted", "angenommen"
    REJECTED = "rejected", "nicht angenommen"
    NO_QUORUM = "no-quorum", "nicht beschlussfähig"


@pghistory.track(append_only=True)
class Ballot(models.Model):
    """A vote on a motion, at an item of a meeting or in a circular (Umlaufbeschluss, without meeting).

    ``electorate`` lists who may vote as it was at the opening: ``partner`` (key), ``name``, ``weight``. ``rule`` and
    ``quorum`` are the body's at that time. ``closes_at`` is the deadline of a circular. ``counts`` and ``summary``
    are written at the closing.
    """

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="ballots")
    meeting = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="ballots"
    )
    item = models.ForeignKey(
        AgendaItem, null=True, blank=True, on_delete=models.PROTECT, related_name="ballots"
    )
    title = models.CharField("Gegenstand", max_length=200)
    motion = models.TextField("Beschlusstext", validators=[MaxLengthValidator(TEXT_LENGTH)])
    reason = models.TextField("Begründung", blank=True, validators=[MaxLengthValidator(TEXT_LENGTH)])
    kind = models.CharField("Abstimmung", max_length=8, choices=BallotKind, default=BallotKind.OPEN)
    rule = models.CharField("Mehrheitsregel", max_length=12, choices=MajorityRule)
    quorum = models.CharField("Beschlussfähigkeit", max_length=12, choices=QuorumRule)
    electorate = models.JSONField(editable=False)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    opened_at = models.DateTimeField(auto_now_add=True)
    closes_at = models.DateTimeField("Frist", null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_because = models.CharField("Grund des Abbruchs", max_length=300, blank=True)
    result = models.CharField("Ergebnis", max_length=12, choices=BallotResult, blank=True, editable=False)
    counts = models.JSONField(default=dict, editable=False)
    summary = models.CharField(max_length=300, blank=True, editable=False)

    objects = BelowBodyQuerySet.as_manager()

    class Meta:
        verbose_name = "Abstimmung"
        verbose_name_plural = "Abstimmungen"
        ordering = ("opened_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=BallotKind.values, rule__in=MajorityRule.values)
                & Q(quorum__in=QuorumRule.values),
                name="ballot_words_known",
            ),
            models.CheckConstraint(
                condition=Q(meeting__isnull=False, item__isnull=False)
                | Q(meeting__isnull=True, item__isnull=True, closes_at__isnull=False),
                name="ballot_in_meeting_or_circular",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, result="") | Q(closed_at__isnull=False),
                name="ballot_result_after_closing",
            ),
            models.UniqueConstraint(
                fields=("item",), condition=Q(closed_at__isnull=True), name="ballot_one_open_per_item"
            ),
        )
        triggers = (
            pgtrigger.Trigger(
                name="ballot_closed_is_final",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="""
                    IF OLD.closed_at IS NOT NULL AND (
                        NEW.closed_at, NEW.result, NEW.counts, NEW.summary, NEW.motion, NEW.kind, NEW.rule, NEW.electorate
                    ) IS DISTINCT FROM (
                        OLD.closed_at, OLD.result, OLD.counts, OLD.summary, OLD.motion, OLD.kind, OLD.rule, OLD.electorate
                    ) THEN
                        RAISE EXCEPTION 'the ballot is closed' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        )

    def __str__(self) -> str:
        return self.title


class Choice(models.TextChoices):
    """What a municipality votes."""

    YES = "yes", "Ja"
    NO = "no", "Nein"
    ABSTAIN = "abstain", "Enthaltung"


def _only_while_open(name: str, *kinds: str) -> pgtrigger.Trigger:
    """Votes come and change while their ballot is open and of the right kind, and never after."""
    wanted = ", ".join(f"'{kind}'" for kind in kinds)
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=f"""
            IF NOT EXISTS (
                SELECT 1 FROM governance_ballot
                WHERE id = NEW.ballot_id AND closed_at IS NULL AND kind IN ({wanted})
            ) THEN
                RAISE EXCEPTION 'the ballot is closed or of another kind' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,  # noqa: S608 - constant words
    )


@pghistory.track(append_only=True)
class Vote(models.Model):
    """The vote of one municipality in an open ballot; ``on_behalf`` says who gave it where it was not its own member."""

    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="votes")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="votes")
    choice = models.CharField("Stimme", max_length=8, choices=Choice)
    weight = models.PositiveSmallIntegerField("Stimmgewicht")
    on_behalf = models.CharField("abgegeben durch", max_length=160, blank=True)
    cast_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    cast_at = models.DateTimeField(auto_now=True)

    objects = BelowBallotQuerySet.as_manager()

    class Meta:
        verbose_name = "Stimme"
        verbose_name_plural = "Stimmen"
        ordering = ("ballot", "partner__municipality__folded_name")
        constraints = (
            models.UniqueConstraint(
                fields=("ballot", "partner"),
                name="vote_once_per_municipality",
                violation_error_message="Für diese Kommune ist schon abgestimmt.",
            ),
            models.CheckConstraint(condition=Q(choice__in=Choice.values, weight__gte=1), name="vote_counts"),
        )
        triggers = (_only_while_open("vote_while_open", "open"),)

    def __str__(self) -> str:
        return f"{self.partner}: {self.get_choice_display()}"


class SecretVoter(models.Model):
    """Who has voted in a secret ballot: no time, no history, nothing that leads to a paper."""

    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="secret_voters")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")

    objects = BelowBallotQuerySet.as_manager()

    class Meta:
        verbose_name = "geheim abgestimmt"
        verbose_name_plural = "geheim abgestimmt"
        ordering = ("ballot", "partner__municipality__folded_name")
        constraints = (
            models.UniqueConstraint(
                fields=("ballot", "partner"),
                name="secret_voter_once",
                violation_error_message="Für diese Kommune ist schon abgestimmt.",
            ),
        )
        triggers = (_only_while_open("secret_voter_while_open", "secret"),)

    def __str__(self) -> str:
        return str(self.partner)


class SecretPaper(models.Model):
    """One paper of a secret ballot: a random key and a choice. Shown after the closing only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="secret_papers")
    choice = models.CharField("Stimme", max_length=8, choices=Choice)

    objects = SecretPaperQuerySet.as_manager()

    class Meta:
        verbose_name = "Stimmzettel"
        verbose_name_plural = "Stimmzettel"
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(condition=Q(choice__in=Choice.values), name="secret_paper_choice_known"),
        )
        triggers = (_only_while_open("secret_paper_while_open", "secret"),)

    def __str__(self) -> str:
        return self.get_choice_display()

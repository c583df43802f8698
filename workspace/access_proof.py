"""The proof that nobody has more or less access than partners, coordinators and mandates imply."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.contrib.auth.models import Group
from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from agreements import grants as agreement_grants
from agreements.models import Agreement
from cooperations import grants
from cooperations.grants import Grant
from cooperations.models import PRESENT, Cooperation, Coordinator
from ikz.accounts.models import User
from municipalities.models import Mandate, Membership

# Grants of so many cooperations are compared at once: few queries, and memory stays flat.
BATCH = 2000


@dataclass(frozen=True)
class Finding:
    """What is wrong; ``cooperation_id`` or ``agreement_id`` where bringing its grants in line puts it right."""

    text: str
    cooperation_id: int | None = None
    agreement_id: int | None = None


@dataclass
class Proof:
    """The result: ``differences`` must not be, ``warnings`` deserve a look."""

    cooperations: int = 0
    agreements: int = 0
    grants: int = 0
    differences: list[Finding] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def repairable(self) -> set[int]:
        """Cooperations whose grants :func:`cooperations.grants.sync` brings in line."""
        return {row.cooperation_id for row in self.differences if row.cooperation_id is not None}

    @property
    def repairable_agreements(self) -> set[int]:
        """Agreements whose grants :func:`agreements.grants.sync` brings in line."""
        return {row.agreement_id for row in self.differences if row.agreement_id is not None}


def prove() -> Proof:
    """Compare all stored grants with the implied ones, and check accounts that only read."""
    proof = Proof()
    wrong: list[tuple[Grant, str]] = []
    for ids in _batches(Cooperation):
        wanted, present = grants.implied(ids), grants.stored(ids)
        proof.cooperations += len(ids)
        proof.grants += len(present)
        wrong += [(grant, "fehlt") for grant in sorted(wanted - present)]
        wrong += [(grant, "ist zu viel") for grant in sorted(present - wanted)]
    proof.differences += _described(wrong)
    for ids in _batches(Agreement):
        proof.agreements += len(ids)
        proof.grants += len(agreement_grants.stored(ids))
        proof.differences += _submissions(ids)
    proof.differences += [Finding(text) for text in _accounts_that_only_read()]
    proof.warnings += _coordinators_without_partner()
    return proof


def _batches(model: type[Model]) -> Iterator[list[int]]:
    rows, last = model._default_manager.order_by("pk"), 0  # noqa: SLF001 - Django's documented API
    while ids := list(rows.filter(pk__gt=last).values_list("pk", flat=True)[:BATCH]):
        yield ids
        last = ids[-1]


def _submissions(ids: list[int]) -> Iterator[Finding]:
    """Where authorities read agreements that were not submitted to them, or do not read what was."""
    wanted, present = agreement_grants.implied(ids), agreement_grants.stored(ids)
    wrong = [(grant, "fehlt") for grant in sorted(wanted - present)]
    wrong += [(grant, "ist zu viel") for grant in sorted(present - wanted)]
    groups = Group.objects.in_bulk({grant.group_id for grant, _ in wrong})
    titles = dict(
        Agreement.objects.filter(pk__in={grant.agreement_id for grant, _ in wrong}).values_list("pk", "title")
    )
    for grant, problem in wrong:
        yield Finding(
            f"Vereinbarung „{titles[grant.agreement_id]}“ ({grant.agreement_id}): supervise_agreement für Gruppe "
            f"„{groups[grant.group_id].name}“ {problem}.",
            agreement_id=grant.agreement_id,
        )


def _described(wrong: list[tuple[Grant, str]]) -> list[Finding]:
    slugs = dict(
        Cooperation.objects.filter(pk__in={grant.cooperation_id for grant, _ in wrong}).values_list(
            "pk", "slug"
        )
    )
    groups = Group.objects.in_bulk({grant.holder_id for grant, _ in wrong if grant.holder == "group"})
    users = User.objects.in_bulk({grant.holder_id for grant, _ in wrong if grant.holder == "user"})

    def name(grant: Grant) -> str:
        if grant.holder == "group":
            return f"Gruppe „{groups[grant.holder_id].name}“"
        return f"Konto „{users[grant.holder_id]}“"

    return [
        Finding(
            f"Kooperation {slugs[grant.cooperation_id]}: {grant.codename} für {name(grant)} {problem}.",
            grant.cooperation_id,
        )
        for grant, problem in wrong
    ]


def _accounts_that_only_read() -> Iterator[str]:
    """Accounts only read exactly when they ever had a mandate, and then belong to no municipality."""
    mandated = Exists(Mandate.objects.filter(user=OuterRef("pk")))
    for user in User.objects.filter(mandated, read_only=False).order_by("pk"):
        yield f"Konto „{user}“ hat ein Mandat der Aufsicht, ist aber nicht auf Lesen beschränkt."
    for user in User.objects.filter(~mandated, read_only=True).order_by("pk"):
        yield f"Konto „{user}“ ist auf Lesen beschränkt, hatte aber nie ein Mandat der Aufsicht."
    member = Exists(Membership.objects.current().filter(user=OuterRef("pk")))
    for user in User.objects.filter(member, Q(read_only=True) | mandated).order_by("pk"):
        yield f"Konto „{user}“ gehört zur Aufsicht und zugleich einer Kommune an."


def _coordinators_without_partner() -> Iterator[str]:
    works_there = Membership.objects.current().filter(
        user=OuterRef("user"),
        municipality__partnerships__cooperation=OuterRef("cooperation"),
        municipality__partnerships__status__in=PRESENT,
    )
    rows: QuerySet[Coordinator] = Coordinator.objects.filter(~Exists(works_there))
    for row in rows.select_related("user", "cooperation").order_by("cooperation__slug", "pk"):
        yield (
            f"Kooperation {row.cooperation.slug}: „{row.user}“ koordiniert, arbeitet aber zurzeit für keinen Partner."
        )

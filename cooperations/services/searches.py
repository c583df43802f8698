"""Partner searches as evidence, and the Interessensbekundung that founds a cooperation from one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from cooperations.models import Cooperation, Interest, Partner, PartnerSearch
from cooperations.models.search import MESSAGE_LENGTH
from cooperations.selectors.addressees import addressees
from cooperations.services.cooperations import MAX_LINES, CooperationData, create_cooperation
from cooperations.services.invitations import announcement_prefix
from ikz.access.querysets import get_editable
from ikz.accounts.models import User
from ikz.notifications.services import enqueue_mail
from municipalities.models import Kind, Municipality, Need

MOST_MUNICIPALITIES = 10
# Letters go to whatever address somebody types: nobody sends them by the hundred.
MOST_LETTERS_A_DAY = 40
GOAL_LENGTH = 500


@transaction.atomic
def keep_search(
    *, actor: User, cooperation: Cooperation, need: Need, result: dict[str, Any], token: UUID | None = None
) -> PartnerSearch:
    """Keep the result of a search for one's own need with a cooperation that ``actor`` coordinates."""
    row: Cooperation = get_editable(Cooperation.objects, actor, lock=True, pk=cooperation.pk)
    own: Need = get_editable(Need.objects, actor, pk=need.pk)
    return PartnerSearch.objects.create(
        cooperation=row, need=own, result=result, token=token, created_by=actor
    )


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What is written to all; ``typed`` holds addresses by official key for those that have none here."""

    title: str
    message: str
    reply_office: str
    reply_email: str
    typed: Mapping[str, str]


@transaction.atomic
def express_interest(
    *,
    actor: User,
    need: Need,
    municipalities: Sequence[Municipality],
    letter: Letter,
    result: dict[str, Any],
    token: UUID,
) -> Cooperation:
    """Found a cooperation in Sondierung for a need, invite municipalities, and write one mail to each address.

    All or nothing, in one transaction. The same ``token`` again returns the cooperation it founded and writes
    nothing. Raises ValidationError by field (``title``, ``message``, ``reply_office``, ``reply_email``, and
    ``address_<ags>`` for an address that is missing or none), PermissionDenied for anybody but own staff.
    """
    # Two clicks at once are two requests of one person: the second waits here and finds what the first did.
    User.objects.select_for_update(no_key=True).get(pk=actor.pk)
    known = PartnerSearch.objects.select_related("cooperation").filter(token=token).first()
    if known is not None:
        if known.created_by_id != actor.pk:
            raise PermissionDenied
        return known.cooperation
    own_need: Need = get_editable(Need.objects.select_related("municipality"), actor, pk=need.pk)
    _check_letter(letter)
    _check_need(own_need)
    _check_receivers(actor, municipalities)
    addresses = _addresses(municipalities, letter.typed)
    cooperation = create_cooperation(
        actor=actor,
        data=CooperationData(
            title=letter.title,
            goals=_goals(own_need.goal),
            task_areas=[own_need.task_area],
            mep_phases=[own_need.mep_phase],
        ),
        lead=own_need.municipality,
        partners=[own_need.municipality, *municipalities],
        # The letter below tells them: nobody gets two mails about the same.
        announce=_nobody_else,
    )
    keep_search(actor=actor, cooperation=cooperation, need=own_need, result=result, token=token)
    Interest.objects.bulk_create(
        [
            Interest(
                cooperation=cooperation,
                municipality=row,
                addresses=sorted(addresses[row.pk]),
                message=letter.message,
                sent_by=actor,
            )
            for row in municipalities
        ]
    )
    _post(cooperation, own_need, addresses, letter)
    return cooperation


def _nobody_else(partner: Partner) -> None:
    """No announcement besides the letter."""


def _check_need(need: Need) -> None:
    if not need.is_open:
        raise ValidationError("Der Bedarf ist schon erledigt.")
    if need.municipality.is_dissolved:
        raise ValidationError(f"{need.municipality} steht nicht mehr im Verzeichnis.")


def _check_receivers(actor: User, municipalities: Sequence[Municipality]) -> None:
    keys = {row.pk for row in municipalities}
    if not keys:
        raise ValidationError("Bitte wählen Sie mindestens eine Kommune aus.")
    if len(keys) > MOST_MUNICIPALITIES:
        raise ValidationError(f"Bitte wählen Sie höchstens {MOST_MUNICIPALITIES} Kommunen aus.")
    own = Municipality.objects.represented_by(actor).filter(pk__in=keys).first()
    if own is not None:
        raise ValidationError(f"Für {own} arbeiten Sie selbst. Bitte wählen Sie andere Kommunen.")
    if Municipality.objects.present().exclude(kind=Kind.LAND).filter(pk__in=keys).count() != len(keys):
        raise ValidationError("Eine der Kommunen steht nicht mehr im Verzeichnis.")
    today = Interest.objects.filter(sent_by=actor, sent_at__gte=timezone.now() - timedelta(days=1)).count()
    if today + len(keys) > MOST_LETTERS_A_DAY:
        raise ValidationError(
            f"In 24 Stunden sind höchstens {MOST_LETTERS_A_DAY} Interessensbekundungen möglich. "
            "Bitte warten Sie die ersten Antworten ab."
        )


def _check_letter(letter: Letter) -> None:
    errors = {
        name: "Bitte füllen Sie dieses Feld aus."
        for name in ("title", "message", "reply_office")
        if not getattr(letter, name).strip()
    }
    if len(letter.message) > MESSAGE_LENGTH:
        errors["message"] = f"Die Nachricht hat höchstens {MESSAGE_LENGTH} Zeichen."
    if not _is_address(letter.reply_email):
        errors["reply_email"] = "Bitte geben Sie eine gültige E-Mail-Adresse an."
    if errors:
        raise ValidationError(errors)


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _addresses(
    municipalities: Sequence[Municipality], typed: Mapping[str, str]
) -> dict[int, dict[str, bool]]:
    """For each municipality its addresses in small letters, each with whether an account stands behind it."""
    errors = {}
    found: dict[int, dict[str, bool]] = {}
    for row in addressees(municipalities):
        place = row.municipality
        if row.staff:
            found[place.pk] = {user.email.lower(): True for user in row.staff}
            continue
        address = (row.office_email or typed.get(place.ags, "")).strip().lower()
        if not _is_address(address):
            errors[f"address_{place.ags}"] = f"Bitte geben Sie eine E-Mail-Adresse für {place} an."
        found[place.pk] = {address: False}
    if errors:
        raise ValidationError(errors)
    return found


def _goals(text: str) -> list[str]:
    """The lines of a need's goal as goals of a cooperation, none longer than one may be."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    short = [
        line[start : start + GOAL_LENGTH] for line in lines for start in range(0, len(line), GOAL_LENGTH)
    ]
    return short[:MAX_LINES]


def _post(
    cooperation: Cooperation, need: Need, addresses: Mapping[int, Mapping[str, bool]], letter: Letter
) -> None:
    """One mail to each address, also where somebody works for two of the municipalities."""
    partners = {row.municipality_id: row for row in cooperation.partners.select_related("municipality")}
    receivers: dict[str, list[Partner]] = {}
    accounts: set[str] = set()
    for key, of_one in addresses.items():
        for address, has_account in of_one.items():
            receivers.setdefault(address, []).append(partners[key])
            if has_account:
                accounts.add(address)
    for address, asked in receivers.items():
        # A mail about one municipality is withdrawn with its invitation as long as it has not left.
        prefix = announcement_prefix(asked[0]) if len(asked) == 1 else f"interest:{cooperation.pk}:"
        enqueue_mail(
            dedupe_key=f"{prefix}interest:{sha256(address.encode()).hexdigest()[:32]}",
            to=address,
            template="interest",
            context={
                "title": cooperation.title,
                "slug": cooperation.slug if address in accounts else "",
                "sender": str(need.municipality),
                "municipalities": [str(partner) for partner in asked],
                "message": letter.message,
                "reply_office": letter.reply_office,
                "reply_email": letter.reply_email,
            },
        )

"""Mails about what happens to a version: to everybody who works for its partners, and to the authority it lies before.

They say what happened and where to read it; nothing is attached.
"""

from collections.abc import Iterable

from agreements.models import AgreementVersion, Proceeding
from cooperations.models import Partner
from cooperations.selectors.addressees import addressees, staff_of
from ikz.accounts.models import User
from ikz.notifications.services import enqueue_mail
from ikz.ui.formatting import de_date
from municipalities.models import Mandate


def tell_partners(
    version: AgreementVersion, *, occasion: str, headline: str, text: str, actor: User | None
) -> None:
    """Write to everybody who works for a confirmed partner, but not to whoever recorded it; each occasion once."""
    agreement = version.agreement
    partners = agreement.cooperation.partners.confirmed()
    staff = staff_of(partners.values_list("municipality_id", flat=True))
    people = {user.pk: user for users in staff.values() for user in users}
    for user in people.values():
        if actor is not None and user.pk == actor.pk:
            continue
        enqueue_mail(
            dedupe_key=f"agreement:{version.pk}:{occasion}:{user.pk}",
            to=user.email,
            template="agreement_step",
            context={
                "headline": headline,
                "text": text,
                "title": agreement.title,
                "number": version.number,
                "cooperation": agreement.cooperation.title,
                "path": f"/vereinbarungen/{agreement.pk}/verfahren/",
            },
        )


def tell_authority(proceeding: Proceeding) -> int:
    """Write to the accounts that read for the authority today and see the version; return how many."""
    version = proceeding.version
    mandates = Mandate.objects.current().filter(authority=proceeding.authority_id).select_related("user")
    people = {row.user_id: row.user for row in mandates.order_by("user_id")}
    told = 0
    for user in people.values():
        # A mandate may be limited to other districts: who does not see it need not know of it.
        if not Proceeding.objects.visible_to(user).filter(pk=proceeding.pk).exists():
            continue
        enqueue_mail(
            dedupe_key=f"agreement:{version.pk}:submitted:{proceeding.pk}:{user.pk}",
            to=user.email,
            template="agreement_submitted",
            context={
                "authority": proceeding.authority.name,
                "kind": proceeding.get_kind_display(),
                "title": str(version.content["title"]),
                "number": version.number,
                "submitted_on": de_date(proceeding.submitted_on),
                "partners": [row["name"] for row in version.content["partners"]],
                "path": f"/aufsicht/vereinbarungen/{version.agreement_id}/",
            },
        )
        told += 1
    return told


def remind_partners(version: AgreementVersion, partners: Iterable[Partner], *, day: str) -> list[str]:
    """Ask these partners for their resolution, at most once a day; the names of those without any address."""
    rows = list(partners)
    unreached = []
    for partner, found in zip(rows, addressees([row.municipality for row in rows]), strict=True):
        if not found.is_known:
            unreached.append(str(partner))
        receivers = [(str(user.pk), user.email) for user in found.staff] or [("office", found.office_email)]
        for key, address in receivers:
            if address:
                enqueue_mail(
                    dedupe_key=f"agreement:{version.pk}:resolution:{partner.pk}:{day}:{key}",
                    to=address,
                    template="agreement_resolution_missing",
                    context={
                        "partner": str(partner),
                        "title": version.agreement.title,
                        "number": version.number,
                        "cooperation": version.agreement.cooperation.title,
                        "path": f"/vereinbarungen/{version.agreement_id}/beschluesse/",
                    },
                )
    return unreached

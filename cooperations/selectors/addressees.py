"""Who is written to for a municipality: the people with an account, else the office it names in its profile."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ikz.accounts.models import User
from municipalities.models import Membership, Municipality, Profile


@dataclass(frozen=True)
class Addressee:
    """Where letters to a municipality go; both empty where an address has to be typed."""

    municipality: Municipality
    staff: tuple[User, ...]
    office: str = ""
    office_email: str = ""

    @property
    def is_known(self) -> bool:
        """Whether a letter can go out without a typed address."""
        return bool(self.staff or self.office_email)


def staff_of(municipalities: Iterable[int]) -> dict[int, list[User]]:
    """The people who work for these municipalities today and may write, by key of the municipality."""
    keys = list(municipalities)
    found: dict[int, dict[int, User]] = {key: {} for key in keys}
    members = Membership.objects.current().filter(municipality__in=keys).select_related("user")
    for member in members.order_by("user_id"):
        if member.user.is_valid_today and not member.user.read_only:
            found[member.municipality_id][member.user_id] = member.user
    return {key: list(users.values()) for key, users in found.items()}


def addressees(municipalities: Sequence[Municipality]) -> list[Addressee]:
    """Who is written to for each of these municipalities, in their order; two statements."""
    keys = [row.pk for row in municipalities]
    staff = staff_of(keys)
    offices = {row.municipality_id: row for row in Profile.objects.filter(municipality__in=keys)}
    result = []
    for row in municipalities:
        profile = offices.get(row.pk)
        result.append(
            Addressee(
                municipality=row,
                staff=tuple(staff[row.pk]),
                office=profile.contact_office if profile else "",
                office_email=profile.contact_email if profile else "",
            )
        )
    return result

"""Fetch everybody a search looks through: the register in one statement of bare columns, what is known beside it."""

from collections import defaultdict
from typing import Any

from django.db.models import F, Q, QuerySet

from cooperations.models import PRESENT, Partner, PartnerStatus
from ikz.accounts.models import User
from municipalities.matching import UNKNOWN, Facts, Place, Tie, Wish
from municipalities.models import Municipality, Need, Profile, Visibility
from municipalities.school_selectors import school_totals_of

_COLUMNS = ("pk", "ags", "folded_name", "population", "latitude", "longitude")


class Candidates:
    """Places for :func:`municipalities.matching.rank`, as ``user`` may know them.

    With ``public`` only what everybody signed in may know is used: a kept result is read by all partners of a
    cooperation, and nobody's need may reach people it was not meant for.
    """

    def __init__(self, user: User, own: Municipality, *, public: bool = False) -> None:
        self._user = user
        self._own = own
        self._public = public
        self._facts = self._gather()

    def own_place(self) -> Place:
        """The municipality that searches."""
        own = self._own
        return Place(
            own.ags,
            own.folded_name,
            own.population,
            own.latitude,
            own.longitude,
            self._facts.get(own.pk, UNKNOWN),
        )

    def places(self, chosen: Q) -> list[Place]:
        """Present municipalities of the register that ``chosen`` names, without the one that searches.

        What contains it or lies in it may well be a partner and stays.
        """
        rows = Municipality.objects.visible_to(self._user).present().filter(chosen).exclude(pk=self._own.pk)
        known = self._facts
        # Tuples, no model instances: ten thousand of those would take longer than the whole search.
        return [
            Place(ags, name, population, north, east, known.get(pk, UNKNOWN))
            for pk, ags, name, population, north, east in rows.order_by().values_list(*_COLUMNS)
        ]

    def _gather(self) -> dict[int, Facts]:
        wishes = self._wishes()
        # Nobody entered a number of pupils: nothing is known, which is not the same as none.
        pupils = {key: total or None for key, (_, total) in school_totals_of().items()}
        staff = self._staff()
        ties = self._ties()
        return {
            key: Facts(
                pupils=pupils.get(key),
                it_staff=staff[key][0] if key in staff else None,
                devices=staff[key][1] if key in staff else None,
                wishes=frozenset(wishes.get(key, ())),
                tie=ties.get(key, Tie.NONE),
            )
            for key in wishes.keys() | pupils.keys() | staff.keys() | ties.keys()
        }

    def _wishes(self) -> dict[int, list[Wish]]:
        needs = Need.objects.visible_to(self._user).open()
        if self._public:
            needs = needs.filter(visibility=Visibility.SIGNED_IN)
        found: dict[int, list[Wish]] = defaultdict(list)
        columns = ("municipality_id", "task_area", "aim", "mep_phase")
        for key, *wish in needs.order_by().values_list(*columns):
            found[key].append(Wish(*wish))
        return found

    def _staff(self) -> dict[int, tuple[float, int | None]]:
        rows = Profile.objects.visible_to(self._user).filter(it_staff_fte__isnull=False)
        columns = ("municipality_id", "it_staff_fte", "devices")
        return {key: (float(staff or 0), devices) for key, staff, devices in rows.values_list(*columns)}

    def _ties(self) -> dict[int, Tie]:
        # Those that took part when a Steckbrief was published: everybody can read so.
        experienced = Partner.objects.confirmed().filter(
            cooperation__steckbrief__published__isnull=False,
            responded_at__lte=F("cooperation__steckbrief__published_at"),
        )
        ties = dict.fromkeys(
            experienced.order_by().values_list("municipality_id", flat=True), Tie.EXPERIENCED
        )
        for key, status in self._shared().order_by().values_list("municipality_id", "status"):
            tie = Tie.PARTNER if status == PartnerStatus.CONFIRMED else Tie.ASKED
            if tie.value > ties.get(key, Tie.NONE).value:
                ties[key] = tie
        return ties

    def _shared(self) -> "QuerySet[Partner, Any]":
        """Who takes part, or is asked to, in cooperations that the searching municipality confirmed."""
        own = Partner.objects.confirmed().filter(municipality=self._own).values("cooperation_id")
        rows = Partner.objects.visible_to(self._user).filter(cooperation_id__in=own, status__in=PRESENT)
        if self._public:
            rows = rows.filter(
                status=PartnerStatus.CONFIRMED,
                cooperation__steckbrief__published__isnull=False,
                responded_at__lte=F("cooperation__steckbrief__published_at"),
            )
        return rows

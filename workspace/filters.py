"""What the lists of the administration can be narrowed by."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone

from ikz.accounts.models import User
from municipalities.folding import fold
from municipalities.models import Mandate, Membership
from municipalities.querysets import valid_today
from workspace.selectors.administration import AccountRole, AccountState, with_role

PERIODS = [("current", "heute gültig"), ("future", "künftig"), ("over", "beendet")]


class ListFilter(django_filters.FilterSet):
    """A search form: no field of it is required, so none needs "(optional)" behind its label."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.form.fields.values():
            field.widget.is_required = False


class AccountFilter(ListFilter):
    """``search`` reads address and function."""

    search = django_filters.CharFilter(
        label="E-Mail-Adresse oder Funktion", method="filter_search", max_length=100
    )
    role = django_filters.ChoiceFilter(
        label="Aufgabe", choices=AccountRole.choices, method="filter_role", empty_label="alle Aufgaben"
    )
    state = django_filters.ChoiceFilter(
        label="Zustand", choices=AccountState.choices, empty_label="alle Zustände"
    )

    class Meta:
        model = User
        fields = ("search", "role", "state")

    def filter_search(self, rows: "QuerySet[User]", name: str, value: str) -> "QuerySet[User]":
        """Every word occurs in the address or in the function."""
        for word in value.split():
            rows = rows.filter(Q(email__icontains=word) | Q(label__icontains=word))
        return rows

    def filter_role(self, rows: "QuerySet[User]", name: str, value: str) -> "QuerySet[User]":
        """What the account may do today."""
        return with_role(rows, value)


class PeriodFilter(ListFilter):
    """``search`` reads the account and what it belongs to; ``period`` compares with today."""

    search = django_filters.CharFilter(label="Konto oder Stelle", method="filter_search", max_length=100)
    period = django_filters.ChoiceFilter(
        label="Zeitraum", choices=PERIODS, method="filter_period", empty_label="alle Zeiträume"
    )

    def place(self, word: str) -> Q:
        """Rows whose municipality or authority fits a word."""
        return Q(authority__name__icontains=word)

    def filter_search(self, rows: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
        """Every word occurs in the account or in the place."""
        for word in value.split():
            account = Q(user__email__icontains=word) | Q(user__label__icontains=word)
            rows = rows.filter(account | self.place(word))
        return rows

    def filter_period(self, rows: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
        """Today, later, or over."""
        today = timezone.localdate()
        periods = {
            "current": valid_today(),
            "future": Q(valid_from__gt=today),
            "over": Q(valid_until__lt=today),
        }
        return rows.filter(periods[value])


class MandateFilter(PeriodFilter):
    """Mandates by account and authority."""

    class Meta:
        model = Mandate
        fields = ("search", "period")


class MembershipFilter(PeriodFilter):
    """Memberships by account and municipality."""

    class Meta:
        model = Membership
        fields = ("search", "period")

    def place(self, word: str) -> Q:
        """Names are compared folded, official keys from their beginning."""
        return Q(municipality__folded_name__contains=fold(word)) | Q(municipality__ags__startswith=word)

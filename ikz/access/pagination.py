"""Pages of lists; those of the API by ``?page=`` and ``?page_size=`` up to 200."""

from typing import Any

from django.core.paginator import Page, Paginator
from rest_framework.pagination import PageNumberPagination


class KeysFirst(Paginator[Any]):
    """For long lists of wide rows: sorts and skips primary keys only, then fetches the rows of the page.

    The database carries whole rows, with what is joined to them, through a sort and past those it skips; a page far
    back takes ten times as long that way.
    """

    def page(self, number: int | str) -> Page[Any]:
        """The rows of one page, in the order of the list."""
        valid = self.validate_number(number)
        first = (valid - 1) * self.per_page
        found: Any = self.object_list
        keys = list(found.values_list("pk", flat=True)[first : first + self.per_page])
        rows = found.in_bulk(keys)
        # What was deleted between the two statements is left out.
        return Page([rows[key] for key in keys if key in rows], valid, self)


class Pagination(PageNumberPagination):
    """Fifty rows a page unless asked otherwise."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200


class LongListPagination(Pagination):
    """The same pages of a list that has thousands of rows."""

    django_paginator_class = KeysFirst

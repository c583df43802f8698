"""Pages of the API: ``?page=`` and ``?page_size=`` up to 200."""

from rest_framework.pagination import PageNumberPagination


class Pagination(PageNumberPagination):
    """Fifty rows a page unless asked otherwise."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200

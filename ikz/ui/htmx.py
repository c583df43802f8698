"""One address, two renderings: the whole page, or the very partial it includes when HTMX asks."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers


def wants_partial(request: HttpRequest) -> bool:
    """Tell whether HTMX asks for a fragment; a boosted or restored page needs the whole document."""
    headers = request.headers
    return (
        headers.get("HX-Request") == "true"
        and headers.get("HX-Boosted") != "true"
        and headers.get("HX-History-Restore-Request") != "true"
    )


def render_page_or_partial(
    request: HttpRequest,
    *,
    page: str,
    partial: str,
    context: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render ``partial`` for an HTMX request and ``page`` for every other; both vary on the header."""
    template = partial if wants_partial(request) else page
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


class HtmxPartialMixin:
    """For class-based views with ``template_name``: answers HTMX with ``partial_name``."""

    partial_name = ""
    request: HttpRequest

    def get_template_names(self) -> list[str]:
        """Return the partial for HTMX, else what the view would use."""
        if wants_partial(self.request):
            return [self.partial_name]
        return list(super().get_template_names())  # type: ignore[misc]

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """Answer, telling caches that the same address has two renderings."""
        response: HttpResponse = super().render_to_response(context, **kwargs)  # type: ignore[misc]
        patch_vary_headers(response, ["HX-Request"])
        return response

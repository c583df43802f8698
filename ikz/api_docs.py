"""The API's documentation: a page of ours made from the schema, readable for everybody and without scripts."""

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe
from drf_spectacular.contrib.knox_auth_token import KnoxTokenScheme
from drf_spectacular.generators import SchemaGenerator

from ikz.api_outline import Resource, outline


class ApiTokenScheme(KnoxTokenScheme):  # type: ignore[no-untyped-call]
    """Describes ``Authorization: Token …`` in the schema."""

    target_class = "ikz.accounts.authentication.ApiTokenAuthentication"
    name = "apiToken"


@cache
def resources() -> list[Resource]:
    """The outline of the schema; it is fixed while a process runs."""
    with translation.override("de"):
        generator: Any = SchemaGenerator  # ships without types
        return outline(generator().get_schema(request=None, public=True))


@require_safe
def documentation(request: HttpRequest) -> HttpResponse:
    """Explain how programs sign in, page, and what each address takes and gives."""
    return render(request, "api/docs.html", {"resources": resources()})

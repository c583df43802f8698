"""The API's documentation: page and schema, under the strict Content-Security-Policy of all pages."""

from drf_spectacular.contrib.knox_auth_token import KnoxTokenScheme
from drf_spectacular.views import SpectacularSwaggerSplitView


class ApiTokenScheme(KnoxTokenScheme):  # type: ignore[no-untyped-call]
    """Describes ``Authorization: Token …`` in the schema."""

    target_class = "ikz.accounts.authentication.ApiTokenAuthentication"
    name = "apiToken"


class DocumentationView(SpectacularSwaggerSplitView):
    """Swagger UI whose script and style are files of their own, so nothing inline must be allowed."""

    template_name = "api/docs.html"
    url_name = "api:schema"

"""One uploaded file, for those who may see it."""

from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from ikz.access.querysets import get_visible
from ikz.accounts.models import User
from ikz.files import visibility
from ikz.files.models import StoredFile


@require_safe
def download(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Hand over a file to be saved, never to be shown: what strangers wrote must not run in our name.

    Whoever is not signed in is asked to, whether the file exists or not, unless everybody may see it.
    """
    try:
        row = get_visible(StoredFile.objects, request.user, pk=pk)
        content = row.content.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    except Http404:
        if request.user.is_authenticated:
            raise
        return redirect_to_login(request.get_full_path())
    # Asking for the headers opens nothing.
    if request.method == "GET" and isinstance(request.user, User):
        visibility.opened(request.user, row)
    return FileResponse(
        content,
        as_attachment=True,
        filename=row.name,
        content_type=row.content_type,
        headers={
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "X-Content-Type-Options": "nosniff",
            # What is public now may be withdrawn; what is not must not lie in anybody's cache.
            "Cache-Control": "private, no-store",
        },
    )

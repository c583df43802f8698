"""Printed sheets: the stored file where it is current, an order for it where it is not.

Nobody in particular orders them: whoever opens the address of a sheet finds out that it has to be made.
"""

from django.core.files.storage import default_storage
from django.db import transaction

from cooperations import model_pdf
from cooperations.catalog import CooperationModel
from cooperations.models import ModelSheet
from ikz.access.querysets import get_editable
from ikz.accounts.models import User
from ikz.jobs import services as jobs
from ikz.jobs.models import JobState
from ikz.jobs.wake import wake_on_commit


def stored_sheet(*, model: CooperationModel, land: str) -> tuple[ModelSheet, bytes | None]:
    """The row of a sheet and its PDF; None while it is being made, or could not be made a short while ago."""
    wanted = model_pdf.fingerprint(model_pdf.document(model, land))
    row = ModelSheet.objects.filter(model_key=model.key, land=land).first()
    if row is not None and row.state == JobState.DONE and row.fingerprint == wanted:
        content = read_stored(str(row.pdf))
        if content is not None:
            return row, content
    return _order(model, land), None


def read_stored(name: str) -> bytes | None:
    """The stored file, None where it is gone, as after restoring only the database. Small: read at once."""
    try:
        with default_storage.open(name) as file:
            content: bytes = file.read()
    except FileNotFoundError:
        return None
    return content


@transaction.atomic
def _order(model: CooperationModel, land: str) -> ModelSheet:
    """Have the sheet made, unless that is under way or has failed just now."""
    row, new = ModelSheet.objects.get_or_create(model_key=model.key, land=land)
    row = ModelSheet.objects.select_for_update().get(pk=row.pk)
    if jobs.order_again(row) or new:
        _wake(row)
    return row


@transaction.atomic
def restart_model_sheet(*, actor: User, sheet_id: int) -> bool:
    """Try a failed sheet again, for the administration; False when it has not failed (any more)."""
    row = get_editable(ModelSheet.objects, actor, lock=True, pk=sheet_id)
    restarted = jobs.restart(ModelSheet, row.pk)
    if restarted:
        _wake(row)
    return restarted


def _wake(row: ModelSheet) -> None:
    from cooperations.tasks import render_model_sheet

    wake_on_commit(render_model_sheet, row.pk)

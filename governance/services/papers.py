"""Papers of agenda items, by the coordination; also after the meeting, until its minutes are approved."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from governance.models import AgendaItem, Meeting, Paper
from governance.services.agenda_rows import check_not_approved
from ikz.access.querysets import get_editable
from ikz.accounts.models import User
from ikz.files.services import copy_file, discard_file, store_file

MOST = 20


@transaction.atomic
def add_paper(
    *, actor: User, item: AgendaItem, title: str, upload: UploadedFile[Any], is_public: bool = False
) -> Paper:
    """Attach a file; raises ValidationError by field (``title``, ``file``)."""
    row = _lock(actor, item)
    if row.papers.count() >= MOST:
        raise ValidationError(f"Mehr als {MOST} Vorlagen zu einem Punkt liest niemand.")
    paper = Paper(item=row, is_public=is_public)
    _name(paper, title)
    paper.file = store_file(actor=actor, upload=upload)
    paper.save()
    _touch(row.pk)
    return paper


@transaction.atomic
def change_paper(*, actor: User, paper: Paper, title: str, is_public: bool) -> Paper:
    """Name a paper anew, or show it to everybody or no longer; raises ValidationError (``title``)."""
    row = _lock_paper(actor, paper)
    row.is_public = is_public
    _name(row, title)
    row.save()
    _touch(row.item_id)
    return row


@transaction.atomic
def remove_paper(*, actor: User, paper: Paper) -> None:
    """Remove a paper and its file; that there was one stays in the history."""
    row = _lock_paper(actor, paper)
    _touch(row.item_id)
    _drop(row)


def copy_papers(actor: User, item: AgendaItem, target: AgendaItem) -> None:
    """Attach the papers of an item to its copy as well, each with a file of its own."""
    for paper in item.papers.select_related("file"):
        file = copy_file(actor=actor, file=paper.file)
        Paper.objects.create(item=target, file=file, title=paper.title, is_public=paper.is_public)


def drop_papers(item: AgendaItem) -> None:
    """Remove what goes with a locked item that is about to be deleted."""
    for paper in item.papers.select_related("file"):
        _drop(paper)


def _touch(item_id: int) -> None:
    """An item tells its papers: whoever asks what changed is to find it."""
    AgendaItem.objects.filter(pk=item_id).update(updated_at=timezone.now())


def _drop(paper: Paper) -> None:
    file = paper.file
    paper.delete()
    discard_file(file=file)


def _lock_paper(actor: User, paper: Paper) -> Paper:
    seen: Paper = get_editable(Paper.objects, actor, pk=paper.pk)
    _lock(actor, seen.item)
    row: Paper = get_editable(Paper.objects, actor, lock=True, pk=paper.pk)
    return row


def _lock(actor: User, item: AgendaItem) -> AgendaItem:
    seen: AgendaItem = get_editable(AgendaItem.objects, actor, pk=item.pk)
    if seen.meeting_id is not None:
        check_not_approved(get_editable(Meeting.objects, actor, lock=True, pk=seen.meeting_id))
    row: AgendaItem = get_editable(AgendaItem.objects, actor, lock=True, pk=item.pk)
    return row


def _name(paper: Paper, title: str) -> None:
    paper.title = " ".join(title.split())
    if not paper.title:
        raise ValidationError({"title": "Bitte geben Sie der Vorlage einen Titel."})
    paper.full_clean(exclude=["file", "item"], validate_constraints=False)

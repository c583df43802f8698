"""A meeting with an agenda, a paper and the look back, and a proposal that waits."""

from django.core.files.uploadedfile import SimpleUploadedFile

from cooperations.models import Cooperation
from governance.models import AgendaItem
from governance.services.papers import add_paper
from ikz.accounts.models import User
from tests.files.samples import PDF
from tests.governance.world import body_of, in_days, item_of, meeting_of


def agenda_facts(cooperation: Cooperation, coordinator: User) -> dict[str, str]:
    """Values for the addresses of agendas, papers, files and subjects."""
    body = body_of(cooperation, title="Steuerkreis der Tagesordnung")
    meeting = meeting_of(body, starts_at=in_days(50))
    item = item_of(meeting)
    AgendaItem.objects.filter(pk=item.pk).update(key="reflection")
    topic = AgendaItem.objects.create(body=body, title="Netze", state="proposed")
    upload = SimpleUploadedFile("folien.pdf", PDF)
    paper = add_paper(actor=coordinator, item=item, title="Folien", upload=upload)
    return {
        "agenda_meeting": str(meeting.pk),
        "agenda_item": str(item.pk),
        "agenda_body": str(body.pk),
        "topic": str(topic.pk),
        "paper": str(paper.pk),
        "file": str(paper.file_id),
    }

"""Wake-up calls for what the workspace does by itself."""

from celery import shared_task

from workspace import reminders
from workspace.services import retention


@shared_task
def send_due_reminders() -> int:
    """Once a day: remind of what falls due; return how many mails were written."""
    return reminders.send_due_reminders()


@shared_task
def apply_retention() -> int:
    """Once a day: remove what is no record and no longer needed; return how many rows."""
    return sum(retention.apply_retention().values())

"""Wake-up calls for what the workspace does by itself."""

from celery import shared_task

from workspace import reminders


@shared_task
def send_due_reminders() -> int:
    """Once a day: remind of what falls due; return how many mails were written."""
    return reminders.send_due_reminders()

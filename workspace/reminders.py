"""Everything the application reminds of once a day, whichever app it comes from."""

from datetime import date

from agreements.services.deadlines import remind_of_deadlines
from agreements.services.force import advance_due
from agreements.services.proceeding_reminders import remind_of_proceedings
from cooperations.services import remind_of_self_evaluations
from governance.services.actions import remind_of_overdue_actions
from governance.services.reminders import remind_of_meetings


def send_due_reminders(today: date | None = None) -> int:
    """Put every reminder that is due into the outbox, each once; return how many were new.

    Days are those of Germany. Running it twice or in parallel changes nothing: each reminder has a key. Agreements
    come into force and end first, also where nothing but this runs daily: reminders speak of what holds.
    """
    advance_due(today)
    return (
        remind_of_self_evaluations(today)
        + remind_of_meetings(today)
        + remind_of_overdue_actions(today)
        + remind_of_deadlines(today)
        + remind_of_proceedings(today)
    )

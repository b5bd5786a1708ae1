"""E-mails, on the job page: what its customer was told, and what not and why."""

from shopfloor.accounts.current import me
from shopfloor.jobs.cards import Card
from shopfloor.jobs.models import Job
from shopfloor.jobs.page import Panel
from shopfloor.mail.queries import letters_about
from shopfloor.shops.permissions import Permission
from shopfloor.status_mail.operations import KIND


def panel(job: Job, _card: Card) -> Panel:
    """All letters about the job, for those who see e-mail; what it says of its status, for everyone."""
    lines = letters_about("job", job.id, kind=None if me().may(Permission.MAIL_SEE) else KIND)
    return Panel("status_mail/_panel.html", {"lines": lines})

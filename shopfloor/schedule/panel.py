"""When the job is to be done, on its page."""

from shopfloor.jobs.cards import Card
from shopfloor.jobs.models import Job
from shopfloor.jobs.page import Panel


def panel(job: Job, card: Card) -> Panel:
    return Panel("schedule/_panel.html", {"job": job, "card": card})

"""Printing, on the job page."""

from shopfloor.jobs.cards import Card
from shopfloor.jobs.models import Job
from shopfloor.jobs.page import Panel


def panel(job: Job, _card: Card) -> Panel:
    return Panel("sheets/_panel.html", {"job": job})

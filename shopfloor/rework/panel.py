"""Rework, on the job page."""

from shopfloor.jobs.cards import Card
from shopfloor.jobs.models import Job
from shopfloor.jobs.page import Panel
from shopfloor.rework.queries import reworks_of


def panel(job: Job, _card: Card) -> Panel:
    return Panel("rework/_panel.html", {"reworks": reworks_of(job.id)})

"""Rework, on the job page."""

from shopfloor.jobs.cards import Card
from shopfloor.jobs.models import Job
from shopfloor.jobs.page import Panel
from shopfloor.rework.queries import photos_of_reworks, reworks_of


def panel(job: Job, _card: Card) -> Panel:
    return Panel("rework/_panel.html", {"reworks": reworks_of(job.id), "photos": photos_of_reworks(job.id)})

"""Part Intake, on the job page, and the banner over it when not all has arrived."""

from shopfloor.intake.queries import versions_of
from shopfloor.jobs.cards import Card
from shopfloor.jobs.models import Job
from shopfloor.jobs.page import Panel


def panel(job: Job, _card: Card) -> Panel:
    versions = versions_of(job.id)
    newest = versions[0] if versions else None
    banner = "intake/banner.html" if newest and newest.taken.is_off else ""
    context = {"newest": newest, "first": versions[-1] if len(versions) > 1 else None}
    return Panel("intake/_panel.html", context, banner)

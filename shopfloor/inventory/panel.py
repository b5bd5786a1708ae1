"""Materials Used, on the job page."""

from shopfloor.inventory.queries import used_on
from shopfloor.jobs.cards import Card
from shopfloor.jobs.models import Job
from shopfloor.jobs.page import Panel


def panel(job: Job, _card: Card) -> Panel:
    """What was used, and the job's powders to log more of."""
    powders = {coat.material.id: coat.material for item in job.items for coat in item.coats}
    context = {"used": used_on(job.id), "powders": list(powders.values())}
    return Panel("inventory/_panel.html", context)

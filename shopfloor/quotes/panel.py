"""Quotes, on the job page."""

from shopfloor.accounts.current import me
from shopfloor.jobs.cards import Card
from shopfloor.jobs.models import Job
from shopfloor.jobs.page import Panel
from shopfloor.kernel import clock
from shopfloor.quotes.queries import quotes_of_job, state_of


def panel(job: Job, card: Card) -> Panel:
    """The quotes of a job; as long as none was accepted, one can be made for it."""
    today = clock.today(me().timezone)
    rows = [(quote, state_of(quote, today)) for quote in quotes_of_job(job.id)]
    can_quote = not card.terminal and job.customer_id is not None and all(state != "converted" for _, state in rows)
    return Panel("quotes/_panel.html", {"rows": rows, "can_quote": can_quote})

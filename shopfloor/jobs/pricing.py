"""What a job comes to, from what its items cost and what the shop's rules add."""

from collections.abc import Sequence
from decimal import Decimal

from shopfloor.catalog.charges import Charge, charges, total_of
from shopfloor.catalog.plan import ItemPlan
from shopfloor.catalog.rules import PricingRules, pricing_rules
from shopfloor.customers.models import Customer
from shopfloor.jobs.models import Job
from shopfloor.jobs.plans import plans_of
from shopfloor.kernel.errors import Invalid
from shopfloor.shops.queries import shop
from shopfloor.workflow.trades import TRADES

LARGEST = Decimal(1_000_000_000_000)


def charges_of(job: Job, trade: str | None = None) -> tuple[Charge, ...]:
    """The lines of that job as it is now: what an invoice of it begins with."""
    return lines_of(plans_of(job), job.priority, job.customer, trade)


def charges_of_each(jobs: Sequence[Job]) -> dict[int, tuple[Charge, ...]]:
    """The lines of those jobs, by their id; the shop's rules are looked up once."""
    trade = shop().trade
    rules = pricing_rules(trade)
    return {job.id: _lines(plans_of(job), job.priority, job.customer, trade, rules) for job in jobs}


def price_of(plans: Sequence[ItemPlan], priority: int, customer: Customer | None) -> Decimal | None:
    """The sum of the lines of such a job; None where nothing is priced. Raises Invalid for more than can be counted."""
    total = total_of(lines_of(plans, priority, customer))
    if total is not None and total > LARGEST:
        raise Invalid(f"All items together come to more than this app can count: at most {LARGEST:,}.", "items")
    return total


def lines_of(
    plans: Sequence[ItemPlan], priority: int, customer: Customer | None, trade: str | None = None
) -> tuple[Charge, ...]:
    """The lines of those items at the shop's rules of today, for that customer. Who knows the shop's trade, says it."""
    trade = trade or shop().trade
    return _lines(plans, priority, customer, trade, pricing_rules(trade))


def _lines(
    plans: Sequence[ItemPlan], priority: int, customer: Customer | None, trade: str, rules: PricingRules
) -> tuple[Charge, ...]:
    return charges(plans, rules, is_rush=TRADES[trade].priority(priority).rush, tier=tier_of(customer))


def tier_of(customer: Customer | None) -> str:
    return customer.price_tier if customer else ""

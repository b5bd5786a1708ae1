"""What a job comes to, from what its items cost and what the shop's rules add."""

from collections.abc import Sequence
from decimal import Decimal

from shopfloor.catalog.charges import Charge, charges, total_of
from shopfloor.catalog.plan import ItemPlan
from shopfloor.catalog.rules import pricing_rules
from shopfloor.customers.models import Customer
from shopfloor.jobs.models import Job
from shopfloor.jobs.plans import plans_of
from shopfloor.shops.queries import shop
from shopfloor.workflow.trades import TRADES


def charges_of(job: Job) -> tuple[Charge, ...]:
    """The lines of that job as it is now: what an invoice of it begins with."""
    return charges_for(plans_of(job), job.priority, tier_of(job.customer))


def charges_for(plans: Sequence[ItemPlan], priority: int, tier: str) -> tuple[Charge, ...]:
    """The lines of items at that priority, for a customer of that tier."""
    is_rush = TRADES[shop().trade].priority(priority).rush
    return charges(plans, pricing_rules(), is_rush=is_rush, tier=tier)


def price_of(plans: Sequence[ItemPlan], priority: int, customer: Customer | None) -> Decimal | None:
    """The sum of those lines; None where nothing is priced."""
    return total_of(charges_for(plans, priority, tier_of(customer)))


def tier_of(customer: Customer | None) -> str:
    return customer.price_tier if customer else ""

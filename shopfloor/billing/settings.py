"""How a shop bills."""

from shopfloor.shops.settings import section


@section("billing")
class BillingSettings:
    """Days of terms for companies and for people at the counter; a customer's own go before them.

    `draft_when_ready` None is the trade's habit: jewelers have the invoice drafted when a job is ready for pickup.
    """

    company_days: int = 15
    counter_days: int = 0
    draft_when_ready: bool | None = None
    terms: str = ""

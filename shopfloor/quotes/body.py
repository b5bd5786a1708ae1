"""What a version of a quote says: the work, the lines it was priced with, the conditions. Frozen: it is never priced anew."""

from dataclasses import dataclass
from decimal import Decimal

from shopfloor.catalog.charges import Charge
from shopfloor.catalog.plan import ItemPlan
from shopfloor.catalog.totals import NO_DISCOUNT, NO_TAX, Discount, TaxRate, Totals, half_up, totals
from shopfloor.workflow.trades import NORMAL


@dataclass(frozen=True, slots=True)
class QuoteBody:
    """`deposit` is the share of the total, in percent, that is asked for with the approval."""

    items: tuple[ItemPlan, ...]
    lines: tuple[Charge, ...]
    discount: Discount = NO_DISCOUNT
    rate: TaxRate = NO_TAX
    priority: int = NORMAL
    valid_days: int = 30
    deposit: int = 0
    customer_po: str = ""
    notes: str = ""
    terms: str = ""

    @property
    def totals(self) -> Totals:
        return totals(self.lines, self.discount, self.rate)

    @property
    def price(self) -> Decimal:
        """What the work comes to, before tax."""
        return self.totals.total - self.totals.tax

    @property
    def deposit_due(self) -> Decimal:
        return half_up(self.totals.total * self.deposit / 100)

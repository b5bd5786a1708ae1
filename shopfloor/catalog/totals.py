"""What charges come to: discount before tax, tax once on the sum, every half a cent up. Pure; the cents always add up."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from shopfloor.catalog.charges import Charge, ChargeKind
from shopfloor.kernel.money import CENT

ZERO = Decimal("0.00")
HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Discount:
    """On the whole: `percent` of the charges, or an `amount`."""

    percent: Decimal = Decimal(0)
    amount: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class TaxRate:
    """A tax by the name it has on paper. Somebody exempt has the rate 0 and the reason as its name."""

    name: str = "Tax"
    percent: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Totals:
    """`subtotal` is without the `surcharge`; `total` is what is owed before anything is paid."""

    subtotal: Decimal
    surcharge: Decimal
    discount: Decimal
    taxable: Decimal
    tax: Decimal
    total: Decimal


NO_DISCOUNT, NO_TAX = Discount(), TaxRate()


def half_up(amount: Decimal) -> Decimal:
    """To the cent; halves go away from zero."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def line_total(charge: Charge) -> Decimal:
    return half_up(charge.quantity * charge.unit_price)


def sum_of(charges: Iterable[Charge]) -> Decimal:
    return sum(map(line_total, charges), ZERO)


def totals(charges: Sequence[Charge], discount: Discount = NO_DISCOUNT, rate: TaxRate = NO_TAX) -> Totals:
    """What the charges come to. A discount lowers what is taxed by the taxed lines' share of it."""
    all_ = sum_of(charges)
    rush = sum_of(charge for charge in charges if charge.kind is ChargeKind.RUSH)
    off = half_up(all_ * discount.percent / HUNDRED) + discount.amount
    taxed = sum_of(charge for charge in charges if charge.taxable)
    base = taxed - (half_up(off * taxed / all_) if all_ else ZERO)
    tax = half_up(base * rate.percent / HUNDRED)
    return Totals(all_ - rush, rush, off, base, tax, all_ - off + tax)

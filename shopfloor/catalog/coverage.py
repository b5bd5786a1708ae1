"""How much powder a coat takes. Pure; lb, sq ft, mils.

Theoretical coverage is 192.3 / (specific gravity x mils) sq ft a pound (coating suppliers' coverage charts);
transfer efficiency divides, it is never added on.
"""

from decimal import Decimal

SQFT_MIL_PER_LB = Decimal("192.3")


def theoretical_coverage(specific_gravity: Decimal, film_mils: Decimal) -> Decimal:
    """Sq ft one pound covers at that film when nothing is lost. Raises ValueError for zero or less."""
    if specific_gravity <= 0 or film_mils <= 0:
        raise ValueError("Specific gravity and film thickness must be more than nothing.")
    return SQFT_MIL_PER_LB / specific_gravity / film_mils


def powder_needed(area: Decimal, quantity: Decimal, coverage: Decimal, efficiency_pct: Decimal) -> Decimal:
    """Pounds for `quantity` parts of `area` sq ft each, at `coverage` sq ft/lb and that transfer efficiency (1-100)."""
    if coverage <= 0 or not 0 < efficiency_pct <= 100:
        raise ValueError("Coverage must be more than nothing and efficiency between 1 and 100 %.")
    return area * quantity / (coverage * efficiency_pct / 100)

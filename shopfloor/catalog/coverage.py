"""How much powder a coat takes. Pure; lb, sq ft, mils.

Theoretical coverage is 192.3 / (specific gravity x mils) sq ft a pound (coating suppliers' coverage charts);
transfer efficiency divides, it is never added on. Nothing is rounded on the way.
"""

from decimal import Decimal

from shopfloor.catalog.models import Material
from shopfloor.kernel.units import WEIGHTS, convert

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


def with_reclaim(efficiency_pct: Decimal, reclaimed_pct: Decimal) -> Decimal:
    """The efficiency a powder has in a booth that sprays so much of the overspray again: what belongs on its record."""
    lost = (100 - efficiency_pct) / 100
    return efficiency_pct / (1 - lost * reclaimed_pct / 100)


def coat_needs(
    powder: Material, area: Decimal, quantity: Decimal, film_mils: Decimal | None = None, efficiency: Decimal | None = None
) -> Decimal:
    """What one coat takes of that powder, in the powder's own unit; film and efficiency as they differ from its own.

    Raises ValueError for a powder no coat can be made of (no film, no efficiency).
    """
    film = powder.film_mils if film_mils is None else film_mils
    coverage = theoretical_coverage(powder.specific_gravity, film)
    share = powder.efficiency if efficiency is None else efficiency
    if powder.coverage is None:
        return _of_pounds(powder_needed(area, quantity, coverage, share), powder.unit)
    # The rate on the box holds at the powder's own film: half the film goes twice as far.
    return powder_needed(area, quantity, powder.coverage * powder.film_mils / film, share)


def need_or_none(
    powder: Material,
    area: Decimal | None,
    quantity: Decimal,
    film_mils: Decimal | None = None,
    efficiency: Decimal | None = None,
) -> Decimal | None:
    """The same; None without an area, and for a powder whose record tells too little."""
    try:
        return coat_needs(powder, area, quantity, film_mils, efficiency) if area else None
    except ValueError:
        return None


def _of_pounds(pounds: Decimal, unit: str) -> Decimal:
    return convert(pounds, "lb", unit) if unit in WEIGHTS else pounds

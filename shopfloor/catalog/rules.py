"""What a shop charges by. Rates are money an hour or a square foot; shares are percent."""

from dataclasses import dataclass
from decimal import Decimal

from shopfloor.shops.queries import shop
from shopfloor.shops.settings import section, settings


@dataclass(frozen=True, slots=True)
class Factor:
    """A name and the number it stands for."""

    name: str
    factor: Decimal


@dataclass(frozen=True, slots=True)
class Tier:
    """Customers of that tier pay so many percent less."""

    name: str
    percent_off: Decimal


@section("pricing")
class PricingRules:
    """`colour_classes` multiply the cost of a powder by its class, `complexities` the work of coating a piece."""

    area_rate: Decimal = Decimal("3.50")
    labor_rate: Decimal = Decimal("65.00")
    minimum_charge: Decimal = Decimal("75.00")
    colour_change: Decimal = Decimal("35.00")
    rush_percent: Decimal = Decimal(25)
    extra_coat_percent: Decimal = Decimal(30)
    powder_markup_percent: Decimal = Decimal(40)
    complexities: tuple[Factor, ...] = (
        Factor("Simple", Decimal(1)),
        Factor("Some corners", Decimal("1.25")),
        Factor("Intricate", Decimal("1.5")),
    )
    colour_classes: tuple[Factor, ...] = (
        Factor("metallic", Decimal(2)),
        Factor("candy", Decimal("1.5")),
        Factor("chrome", Decimal("1.5")),
    )
    tiers: tuple[Tier, ...] = (Tier("Trade", Decimal(10)), Tier("Wholesale", Decimal(20)))

    def class_factor(self, colour_class: str) -> Decimal:
        """What a powder's cost is multiplied by; 1 for a class without a rule of its own."""
        return next((c.factor for c in self.colour_classes if c.name == colour_class), Decimal(1))

    def tier(self, name: str) -> Tier | None:
        return next((tier for tier in self.tiers if tier.name == name), None)


# A bench or a van has no booth to clean and no oven to fill.
_WITHOUT_BOOTH = PricingRules(minimum_charge=Decimal(0), colour_change=Decimal(0), rush_percent=Decimal(20))
_OF_TRADES = {"jewelry": _WITHOUT_BOOTH, "field": _WITHOUT_BOOTH}


def pricing_rules(trade: str | None = None) -> PricingRules:
    """The rules of the shop in scope: its own, or its trade's as long as it has chosen none. Who knows the trade, says it."""
    return settings(PricingRules, otherwise=_OF_TRADES.get(trade or shop().trade))

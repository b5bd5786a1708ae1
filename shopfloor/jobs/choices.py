"""What an item's form offers in a shop, read once for all items of a form."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from shopfloor.catalog.models import Material, Product, Service
from shopfloor.catalog.plan import ItemKind, ItemPlan
from shopfloor.catalog.queries import all_powders, all_products, all_services
from shopfloor.catalog.rules import Factor, PricingRules, pricing_rules
from shopfloor.workflow.trades import Trade


@dataclass(frozen=True, slots=True)
class Choices:
    """All there ever were, by id; what is archived may only stay where it was (`kept`)."""

    trade: Trade
    rules: PricingRules
    powders: dict[int, Material]
    services: dict[int, Service]
    products: dict[int, Product]
    kept: tuple[ItemPlan, ...] = ()

    @property
    def kinds(self) -> tuple[tuple[ItemKind, str], ...]:
        return _WITH_COATS if self.trade.uses_coats else _WITHOUT

    @property
    def complexities(self) -> list[Factor]:
        """The shop's factors, and those that items have had since before."""
        named = {factor.factor for factor in self.rules.complexities}
        others = {Decimal(1), *(plan.complexity for plan in self.kept)} - named
        return [*self.rules.complexities, *(Factor(f"× {factor.normalize():f}", factor) for factor in sorted(others))]

    def may_use(self, thing: Material | Service) -> bool:
        """Whether an item may have it: what is in use, and what the item's job had before it was archived."""
        if thing.archived_at is None:
            return True
        if isinstance(thing, Material):
            return any(coat.material_id == thing.id for plan in self.kept for coat in plan.coats)
        return any(prep.service_id == thing.id for plan in self.kept for prep in plan.preps)

    @property
    def offered_products(self) -> list[Product]:
        return [product for product in self.products.values() if product.archived_at is None]


def choices_of(trade: Trade, kept: Iterable[ItemPlan] = ()) -> Choices:
    """The choices of the shop in scope; `kept` are the items that are there already."""
    return Choices(
        trade,
        pricing_rules(trade.code),
        {powder.id: powder for powder in all_powders()} if trade.uses_coats else {},
        {service.id: service for service in all_services()},
        {product.id: product for product in all_products()},
        tuple(kept),
    )


_WITHOUT = ((ItemKind.FLAT, "Flat rate"), (ItemKind.LABOR, "Labor only"), (ItemKind.CATALOG, "Catalog"))
_WITH_COATS = ((ItemKind.CALCULATED, "Calculated"), (ItemKind.PHOTO, "Photo Quote"), *_WITHOUT)

"""A page with items to be typed, for jobs, their templates and quotes: what its buttons do beside saving it."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from flask import render_template, request

from shopfloor.accounts.current import me
from shopfloor.catalog.models import Product
from shopfloor.catalog.operations import ProductDetails, save_product
from shopfloor.customers.choosing import find_customer
from shopfloor.jobs.draft import Plans, add_plan, planned, reshaped
from shopfloor.jobs.figures import Figures, figures_of
from shopfloor.jobs.item_forms import CatalogForm
from shopfloor.jobs.pricing import tier_of
from shopfloor.kernel.errors import Invalid
from shopfloor.shops.permissions import Permission
from shopfloor.workflow.trades import NORMAL

SAVE = "save"


@dataclass(frozen=True, slots=True)
class Catalog:
    """The last step of one item. `same` says that the catalog has one of this name."""

    form: CatalogForm
    place: int
    same: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """What the templates of items need beside the form. `focus` is the item that someone is at."""

    figures: Figures
    focus: int | None = None
    catalog: Catalog | None = None
    said: str = ""

    @property
    def context(self) -> dict[str, Any]:
        return {"figures": self.figures, "focus": self.focus, "catalog": self.catalog, "said": self.said}


@dataclass(frozen=True, slots=True)
class Behind:
    """What the form changes, where it changes something: items as they are, by id; the job; its customer's tier."""

    olds: Plans = field(default_factory=dict)
    job_id: int | None = None
    tier: str | None = None


NOTHING = Behind()


def shown(form: Any, behind: Behind = NOTHING) -> Shown:
    """The form's items with their figures; call it on a form that has its choices."""
    priority = form.priority.data if "priority" in form else None
    tier = _tier_typed(form) if behind.tier is None else behind.tier
    plans = planned(form, me(), behind.olds)
    return Shown(figures_of(plans, form.choices, priority=priority or NORMAL, tier=tier, before=behind.job_id))


def _tier_typed(form: Any) -> str:
    """Of the customer whom the form means, as far as that is clear; someone new has none."""
    try:
        return tier_of(find_customer(form.choice()) if "customer" in form else None)
    except Invalid:
        return ""


def asked_to() -> str:
    """The button that was pressed; Enter means saving."""
    return request.form.get("do", SAVE)


def typed_anew(make: Callable[[Any], Any], behind: Behind = NOTHING) -> tuple[Any, Shown]:
    """The form after a button of its own: an item more or less, one out of the catalog, one into it."""
    do = asked_to()
    form = make(reshaped(request.form, do))
    if do == "add_item" and not form["items"][-1].form.description.data:
        form["items"][-1].form.kind.data = form.choices.kinds[0][0].value
    elif do.startswith("add_product-"):
        product = form.choices.products.get(_place(do))
        if product and product.archived_at is None:
            add_plan(form, product.plan)
    if do.startswith("catalog"):
        return form, _catalog_step(form, do, behind)
    focus = len(form["items"]) - 1 if do.startswith("add_") else None
    return form, replace(shown(form, behind), focus=focus)


def figures_json(form: Any, behind: Behind = NOTHING) -> list[dict[str, str]]:
    """The figures' fragments, for a page that follows what is typed."""
    now = shown(form, behind)
    html = [
        {"id": f"{entry.id}-figures", "html": render_template("jobs/_figures.html", item=entry, figure=figure)}
        for entry, figure in zip(form["items"], now.figures.items, strict=True)
    ]
    return [*html, {"id": "charges", "html": render_template("jobs/_charges.html", figures=now.figures)}]


def _catalog_step(form: Any, do: str, behind: Behind) -> Shown:
    """Asks what the product shall be called; then saves it and says so, or asks again."""
    now = shown(form, behind)
    if not me().may(Permission.CATALOG_MANAGE) or do == "catalog_skip":
        return replace(now, focus=_place(f"-{request.form.get('catalog-for_item', '')}"))
    verb, place = do.partition("-")[0], _place(do)
    if not 0 <= place < len(form["items"]):
        return now
    entry, plan = form["items"][place].form, now.figures.items[place].plan
    if verb == "catalog":
        if not entry.validate():
            return replace(now, focus=place)
        filled = CatalogForm(prefix="catalog-", data={"name": plan.description, "price": f"{plan.unit_price or 0:.2f}"})
        return replace(now, catalog=Catalog(filled, place))
    asked = CatalogForm(request.form, prefix="catalog-")
    if not (asked.validate() & entry.validate()):
        return replace(now, catalog=Catalog(asked, place))
    try:
        product = _save(asked, plan, verb)
    except Invalid as error:
        asked.name.errors = [error.sentence]
        return replace(now, catalog=Catalog(asked, place, same=True))
    entry.product_id.data = str(product.id)
    return replace(now, focus=place, said=f"“{product.name}” is in the catalog.")


def _save(form: CatalogForm, plan: Any, verb: str) -> Product:
    price = form.price.number
    new = ProductDetails(form.name.data, form.category.data, plan, price or None, form.note.data, form.colour_varies.data)
    return save_product(new, by=me(), update=verb == "catalog_update", anyway=verb == "catalog_new")


def _place(do: str) -> int:
    text = do.rpartition("-")[2]
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1

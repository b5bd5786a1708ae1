"""What a demo shop keeps for the next time: products out of its work, and templates of jobs it has had."""

from collections.abc import Iterable, Mapping

from sqlalchemy import select

from shopfloor.catalog.models import Material
from shopfloor.catalog.operations import ProductDetails, save_product
from shopfloor.catalog.plan import ItemPlan
from shopfloor.db import db
from shopfloor.demo.drawing import wheel
from shopfloor.demo.shape import DemoShop
from shopfloor.job_templates.operations import Title, save_as_template
from shopfloor.jobs.models import Job, JobItem
from shopfloor.jobs.plans import plan_of
from shopfloor.pictures import store
from shopfloor.shops.models import Member

_USUAL = (
    ("Set of four wheels", "Wheels", "Strip, mask and one coat"),
    ("Stair railing, interior", "Railings", "Cleaned and one coat"),
)


def fill_catalog(shop: DemoShop, materials: Iterable[Material], *, by: Member) -> None:
    """Each piece that the shop's data names, as it was last made; colors are chosen anew where the powder is a color."""
    named = {material.id: material for material in materials}
    for label, category in shop.catalog.items():
        if plan := _last_made(label):
            picture = store.keep(wheel(0, is_done=True)) if "wheel" in label.lower() else ""
            details = ProductDetails(
                label, category, plan, plan.unit_price, colour_varies=_is_a_color(plan, named), picture=picture
            )
            save_product(details, by=by)


def save_usual_jobs(shop: DemoShop, *, by: Member) -> None:
    """Templates of the work that comes most often."""
    for description, category, about in _USUAL if shop.catalog else ():
        newest = select(Job).where(Job.description == description).order_by(Job.id.desc()).limit(1)
        if job := db.session.scalars(newest).first():
            save_as_template(job, Title(description, about, category), keep_prices=False, by=by)


def _last_made(label: str) -> ItemPlan | None:
    newest = select(JobItem).where(JobItem.description == label).order_by(JobItem.id.desc()).limit(1)
    item = db.session.scalars(newest).first()
    return plan_of(item) if item else None


def _is_a_color(plan: ItemPlan, materials: Mapping[int, Material]) -> bool:
    return any(materials[coat.material_id].code.startswith("RAL") for coat in plan.coats)

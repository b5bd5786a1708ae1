"""The Product Catalog: looked through, added to, changed, archived. Past jobs keep what they were made with."""

from uuid import uuid4

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from shopfloor.accounts.current import me
from shopfloor.catalog import operations
from shopfloor.catalog.models import Product
from shopfloor.catalog.queries import all_products
from shopfloor.catalog.queries import product as product_of
from shopfloor.jobs.choices import choices_of
from shopfloor.kernel.errors import Invalid, Stale
from shopfloor.pictures.store import Size
from shopfloor.pictures.uploads import LARGEST, files_sent, picture_answer
from shopfloor.products.forms import ProductForm
from shopfloor.products.picture import take_picture
from shopfloor.shops.permissions import Permission
from shopfloor.web.asked import text_asked
from shopfloor.web.bodies import takes_up_to
from shopfloor.web.doors import requires
from shopfloor.web.taps import tap_from_request
from shopfloor.workflow.trades import TRADES

bp = Blueprint("products", __name__)

PARTS = 500
"""Fields of the form: an item has two for each service of the shop."""


@bp.get("/products")
@requires(Permission.CATALOG_MANAGE)
def index() -> str:
    """What is in the catalog, by words in it and by category."""
    search, category = text_asked("q", 80), text_asked("category", 60)
    in_use = [product for product in all_products() if product.archived_at is None]
    found = [p for p in in_use if search.lower() in f"{p.name} {p.note}".lower() and category in ("", p.category)]
    categories = sorted({product.category for product in in_use if product.category})
    return render_template(
        "products/index.html", products=found, categories=categories, q=search, category=category, any=bool(in_use)
    )


@bp.get("/products/new")
@requires(Permission.CATALOG_MANAGE)
def new() -> str:
    form = _form()
    form.key.data = uuid4().hex
    form["items"][0].form.kind.data = form.choices.kinds[0][0].value
    return _page(form)


@bp.post("/products")
@requires(Permission.CATALOG_MANAGE)
@takes_up_to(LARGEST, parts=PARTS)
def create() -> ResponseReturnValue:
    form, do = _typed(), request.form.get("do", "save")
    if take_picture(form) & form.validate():
        try:
            made = operations.save_product(
                form.details(), by=me(), tap=tap_from_request(), update=do == "update", anyway=do == "new"
            )
            return redirect(url_for("products.show", product_id=made.id), 303)
        except Invalid as error:
            form.name.errors = [error.sentence]
            return _page(form, same=True), 422
    return _page(form), 422


@bp.get("/products/<int:product_id>")
@requires(Permission.CATALOG_MANAGE)
def show(product_id: int) -> str:
    product = product_of(product_id)
    form = _form(product)
    form.show(product)
    form.key.data = uuid4().hex
    return _page(form, product)


@bp.post("/products/<int:product_id>")
@requires(Permission.CATALOG_MANAGE)
@takes_up_to(LARGEST, parts=PARTS)
def change(product_id: int) -> ResponseReturnValue:
    product = product_of(product_id)
    form = _typed(product)
    if not (take_picture(form) & form.validate()):
        return _page(form, product), 422
    seen = int(form.seen.data) if (form.seen.data or "").isdecimal() and len(form.seen.data) < 10 else 0
    try:
        operations.change_product(product_id, form.details(), seen=seen, by=me(), tap=tap_from_request())
    except Stale as theirs:
        form.seen.data = str(product.version)
        return _page(form, product, theirs=theirs.sentence), 409
    return redirect(url_for("products.index"), 303)


@bp.post("/products/<int:product_id>/archiving")
@requires(Permission.CATALOG_MANAGE)
def archive(product_id: int) -> ResponseReturnValue:
    operations.archive_product(product_id, by=me())
    return redirect(url_for("products.index"), 303)


@bp.get("/products/pictures/<picture>.jpg")
@requires(Permission.JOBS_SEE)
def picture(picture: str) -> Response:
    return _picture(picture, "large")


@bp.get("/products/pictures/<picture>/thumb.jpg")
@requires(Permission.JOBS_SEE)
def thumb(picture: str) -> Response:
    return _picture(picture, "thumb")


def _picture(name: str, size: Size) -> Response:
    """By its own name, so that one is shown that is not saved yet, and a replaced one never for the new."""
    return picture_answer(name, size, f"{name}.jpg")


def _form(product: Product | None = None) -> ProductForm:
    form = ProductForm()
    form.offer(choices_of(TRADES[me().trade], [product.kept] if product else ()))
    return form


def _typed(product: Product | None = None) -> ProductForm:
    """The form as it was typed. The item is called as the product is. Raises TooLarge."""
    files_sent()  # more than can be taken is not even looked at, and this one says so in words
    typed = request.form.copy()
    typed["items-0-description"], typed["items-0-quantity"] = typed.get("name", ""), "1"
    form = ProductForm(typed)
    form.offer(choices_of(TRADES[me().trade], [product.kept] if product else ()))
    return form


def _page(form: ProductForm, product: Product | None = None, *, same: bool = False, theirs: str = "") -> str:
    return render_template("products/form.html", form=form, product=product, same=same, theirs=theirs)

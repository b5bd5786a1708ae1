"""A product on its page: its name and price, and the item it begins as."""

from decimal import Decimal

from wtforms import BooleanField, FieldList, FileField, Form, FormField, HiddenField, StringField
from wtforms.validators import DataRequired

from shopfloor.catalog.models import Product
from shopfloor.catalog.operations import ProductDetails
from shopfloor.jobs.choices import Choices
from shopfloor.jobs.item_forms import EFFICIENCIES, ItemForm
from shopfloor.kernel import money
from shopfloor.web.fields import NumberField, at_most, line


class ProductForm(Form):
    """`items` has one item: the page shows it as forms of many do. `picture` is the name of a kept one, or ""."""

    key = HiddenField()
    seen = HiddenField()
    name = StringField("Name", filters=[line], validators=[DataRequired("Give it a name."), at_most(200)])
    category = StringField("Category", filters=[line], validators=[at_most(60)])
    price = NumberField("Price of one", largest=Decimal(1_000_000), least=Decimal(0), parse=money.parse)
    note = StringField("Note on shape and masking", filters=[line], validators=[at_most(300)])
    colour_varies = BooleanField("The color varies: leave the powders out")
    picture = HiddenField()
    photo = FileField("Picture")
    no_picture = BooleanField("Remove the picture")
    items = FieldList(FormField(ItemForm), min_entries=1, max_entries=1)

    problem = ""
    """Why the picture that was chosen can't be taken."""

    choices: Choices
    uses_coats = False
    efficiencies_known = EFFICIENCIES

    def offer(self, choices: Choices) -> None:
        self.choices, self.uses_coats = choices, choices.trade.uses_coats
        self["items"][0].form.offer(choices)

    def show(self, product: Product) -> None:
        """Fill the form with a product as it is kept."""
        for name in ("name", "category", "note", "colour_varies", "picture"):
            self[name].data = getattr(product, name)
        self.price.data = "" if product.price is None else f"{product.price:.2f}"
        self.seen.data = str(product.version)
        self["items"][0].form.show(product.kept)

    def details(self) -> ProductDetails:
        """The product a valid form describes."""
        plan = self["items"][0].form.plan(may_price=False)
        return ProductDetails(
            self.name.data,
            self.category.data,
            plan,
            self.price.number or None,
            self.note.data,
            self.colour_varies.data,
            self.picture.data or "",
        )

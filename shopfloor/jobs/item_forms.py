"""The form of one item, on jobs and on quotes: an `ItemPlan` that can be typed."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from wtforms import BooleanField, FieldList, Form, HiddenField, RadioField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired

from shopfloor.catalog.plan import CoatPlan, ItemKind, ItemPlan, Measure, PrepPlan, PricePart
from shopfloor.catalog.pricing import FROM_CATALOG, by_hand, is_by_hand, price_item
from shopfloor.catalog.shapes import SHAPES, UNITS, area_of
from shopfloor.jobs.choices import Choices
from shopfloor.kernel import money
from shopfloor.web.fields import Checkboxes, NumberField, at_most, line

MAX_COATS = 5
LARGEST_QUANTITY = Decimal(100_000)
SUBSTRATES = {
    "": "Not said", "steel": "Steel", "aluminum": "Aluminum", "cast": "Cast", "galvanized": "Galvanized",
    "stainless": "Stainless", "other": "Other",
}  # fmt: skip
# What spray loses by the shape of the work, for those who know no better.
EFFICIENCIES = (
    (40, "wire, open work"),
    (50, "tubes, frames"),
    (60, "wheels, castings"),
    (65, "flat"),
    (80, "flat, reclaiming"),
)
_MEASURED = {ItemKind.CALCULATED.value, ItemKind.PHOTO.value}
_WHOLE = {*_MEASURED, ItemKind.CATALOG.value}
_NO_AREA = "How large is one? Enter its area, or choose a shape and measure it."


def _pairs(words: dict[str, str]) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in words.items()]


def _length(label: str) -> Any:
    return NumberField(label, largest=Decimal(100_000), least=Decimal("0.001"), within="More than nothing, at most 100,000.")


def _minutes(label: str) -> Any:
    return NumberField(label, largest=Decimal(10_000), least=Decimal(0), within="Between 0 and 10,000 minutes.")


def _film() -> Any:
    return NumberField("Film, mils", largest=Decimal(40), least=Decimal("0.1"), within="A film has between 0.1 and 40 mils.")


def _efficiency() -> Any:
    said = "Between 1 and 100 %: what share of the powder stays on the part."
    return NumberField("Efficiency, %", largest=Decimal(100), least=Decimal(1), within=said)


def _per_coat(field: Any) -> Any:
    return FieldList(field, min_entries=MAX_COATS, max_entries=MAX_COATS)


class ItemForm(Form):
    """Call `offer()` before anything else. Fields named after measures hold what a shape asks for."""

    item_id = HiddenField()
    product_id = HiddenField()
    kind = RadioField("Kind", default=ItemKind.FLAT.value)
    description = StringField("What is it?", filters=[line], validators=[DataRequired("Say what the piece is."), at_most(200)])
    quantity = NumberField(
        "Quantity", largest=LARGEST_QUANTITY, least=Decimal("0.001"), default="1",
        validators=[InputRequired("How many?")],
    )  # fmt: skip
    area = NumberField(
        "Area of one, sq ft", largest=Decimal(100_000), least=Decimal("0.001"),
        within="At least 0.001 and at most 100,000 sq ft: nothing has no surface.",
    )  # fmt: skip
    shape = SelectField(
        "Shape", choices=_pairs({"": "I know the area", **{s.code: s.name for s in SHAPES.values()}}), default=""
    )
    unit = SelectField("Measured in", choices=_pairs({unit: unit for unit in UNITS}), default="in")
    length, width, height = _length("Length"), _length("Width"), _length("Height")
    diameter, bar = _length("Diameter"), _length("Bar")
    bars = NumberField("Bars between", largest=Decimal(1000), least=Decimal(0), within="Between 0 and 1,000.")
    substrate = SelectField("Material", choices=_pairs(SUBSTRATES), default="")
    complexity = SelectField("Complexity", default="1")
    minutes = _minutes("Labor on one, minutes")
    services = Checkboxes("Prep", coerce=int)
    coats = _per_coat(SelectField("Coat", coerce=int, default=0))
    films = _per_coat(_film())
    efficiencies = _per_coat(_efficiency())
    unit_price = NumberField("Price of one", largest=Decimal(1_000_000), least=Decimal(0), parse=money.parse)
    untaxed = BooleanField("No sales tax on this item")

    choices: Choices

    def process(self, formdata: Any = None, *args: Any, **kwargs: Any) -> None:
        self._typed = formdata
        super().process(formdata, *args, **kwargs)

    def offer(self, choices: Choices) -> None:
        """Set what can be chosen. What is archived is offered where it is chosen already, and says so."""
        self.choices = choices
        self.kind.choices = [SelectChoice(kind.value, label) for kind, label in choices.kinds]
        self.complexity.choices = [SelectChoice(_plain(each.factor), each.name) for each in choices.complexities]
        self.services.choices = [
            SelectChoice(each.id, each.name + _gone(each))
            for each in choices.services.values()
            if choices.may_use(each) or each.id in (self.services.data or [])
        ]
        for coat in self.coats:
            coat.choices = [
                SelectChoice(0, "No powder"),
                *(
                    SelectChoice(p.id, p.label + _gone(p))
                    for p in choices.powders.values()
                    if choices.may_use(p) or p.id == coat.data
                ),
            ]
        for offered in self.services.choices:
            self._ask_minutes(offered.value)

    def _ask_minutes(self, service_id: int) -> None:
        """A field of its own for each service: `minutes_3` is how long the service 3 takes on one piece."""
        name = f"minutes_{service_id}"
        if name not in self._fields:
            self._fields[name] = _minutes("Minutes on one").bind(form=self, name=name, prefix=self._prefix)
            self._fields[name].process(self._typed)

    def prep_minutes(self, service_id: int) -> Any:
        return self._fields[f"minutes_{service_id}"]

    def show(self, plan: ItemPlan) -> None:
        """Fill the form with a plan; the price only where someone set it."""
        for name in ("description", "shape", "substrate"):
            self[name].data = getattr(plan, name)
        for name in ("quantity", "area", "minutes"):
            self[name].show(getattr(plan, name))
        self.kind.data = plan.kind.value
        self.product_id.data = str(plan.product_id or "")
        self.complexity.data = _plain(plan.complexity)
        self.untaxed.data = not plan.taxable
        self.unit_price.data = f"{plan.unit_price:.2f}" if plan.unit_price is not None and is_by_hand(plan) else ""
        for measure in plan.measures:
            self[measure.name].show(measure.value)
            self.unit.data = measure.unit if measure.unit in UNITS else self.unit.data
        self.services.data = [prep.service_id for prep in plan.preps]
        for place, coat in enumerate(plan.coats[:MAX_COATS]):
            self.coats[place].data = coat.material_id
            self.films[place].show(coat.film_mils)
            self.efficiencies[place].show(coat.efficiency)
        self.offer(self.choices)
        for prep in plan.preps:
            self.prep_minutes(prep.service_id).show(prep.minutes)

    def validate(self, extra_validators: Any = None) -> bool:
        """All fields, and what this kind of item can't do without."""
        fine = super().validate(extra_validators)
        said = list(self._missing())
        for field, sentence in said:
            field.errors = [*field.errors, sentence]
        if any(coat.errors for coat in self.coats):
            self.coats.errors = [coat.errors for coat in self.coats]  # a list of fields is as wrong as its fields
        return fine and not said

    @property
    def faulty(self) -> list[Any]:
        """The fields that have an error, those within lists too."""
        fields = [each for field in self for each in getattr(field, "entries", [field])]
        return [field for field in fields if field.errors]

    def _missing(self) -> Iterator[tuple[Any, str]]:
        if self.shape.data in SHAPES:
            try:
                area_of(self.shape.data, self._measures())
            except ValueError as error:
                yield self.shape, str(error)
        elif self.kind.data in _MEASURED and not (self.area.data or "").strip():
            yield self.area, _NO_AREA
        if self.kind.data in _WHOLE and (count := self.quantity.number) is not None and count % 1:
            yield self.quantity, "Parts are whole pieces: 1, 2, 3."
        if self.kind.data == ItemKind.LABOR and not (self.minutes.data or "").strip():
            yield self.minutes, "How many minutes does one take?"
        if self.kind.data == ItemKind.CATALOG and self._product() is None:
            yield self.kind, "Choose it from the catalog, below the items."
        for coat in self.coats:
            powder = self.choices.powders.get(coat.data or 0)
            if powder and not self.choices.may_use(powder):
                yield coat, f"{powder.label} is no longer in use. Choose another powder."
        for chosen in self.services.data or []:
            service = self.choices.services.get(chosen)
            if service and not self.choices.may_use(service):
                yield self.services, f"{service.name} is no longer offered."

    def plan(self, *, may_price: bool) -> ItemPlan:
        """The item as it was entered, with its price: typed by someone who may, else the catalog's, else by the rules.

        Of a form that is not valid it is as much as can be told.
        """
        measured = self.shape.data in SHAPES
        bare = ItemPlan(
            description=self.description.data or "",
            kind=ItemKind(self.kind.data) if _is_offered(self.kind) else ItemKind.FLAT,
            quantity=self.quantity.number or Decimal(1),
            area=self._area(),
            shape=self.shape.data if measured else "",
            measures=tuple(self._measures().values()) if measured else (),
            substrate=self.substrate.data or "",
            complexity=Decimal(self.complexity.data) if _is_offered(self.complexity) else Decimal(1),
            minutes=self.minutes.number,
            coats=tuple(self._coats()),
            preps=tuple(self._preps()),
            product_id=self._product().id if self._product() else None,
            taxable=not self.untaxed.data,
        )
        if bare.kind is ItemKind.LABOR:  # what was chosen before, under another kind, is not meant any more
            bare = replace(bare, area=None, shape="", measures=(), coats=())
        return self._priced(bare, self.unit_price.number if may_price else None)

    def _priced(self, plan: ItemPlan, typed: Decimal | None) -> ItemPlan:
        product = self._product()
        if product and product.price is not None and plan.kind is ItemKind.CATALOG:
            ruled: Decimal | None = product.price
            parts: tuple[PricePart, ...] = (PricePart(FROM_CATALOG, product.price, product.name),)
        else:
            ruled, parts = price_item(plan, self.choices.powders, self.choices.services, self.choices.rules)
        if typed is not None:
            ruled, parts = typed, by_hand(typed, ruled)
        return replace(plan, unit_price=ruled, price_parts=parts)

    def _area(self) -> Decimal | None:
        if self.shape.data not in SHAPES:
            return self.area.number
        try:
            return area_of(self.shape.data, self._measures())
        except ValueError:
            return None

    def _measures(self) -> dict[str, Measure]:
        """What the shape asks for, as far as it was typed."""
        shape = SHAPES[self.shape.data]
        typed = {name: self[name].number for name in shape.asks}
        unit = self.unit.data if self.unit.data in UNITS else "in"
        return {
            name: Measure(name, number, "" if name in shape.counts else unit)
            for name, number in typed.items()
            if number is not None
        }

    def _coats(self) -> Iterator[CoatPlan]:
        for coat, film, efficiency in zip(self.coats, self.films, self.efficiencies, strict=True):
            if coat.data in self.choices.powders:
                yield CoatPlan(coat.data, film.number, efficiency.number)

    def _preps(self) -> Iterator[PrepPlan]:
        for chosen in sorted(self.services.data or []):
            if chosen in self.choices.services:
                yield PrepPlan(chosen, self.prep_minutes(chosen).number)

    def _product(self) -> Any:
        given = self.product_id.data or ""
        return self.choices.products.get(int(given)) if given.isascii() and given.isdecimal() and len(given) < 10 else None


class CatalogForm(Form):
    """Save to Product Catalog: what a product has beside the item's own plan."""

    name = StringField("Name", filters=[line], validators=[DataRequired("Give it a name."), at_most(200)])
    category = StringField("Category", filters=[line], validators=[at_most(60)])
    price = NumberField("Price of one", largest=Decimal(1_000_000), least=Decimal(0), parse=money.parse)
    note = StringField("Note on shape and masking", filters=[line], validators=[at_most(300)])
    colour_varies = BooleanField("The color varies: leave the powders out")


def _is_offered(field: Any) -> bool:
    return any(choice.value == field.data for choice in field.choices)


def _gone(thing: Any) -> str:
    return " (no longer in use)" if thing.archived_at else ""


def _plain(factor: Decimal) -> str:
    return f"{factor.normalize():f}"

"""The job form. Plain HTML: an item is added or dropped by a button of the form, so it works on any device."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    Field,
    FieldList,
    Form,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from shopfloor.catalog.models import Material, Service
from shopfloor.customers.forms import CustomerChoice
from shopfloor.jobs.operations import NewItem
from shopfloor.kernel import money, quantity
from shopfloor.kernel.text import clean, one_line
from shopfloor.shops.models import Member
from shopfloor.workflow.trades import NORMAL, Trade

MAX_ITEMS = 40
MAX_COATS = 3
LARGEST_QUANTITY = Decimal(100_000)


class Checkboxes(SelectMultipleField):
    """A list of check boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class NumberField(StringField):
    """A number as people type it. What they typed stays in the field, whatever it was."""

    def __init__(self, label: str, *, largest: Decimal, least: Decimal, parse: Any = quantity.parse, **kw: Any) -> None:
        super().__init__(label, **kw)
        self.number: Decimal | None = None
        self._largest, self._least, self._parse = largest, least, parse

    def pre_validate(self, _form: Form) -> None:
        if not (self.data or "").strip():
            return
        try:
            number = self._parse(self.data)
        except ValueError as error:
            raise ValidationError(str(error)) from None
        if number < self._least:
            raise ValidationError(f"At least {self._least.normalize()}.")
        if number > self._largest:
            raise ValidationError(f"At most {self._largest:,}.")
        self.number = number


def _line(text: str | None) -> str:
    return one_line(text or "")


def _block(text: str | None) -> str:
    return clean(text or "")


def _at_most(length: int) -> Length:
    return Length(max=length, message=f"At most {length:,} characters; shorten it a little.")


class ItemForm(Form):
    description = StringField(
        "What is it?", filters=[_line], validators=[InputRequired("Say what the piece is."), _at_most(200)]
    )
    quantity = NumberField(
        "Quantity", largest=LARGEST_QUANTITY, least=Decimal("0.001"), default="1",
        validators=[InputRequired("How many?")],
    )  # fmt: skip
    area = NumberField("Area of one, sq ft", largest=Decimal(100_000), least=Decimal("0.001"))
    unit_price = NumberField("Price of one", largest=Decimal(1_000_000), least=Decimal(0), parse=money.parse)
    services = Checkboxes("Prep", coerce=int)
    coats = FieldList(SelectField("Coat", coerce=int, default=0), min_entries=MAX_COATS, max_entries=MAX_COATS)

    def offer(self, services: Sequence[Service], powders: Sequence[Material]) -> None:
        """Set what can be chosen."""
        self.services.choices = [SelectChoice(service.id, service.name) for service in services]
        names = [SelectChoice(0, "No powder"), *(SelectChoice(powder.id, powder.label) for powder in powders)]
        for coat in self.coats:
            coat.choices = names

    def item(self, services: dict[int, Service], powders: dict[int, Material], *, with_price: bool) -> NewItem:
        """The item as it was entered; call it on a valid form."""
        return NewItem(
            description=self.description.data,
            quantity=self.quantity.number or Decimal(1),
            area=self.area.number,
            unit_price=self.unit_price.number if with_price else None,
            services=[services[chosen] for chosen in self.services.data or []],
            coats=[powders[coat.data] for coat in self.coats if coat.data],
        )


class JobForm(CustomerChoice):
    key = HiddenField()
    kind = SelectField("Kind of work")
    description = StringField(
        "Description", filters=[_line], validators=[InputRequired("Say in a few words what the job is."), _at_most(200)]
    )
    priority = RadioField("Priority", coerce=int, default=NORMAL)
    due_on = DateField("Due", validators=[Optional()])
    scheduled_on = DateField("Scheduled", validators=[Optional()])
    workers = Checkboxes("Assigned to", coerce=int)
    location = StringField("Location", filters=[_line], validators=[_at_most(60)])
    customer_po = StringField("Customer PO", filters=[_line], validators=[_at_most(60)])
    instructions = TextAreaField("Special instructions", filters=[_block], validators=[_at_most(4000)])
    approved = BooleanField("Work may start without a quote")
    items = FieldList(FormField(ItemForm), min_entries=1, max_entries=MAX_ITEMS)

    uses_coats = False

    def offer(self, trade: Trade, members: Sequence[Member], services: Sequence[Service], powders: Sequence[Material]) -> None:
        """Set what can be chosen, and the trade's words."""
        self.uses_coats = trade.uses_coats
        self.kind.choices = [SelectChoice(kind.code, kind.label) for kind in trade.kinds]
        self.priority.choices = [SelectChoice(priority.rank, priority.label) for priority in trade.priorities]
        self.workers.choices = [SelectChoice(member.id, member.name) for member in members]
        self.location.label.text = trade.words["location"]
        for entry in self.items:
            entry.form.offer(services, powders)

    def validate_due_on(self, field: Field) -> None:
        _in_this_century(field)

    def validate_scheduled_on(self, field: Field) -> None:
        _in_this_century(field)


def _in_this_century(field: Field) -> None:
    if field.data and not 2000 <= field.data.year <= 2100:
        raise ValidationError("Choose a date between 2000 and 2100.")

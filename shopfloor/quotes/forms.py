"""The forms of quotes."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from wtforms import (
    DateField,
    Field,
    FieldList,
    Form,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Optional, ValidationError

from shopfloor.catalog.totals import Discount, TaxRate
from shopfloor.customers.forms import CustomerChoice
from shopfloor.jobs.choices import Choices
from shopfloor.jobs.forms import MAX_ITEMS
from shopfloor.jobs.item_forms import EFFICIENCIES, ItemForm
from shopfloor.kernel import money
from shopfloor.quotes.taxes import TaxSettings
from shopfloor.shops.models import Member
from shopfloor.web.fields import Checkboxes, NumberField, at_most, block, line
from shopfloor.workflow.trades import NORMAL, Trade

PERCENT, AMOUNT = "percent", "amount"
LONGEST_DAYS = 365
MOST_RATES = 8


class WholeField(NumberField):
    """A number of days or of percent, without parts of one."""

    def pre_validate(self, form: Form) -> None:
        super().pre_validate(form)
        if self.number is not None and self.number % 1:
            raise ValidationError("A whole number, please.")

    @property
    def whole(self) -> int:
        return int(self.number or 0)


class MoneyTermsForm(Form):
    """What quotes and invoices have in common: the discount, the tax, and what is written below."""

    discount = NumberField("Discount", largest=Decimal(1_000_000), least=Decimal(0), parse=money.parse)
    discount_in = SelectField("Discount in", choices=[SelectChoice(PERCENT, "%"), SelectChoice(AMOUNT, "Amount")])
    tax = SelectField("Tax", coerce=int, default=0)
    customer_po = StringField("Customer PO", filters=[line], validators=[at_most(60)])
    notes = TextAreaField("Notes for the customer", filters=[block], validators=[at_most(2000)])
    terms = TextAreaField("Terms", filters=[block], validators=[at_most(4000)])

    def offer_taxes(self, rates: Sequence[TaxRate]) -> None:
        self._rates = list(rates)
        self.tax.choices = [SelectChoice(i, rate_words(rate)) for i, rate in enumerate(rates)]

    def validate_discount(self, field: Field) -> None:
        if self.discount_in.data == PERCENT and field.number is not None and field.number > 100:
            raise ValidationError("At most 100 %.")

    @property
    def typed_discount(self) -> Discount:
        number = self.discount.number or Decimal(0)
        return Discount(percent=number) if self.discount_in.data == PERCENT else Discount(amount=number)

    @property
    def rate(self) -> TaxRate:
        chosen: int = self.tax.data
        return self._rates[chosen]


def rate_words(rate: TaxRate) -> str:
    return f"{rate.name} {rate.percent.normalize():f} %" if rate.percent else rate.name


class QuoteForm(CustomerChoice, MoneyTermsForm):
    key = HiddenField()
    edits = HiddenField(default="0")
    job = HiddenField()
    kind = SelectField("Kind of work")
    description = StringField(
        "Description", filters=[line], validators=[InputRequired("Say in a few words what the work is."), at_most(200)]
    )
    priority = RadioField("Priority", coerce=int, default=NORMAL)
    valid_days = WholeField(
        "Valid for, days", largest=Decimal(LONGEST_DAYS), least=Decimal(1), validators=[InputRequired("For how many days?")]
    )
    deposit = WholeField("Deposit asked for, %", largest=Decimal(100), least=Decimal(0))
    items = FieldList(FormField(ItemForm), min_entries=1, max_entries=MAX_ITEMS)

    choices: Choices
    uses_coats = False
    efficiencies_known = EFFICIENCIES

    def offer(self, trade: Trade, choices: Choices) -> None:
        """Set what can be chosen, and the trade's words."""
        self.choices, self.uses_coats = choices, trade.uses_coats
        self.kind.choices = [SelectChoice(kind.code, kind.label) for kind in trade.kinds if kind.has_customer]
        self.priority.choices = [SelectChoice(priority.rank, priority.label) for priority in trade.priorities]
        for entry in self.items:
            entry.form.offer(choices)


class ConvertForm(Form):
    key = HiddenField()
    priority = RadioField("Priority", coerce=int)
    due_on = DateField("Due", validators=[Optional()])
    scheduled_on = DateField("Scheduled", validators=[Optional()])
    workers = Checkboxes("Assigned to", coerce=int)
    instructions = TextAreaField("Special instructions", filters=[block], validators=[at_most(4000)])

    def offer(self, trade: Trade, members: Sequence[Member]) -> None:
        self.priority.choices = [SelectChoice(priority.rank, priority.label) for priority in trade.priorities]
        self.workers.choices = [SelectChoice(member.id, member.name) for member in members]

    def validate_due_on(self, field: Field) -> None:
        in_this_century(field)

    def validate_scheduled_on(self, field: Field) -> None:
        in_this_century(field)


def in_this_century(field: Any) -> None:
    if field.data and not 2000 <= field.data.year <= 2100:
        raise ValidationError("Choose a date between 2000 and 2100.")


class RateForm(Form):
    name = StringField("Name", filters=[line], validators=[at_most(60)])
    percent = NumberField("Percent", largest=Decimal(100), least=Decimal(0))


class TaxForm(Form):
    """Rows without a name are left out; the last ones are empty, for more."""

    seen = HiddenField(default="0")
    rates = FieldList(FormField(RateForm), max_entries=MOST_RATES)
    usual = RadioField("Used unless somebody says otherwise", coerce=int, default=0)

    def offer(self) -> "TaxForm":
        for _ in range(min(2, MOST_RATES - len(self.rates))):
            self.rates.append_entry()
        self.usual.choices = [SelectChoice(i, f"Row {i + 1}") for i in range(len(self.rates))]
        return self

    @property
    def chosen(self) -> TaxSettings:
        """What a valid form says; the usual one is found again when rows before it were emptied."""
        named = [(i, entry.form) for i, entry in enumerate(self.rates) if entry.form.name.data]
        usual = next((place for place, (i, _) in enumerate(named) if i == self.usual.data), 0)
        return TaxSettings(tuple(TaxRate(form.name.data, form.percent.number or Decimal(0)) for _, form in named), usual)

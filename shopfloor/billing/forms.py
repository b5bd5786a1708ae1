"""The forms of invoices and money."""

from datetime import date
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
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Optional, ValidationError

from shopfloor.billing.operations import NewPayment
from shopfloor.billing.operations.payments import METHODS
from shopfloor.catalog.charges import LONGEST_WHY, Charge, ChargeKind
from shopfloor.jobs.item_forms import LARGEST_QUANTITY
from shopfloor.kernel import money
from shopfloor.quotes.forms import LONGEST_DAYS, MoneyTermsForm, WholeField, in_this_century
from shopfloor.web.fields import NumberField, at_most, block, line

MAX_LINES = 60
MOST = Decimal(1_000_000)


class LineForm(Form):
    """A line; `kind` and `why` are what it was made of, and travel with it."""

    description = StringField("Description", filters=[line], validators=[InputRequired("What is it for?"), at_most(200)])
    quantity = NumberField(
        "Quantity", largest=LARGEST_QUANTITY, least=Decimal("0.001"), default="1", validators=[InputRequired("How many?")]
    )
    unit_price = NumberField("Price", largest=MOST, least=-MOST, parse=money.parse, validators=[InputRequired("How much?")])
    taxable = BooleanField("Taxed")
    kind = HiddenField(default=ChargeKind.OTHER.value)
    why = HiddenField(filters=[line], validators=[at_most(LONGEST_WHY)])

    @property
    def charge(self) -> Charge:
        kind = ChargeKind(self.kind.data) if self.kind.data in set(ChargeKind) else ChargeKind.OTHER
        quantity, price = self.quantity.number or Decimal(1), self.unit_price.number or Decimal(0)
        return Charge(self.description.data, quantity, price, kind, self.taxable.data, self.why.data)


class InvoiceForm(MoneyTermsForm):
    key = HiddenField()
    edits = HiddenField(default="0")
    lines = FieldList(FormField(LineForm), max_entries=MAX_LINES)
    terms_days = WholeField("Due after, days", largest=Decimal(365), least=Decimal(0), validators=[InputRequired("How many?")])
    due_on = DateField("Or due on", validators=[Optional()])

    def validate_due_on(self, field: Field) -> None:
        in_this_century(field)


class PaymentForm(Form):
    key = HiddenField()
    amount = NumberField(
        "Amount", largest=MOST, least=Decimal("0.01"), parse=money.parse, validators=[InputRequired("How much?")]
    )
    method = SelectField("By", choices=[SelectChoice(code, words) for code, words in METHODS.items()])
    reference = StringField("Reference", filters=[line], validators=[at_most(80)])
    note = StringField("Note", filters=[line], validators=[at_most(200)])
    received_on = DateField("On", validators=[InputRequired("On which day?")])
    refund = BooleanField("This is money given back")

    @property
    def payment(self) -> NewPayment:
        """As it was entered; call it on a valid form."""
        return NewPayment(
            self.amount.number or Decimal(0),
            self.method.data,
            self.received_on.data,
            self.reference.data,
            self.note.data,
            self.refund.data,
        )


class PeriodForm(Form):
    """Days from and to, of an export. Without them: the month so far."""

    start = DateField("From", validators=[InputRequired("From which day?")])
    end = DateField("To", validators=[InputRequired("To which day?")])

    def validate_end(self, field: Field) -> None:
        in_this_century(field)
        in_this_century(self.start)
        if self.start.data and field.data < self.start.data:
            raise ValidationError("The end is before the beginning.")


class MoneyChoicesForm(Form):
    """Sections of two features on one page; each says how often it had been saved."""

    seen_quotes = HiddenField(default="0")
    seen_billing = HiddenField(default="0")
    valid_days = WholeField(
        "Quotes are valid for, days", largest=Decimal(LONGEST_DAYS), least=Decimal(1), validators=[InputRequired("How many?")]
    )
    quote_terms = TextAreaField("Terms on quotes", filters=[block], validators=[at_most(4000)])
    company_days = WholeField(
        "Companies pay within, days", largest=Decimal(LONGEST_DAYS), least=Decimal(0), validators=[InputRequired("How many?")]
    )
    counter_days = WholeField(
        "People at the counter pay within, days",
        largest=Decimal(LONGEST_DAYS),
        least=Decimal(0),
        validators=[InputRequired("How many?")],
    )
    invoice_terms = TextAreaField("Terms on invoices", filters=[block], validators=[at_most(4000)])
    draft_when_ready = BooleanField("Draft the invoice when a job is ready for pickup")


def new_payment_form(today: date, **filled: Any) -> PaymentForm:
    return PaymentForm(received_on=today, **filled)

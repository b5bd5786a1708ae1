"""The customer field that any form can have, and the form of a customer's own record.

A form with a customer: `class QuoteForm(CustomerChoice)`, `{{ customer_field(form) }}` from parts/customer_field.html,
and in the operation `customer_from(form, by=by)`.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from wtforms import (
    BooleanField,
    Field,
    FieldList,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length, NumberRange, Optional, ValidationError

from shopfloor.customers.choosing import Archived, Choice, Unclear, choose_customer, find_customer
from shopfloor.customers.details import Details
from shopfloor.customers.models import Customer
from shopfloor.customers.people import Address, AddressKind, Contact
from shopfloor.events import Actor
from shopfloor.kernel.text import clean, one_line

MOST_ROWS = 20
KINDS = [SelectChoice("company", "Company"), SelectChoice("person", "Person")]
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def _line(text: str | None) -> str:
    return one_line(text or "")


def _block(text: str | None) -> str:
    return clean(text or "")


def _at_most(length: int) -> Length:
    return Length(max=length, message=f"At most {length:,} characters; shorten it a little.")


def _email(_form: Form, field: Field) -> None:
    if field.data and not _EMAIL.fullmatch(field.data):
        raise ValidationError("That is not an e-mail address.")


def _text(label: str, length: int, *more: Any) -> StringField:
    return StringField(label, filters=[_line], validators=[*more, _at_most(length)])


def _email_field(label: str = "E-mail") -> StringField:
    return StringField(label, filters=[_line], validators=[_at_most(254), _email])


class CustomerChoice(Form):
    """A customer field: chosen from the list, typed by name, or added in passing. `among` is filled when it has to be asked."""

    customer = _text("Customer", 120)
    customer_id = StringField()  # hidden by parts/customer_field.html, beside its customer
    new_customer = BooleanField("Add as a new customer")
    new_customer_email = _email_field("Their e-mail")
    new_customer_phone = _text("Their phone", 40)
    bring_back = BooleanField("Bring this customer back from the archive")

    among: Sequence[Customer] = ()
    is_archived = False

    def choice(self) -> Choice:
        return Choice(
            self.customer.data,
            self.customer_id.data or "",
            add=self.new_customer.data,
            back=self.bring_back.data,
            email=self.new_customer_email.data,
            phone=self.new_customer_phone.data,
        )

    def choose(self, customer: Customer) -> None:
        """Fill the field with a customer who is known."""
        self.customer.data, self.customer_id.data = customer.name, str(customer.id)


def customer_from(form: CustomerChoice, *, by: Actor) -> Customer:
    """The customer that the form means, found or taken on; call it in the operation that needs them. Raises Invalid.

    What it raises belongs beside `form.customer`; the form then offers what is left to choose.
    """
    try:
        return choose_customer(form.choice(), by=by)
    except Unclear as unclear:
        form.among = unclear.among
        raise
    except Archived:
        form.is_archived = True
        raise


def known_customer_from(form: CustomerChoice) -> Customer:
    """The customer that the form means, of those who are there. Raises Invalid."""
    try:
        found = find_customer(Choice(form.customer.data, form.customer_id.data or "", back=True))
    except Unclear as unclear:
        form.among = unclear.among
        raise
    assert found is not None, "nobody is added here"
    return found


class ContactForm(Form):
    name = _text("Name", 80)
    role = _text("Role", 60)
    phone = _text("Phone", 40)
    email = _email_field()

    def validate_name(self, field: Field) -> None:
        if not field.data and (self.role.data or self.phone.data or self.email.data):
            raise ValidationError("Whose is it? Enter a name.")


class AddressForm(Form):
    kind = SelectField("For", choices=[SelectChoice(kind.value, kind.value.capitalize()) for kind in AddressKind])
    label = _text("Called", 60)
    text = TextAreaField("Address", filters=[_block], validators=[_at_most(300)])

    def validate_text(self, field: Field) -> None:
        if self.label.data and not field.data:
            raise ValidationError("Enter the address, or empty its name.")


class CustomerForm(Form):
    """The record. `version` is the one it was filled from."""

    key = HiddenField()
    version = HiddenField(default="0")
    name = _text("Name", 120, DataRequired("A customer needs a name."))
    kind = RadioField("Company or person", choices=KINDS, default="company")
    email = _email_field()
    phone = _text("Phone", 40)
    address = TextAreaField("Billing address", filters=[_block], validators=[_at_most(300)])
    status_emails = BooleanField("Send status e-mails", default=True)
    notes = TextAreaField("For the team alone", filters=[_block], validators=[_at_most(4000)])
    contacts = FieldList(FormField(ContactForm), min_entries=1, max_entries=MOST_ROWS)
    main = StringField(default="0")  # the place of the main contact's row; radio buttons beside the rows
    addresses = FieldList(FormField(AddressForm), max_entries=MOST_ROWS)
    tax_exempt = BooleanField("Tax exempt")
    tax_certificate = _text("Certificate number", 60)
    terms_days = IntegerField(
        "Terms, days", validators=[Optional(), NumberRange(0, 365, "Between 0 and 365 days; empty for the shop's own.")]
    )
    price_tier = SelectField("Price tier", default="")

    def offer(self, tiers: Iterable[str], kept: str = "") -> None:
        """The shop's tiers; a record keeps the one it has (`kept`), even where the shop has given that up."""
        names = list(tiers)
        gone = [SelectChoice(kept, f"{kept} (not offered any more)")] if kept and kept not in names else []
        self.price_tier.choices = [SelectChoice("", "None"), *map(SelectChoice, names), *gone]

    def details(self, terms_of: Details | None = None) -> Details:
        """The record as it was entered; with `terms_of`, tax, terms and tier are that one's. Call it on a valid form."""
        terms = terms_of or Details(
            "",
            tax_exempt=self.tax_exempt.data,
            tax_certificate=self.tax_certificate.data,
            terms_days=self.terms_days.data,
            price_tier=self.price_tier.data,
        )
        return Details(
            name=self.name.data,
            is_company=self.kind.data == "company",
            email=self.email.data,
            phone=self.phone.data,
            address=self.address.data,
            contacts=self._contacts(),
            addresses=tuple(
                Address(AddressKind(row.form.kind.data), row.form.text.data, row.form.label.data)
                for row in self.addresses
                if row.form.text.data
            ),
            status_emails=self.status_emails.data,
            notes=self.notes.data,
            tax_exempt=terms.tax_exempt,
            tax_certificate=terms.tax_certificate,
            terms_days=terms.terms_days,
            price_tier=terms.price_tier,
        )

    def _contacts(self) -> tuple[Contact, ...]:
        """Those with a name, the main one first."""
        rows = sorted(self.contacts, key=lambda row: row.name.rpartition("-")[2] != self.main.data)
        said = (row.form for row in rows)
        return tuple(Contact(c.name.data, c.role.data, c.phone.data, c.email.data) for c in said if c.name.data)


def form_with(details: Details, version: int) -> CustomerForm:
    """The form as the record is."""
    return CustomerForm(
        version=str(version),
        name=details.name,
        kind="company" if details.is_company else "person",
        email=details.email,
        phone=details.phone,
        address=details.address,
        status_emails=details.status_emails,
        notes=details.notes,
        contacts=[{"name": one.name, "role": one.role, "phone": one.phone, "email": one.email} for one in details.contacts],
        addresses=[{"kind": one.kind.value, "label": one.label, "text": one.text} for one in details.addresses],
        tax_exempt=details.tax_exempt,
        tax_certificate=details.tax_certificate,
        terms_days=details.terms_days,
        price_tier=details.price_tier,
    )

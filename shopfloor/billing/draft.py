"""From the form of a draft to an invoice, and back."""

from datetime import date
from typing import Any
from uuid import uuid4

from werkzeug.datastructures import MultiDict

from shopfloor.billing.body import InvoiceBody
from shopfloor.billing.forms import InvoiceForm
from shopfloor.billing.models import Invoice
from shopfloor.billing.operations import InvoiceChange
from shopfloor.billing.queries import body_of
from shopfloor.catalog.charges import Charge
from shopfloor.quotes.draft import money_terms, offered_rates


def invoice_form(invoice: Invoice, formdata: Any = None) -> InvoiceForm:
    """The form as the draft has it, or as it was typed."""
    body = body_of(invoice)
    rates = offered_rates(body.rate)
    form = InvoiceForm(
        formdata,
        data={
            **money_terms(body),
            "key": uuid4().hex,
            "edits": str(invoice.edits),
            "tax": rates.index(body.rate),
            "terms_days": str(invoice.terms_days),
            "due_on": invoice.due_on,
            "lines": [_shown(line) for line in body.lines],
        },
    )
    form.offer_taxes(rates)
    return form


def change_of(form: InvoiceForm, invoice: Invoice) -> InvoiceChange:
    """What a valid form asks for."""
    body = body_of(invoice)
    said = InvoiceBody(
        tuple(entry.form.charge for entry in form.lines),
        form.typed_discount,
        form.rate,
        body.bill_to,
        title=body.title,
        customer_po=form.customer_po.data,
        notes=form.notes.data,
        terms=form.terms.data,
    )
    due: date | None = form.due_on.data
    return InvoiceChange(said, form.terms_days.whole, due)


def reshaped(typed: MultiDict[str, str], do: str) -> MultiDict[str, str]:
    """What was typed, with one line more or one less. Nothing else of it is touched."""
    places = {name.split("-")[1] for name in typed if name.startswith("lines-")}
    fresh = MultiDict(typed)
    if do == "add_line":
        last = max((int(place) for place in places if place.isdecimal() and len(place) < 6), default=-1)
        fresh |= MultiDict({f"lines-{last + 1}-quantity": "1", f"lines-{last + 1}-taxable": "y"})
    elif do.startswith("drop_line-"):
        gone = f"lines-{do.removeprefix('drop_line-')}-"
        fresh = MultiDict((k, v) for k, v in typed.items(multi=True) if not k.startswith(gone))
    return fresh


def _shown(line: Charge) -> dict[str, Any]:
    return {
        "description": line.label,
        "quantity": f"{line.quantity.normalize():f}",
        "unit_price": f"{line.unit_price:.2f}",
        "taxable": line.taxable,
        "kind": line.kind.value,
        "why": line.why,
    }

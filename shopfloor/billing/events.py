"""What happens to invoices, and to money. A job's own history is read on the floor: it names no amount."""

from shopfloor.events import kind


@kind("invoice.drafted", says="{actor} drafted {invoice} for {job}")
class InvoiceDrafted:
    job: str


@kind("invoice.drafted_by_move", says="{invoice} was drafted as {actor} moved {job} to {now}")
class InvoiceDraftedByMove:
    job: str
    now: str


@kind("invoice.changed", says="{actor} changed {invoice}")
class InvoiceChanged:
    pass


@kind("invoice.issued", says="{actor} sent {invoice}{to}")
class InvoiceIssued:
    """`to` reads " to somebody@example.com", or nothing for one handed over otherwise."""

    to: str


@kind("invoice.voided", says="{actor} voided {invoice}: {reason}")
class InvoiceVoided:
    reason: str


@kind("invoice.payment_booked", says="{actor} {did} {amount} on {invoice}")
class InvoicePaymentBooked:
    """`did` is what was done: recorded, refunded or reversed."""

    did: str
    amount: str


@kind("quote.deposit_booked", says="{actor} {did} a deposit of {amount} on {quote}")
class QuoteDepositBooked:
    did: str
    amount: str


@kind("job.deposit_booked", says="{actor} {did} a deposit on {job}")
class JobDepositBooked:
    did: str

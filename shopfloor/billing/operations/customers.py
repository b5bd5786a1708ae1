"""What invoices mean for whose job it is, and where they go when two customers become one."""

from dataclasses import replace

from sqlalchemy import func, select, update

from shopfloor.billing import queries
from shopfloor.billing.body import bill_to
from shopfloor.billing.models import Invoice, InvoiceStatus
from shopfloor.customers.events import CustomersMerged
from shopfloor.customers.models import Customer
from shopfloor.db import db, shop_in_scope
from shopfloor.db.documents import to_document
from shopfloor.events import Actor


def why_billed_customer_stays(job_id: int) -> str | None:
    """Somebody has been billed for the job: that invoice comes first. A draft follows."""
    found = queries.invoice_of_job(job_id)
    is_sent = found is not None and found.status != InvoiceStatus.DRAFT
    return f"It is billed with {found.number}. Void that invoice first." if found and is_sent else None


def follow_merge(event: CustomersMerged, kept: Customer, _by: Actor | None) -> None:
    """Invoices go to the customer who is kept; what is printed on those that were sent stays (a reaction)."""
    drafts = queries.drafts_of(event.gone_id)
    mine = (Invoice.shop_id == shop_in_scope(), Invoice.customer_id == event.gone_id)
    db.session.execute(update(Invoice).where(*mine).values(customer_id=kept.id))
    for draft in drafts:
        draft.body = to_document(replace(queries.body_of(draft), bill_to=bill_to(kept)))


def invoices_in_words(customer_id: int) -> str | None:
    mine = (Invoice.shop_id == shop_in_scope(), Invoice.customer_id == customer_id)
    many = db.session.scalar(select(func.count()).select_from(Invoice).where(*mine)) or 0
    return f"{many} invoice{'s' if many > 1 else ''}" if many else None

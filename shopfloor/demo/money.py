"""Quotes, invoices and deposits of a demo shop, by the operations the office uses."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from itertools import count, cycle

from shopfloor.billing import operations as billing
from shopfloor.billing import queries as invoices
from shopfloor.billing.operations import NewPayment
from shopfloor.billing.settings import BillingSettings
from shopfloor.catalog.charges import Charge
from shopfloor.catalog.plan import ItemPlan
from shopfloor.catalog.totals import Discount, TaxRate
from shopfloor.customers.models import Customer
from shopfloor.demo.shape import DemoShop, Work
from shopfloor.jobs import queries as jobs
from shopfloor.jobs.models import JobItem
from shopfloor.jobs.pricing import lines_of
from shopfloor.kernel import clock
from shopfloor.quotes import operations as quotes
from shopfloor.quotes import queries
from shopfloor.quotes.body import QuoteBody
from shopfloor.quotes.settings import QuoteSettings
from shopfloor.quotes.taxes import TaxSettings
from shopfloor.shops.models import Member
from shopfloor.shops.settings import change_settings, change_some
from shopfloor.workflow.trades import NORMAL, TRADES

TAX = TaxRate("Sales tax", Decimal("7.25"))
BILLED = 8
"""One in so many jobs is billed: enough to fill the lists, few enough to load quickly."""

_QUOTES = (
    # how long ago it was written, in working days; how far it came
    (60, "sent"), (44, "declined"), (38, "sent"), (26, "converted"), (17, "approved"), (15, "sent"), (12, "declined"),
    (9, "approved"), (7, "sent"), (6, "converted"), (5, "sent"), (4, "sent"), (3, "approved"), (2, "sent"), (1, "draft"),
    (1, "draft"),
)  # fmt: skip
_METHODS = ("card", "cash", "check", "transfer")

Step = tuple[int, Callable[[], object]]


class Money:
    """What the office of one shop does about money."""

    def __init__(self, shop: DemoShop, office: Member, owner: Member) -> None:
        self._shop, self._office, self._owner = shop, office, owner
        self._jobs, self._methods = count(), cycle(_METHODS)
        self._billed: dict[str, str] = {}

    def choose(self) -> None:
        """The shop names its tax. Drafts are made by hand until today: nine months of them would be many."""
        change_settings(TaxSettings((TAX,)), by=self._owner)
        change_settings(
            QuoteSettings(terms="Prices hold for the quantities named. Work begins with your approval."), by=self._owner
        )
        change_settings(BillingSettings(draft_when_ready=False), by=self._owner)

    def open_today(self) -> None:
        change_some(BillingSettings, draft_when_ready=None, by=self._owner)

    # Jobs.

    def job_came_in(self, number: str, kind: str) -> None:
        """Custom work begins with a deposit."""
        share = TRADES[self._shop.trade].kind(kind).deposit
        job = jobs.job(number) if share else None
        total = sum((item.quantity * (item.unit_price or 0) for item in job.items), Decimal(0)) if job else Decimal(0)
        if job and total:
            billing.book_deposit(job, self._payment((total * share / 100).quantize(Decimal("0.01"))), by=self._office)

    def job_is_ready(self, number: str) -> None:
        """Every so often one is billed when it is ready."""
        if next(self._jobs) % BILLED or jobs.job(number).customer_id is None:
            return
        invoice = billing.create_invoice(number, by=self._office)
        body = invoices.body_of(invoice)
        if not body.lines:
            lines = tuple(_by_area(item) for item in jobs.job(number).items)
            change = billing.InvoiceChange(replace(body, lines=lines), invoice.terms_days)
            billing.change_invoice(invoice.number, change, seen=0, by=self._office)
        self._billed[number] = invoice.number
        if len(self._billed) % 9:
            billing.issue_invoice(invoice.number, by=self._office)

    def job_is_done(self, number: str) -> None:
        """Most pay when they fetch it; some pay a part, some nothing, and one in a while was billed wrongly."""
        if number not in self._billed:
            return
        invoice, nth = invoices.invoice(self._billed[number]), len(self._billed)
        if invoice.status == "issued" and invoice.balance > 0 and nth % 11:
            amount = invoice.balance if nth % 9 else (invoice.balance / 2).quantize(Decimal("0.01"))
            billing.book_payment(invoice.number, self._payment(amount), by=self._office)
        elif invoice.status == "draft":
            billing.void_invoice(invoice.number, "Billed under another job", by=self._office)

    def _payment(self, amount: Decimal) -> NewPayment:
        return NewPayment(amount, next(self._methods), clock.today(self._shop.timezone))

    # Quotes.

    def quote_lives(self, customer: Callable[[str], Customer], day: int) -> Iterator[list[Step]]:
        """Each quote's steps, with how many working seconds ago they are made."""
        works = cycle([work for work in self._shop.work if TRADES[self._shop.trade].kind(work.kind).has_customer])
        for nth, (days, state) in enumerate(_QUOTES):
            name = self._shop.customers[nth * 2 % len(self._shop.customers)]
            yield self._life(next(works), lambda name=name: customer(name), state, days * day + nth * 60, nth)  # type: ignore[misc]

    def _life(self, work: Work, customer: Callable[[], Customer], state: str, back: int, nth: int) -> list[Step]:
        number: list[str] = []
        items = tuple(
            ItemPlan(p.label, quantity=Decimal(p.count[1]), area=p.area, unit_price=_price(p.price, p.area))
            for p in work.pieces
        )
        body = QuoteBody(
            items,
            lines_of(items, NORMAL, None, self._shop.trade),
            Discount(percent=Decimal(10 if nth % 4 == 0 else 0)),
            TAX,
            deposit=TRADES[self._shop.trade].kind(work.kind).deposit,
        )
        by = self._office

        def write() -> None:
            number.append(quotes.write_quote(quotes.NewQuote(customer(), work.kind, work.description, body), by=by).number)

        def approve() -> None:
            quotes.approve_by_word(number[0], customer().name, "On the phone", by=by)
            if body.deposit:
                quote = queries.quote(number[0])
                billing.book_deposit(quote, self._payment(body.deposit_due), by=by)

        steps: list[Step] = [(back, write)]
        if state != "draft":
            steps.append((back - 1800, lambda: quotes.send_quote(number[0], by=by)))
        if state == "declined":
            steps.append((back - 7200, lambda: quotes.decline_quote(number[0], "Found it cheaper", by=by)))
        if state in {"approved", "converted"}:
            steps.append((back - 7200, approve))
        if state == "converted":
            due = clock.today(self._shop.timezone) + timedelta(days=12)
            chosen = quotes.Conversion(priority=2, due_on=due)
            steps.append((back - 9000, lambda: quotes.convert_quote(number[0], chosen, by=by)))
        return steps


def _price(price: int, area: Decimal | None) -> Decimal:
    """As the data say, else by the area."""
    return Decimal(price) if price else ((area or Decimal(4)) * 9).quantize(Decimal(1))


def _by_area(item: JobItem) -> Charge:
    return Charge(item.description, item.quantity, _price(0, item.area))

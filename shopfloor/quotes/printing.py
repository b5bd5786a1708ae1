"""Quotes as PDF, in the look the shop chose."""

from shopfloor.paper.look import PaperLook
from shopfloor.paper.printing import print_document
from shopfloor.paper.samples import CUSTOMER, SOLD, TOTALS
from shopfloor.quotes.models import Quote, QuoteVersion
from shopfloor.quotes.paper import quote_words
from shopfloor.shops.models import Shop

TEMPLATE = "quotes/quote.typ"


def quote_pdf(quote: Quote, version: QuoteVersion, shop: Shop) -> bytes:
    return print_document("quote", TEMPLATE, quote_words(quote, version, shop))


def sample_quote(look: PaperLook) -> bytes:
    """A quote of nobody's, to see how quotes will look."""
    words = {
        "number": "QTE-2608-0012",
        "version": 1,
        "title": "Wheels and a frame",
        "date": "10 August 2026",
        "until": "9 September 2026",
        "customer": CUSTOMER,
        "rows": SOLD,
        "totals": [*TOTALS, ("Deposit to begin, 25 %", "$185.01")],
        "notes": "",
        "terms": "",
    }
    return print_document("quote", TEMPLATE, words, look=look)

"""What happens to quotes. Approved and declined carry the name that was given, on the customer's page or to the office."""

from collections.abc import Iterator

from shopfloor.events import Happening, News, kind, news_kind
from shopfloor.shops.permissions import Permission
from shopfloor.shops.queries import members_who_may

ANSWERED = news_kind("quote", "A customer answers a quote", needs=Permission.QUOTES_MANAGE)


def _of_answer(event: Happening) -> Iterator[News]:
    """Only what a customer did on their own page is news: the office knows what it has noted itself."""
    if event.actor_id is None:
        said = "approved" if "version" in event.payload else "declined"
        office, tag = members_who_may(Permission.QUOTES_MANAGE), f"quote-{event.subject_id}"
        yield News(ANSWERED, office, f"{event.label} was {said}", "The customer has answered.", tag)


@kind("quote.written", says="{actor} wrote {quote} for {customer}")
class QuoteWritten:
    customer: str


@kind("quote.changed", says="{actor} changed {quote}, now version {version}")
class QuoteChanged:
    version: int


@kind("quote.sent", says="{actor} sent version {version} of {quote}{to}")
class QuoteSent:
    """`to` reads " to somebody@example.com", or nothing for a link handed over otherwise."""

    version: int
    to: str


@kind("quote.approved", says="{name} approved version {version} of {quote}{remark}", tells=_of_answer)
class QuoteApproved:
    """`remark` reads ": as discussed", or nothing."""

    name: str
    version: int
    remark: str


@kind("quote.declined", says="{name} declined {quote}{remark}", tells=_of_answer)
class QuoteDeclined:
    name: str
    remark: str


@kind("quote.converted", says="{actor} made {job} of {quote}")
class QuoteConverted:
    job: str

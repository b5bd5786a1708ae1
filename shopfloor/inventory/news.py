"""Who hears of stock: those who see to it that work can go on."""

from collections.abc import Iterator

from shopfloor.events import Happening, News, news_kind
from shopfloor.shops.permissions import Permission
from shopfloor.shops.queries import members_who_may

LOW_STOCK = news_kind("low_stock", "A powder or supply runs low", needs=Permission.JOBS_SET_STATUS)


def of_low(event: Happening) -> Iterator[News]:
    left = f"{event.payload['quantity']} {event.payload['unit']} left"
    to = members_who_may(Permission.JOBS_SET_STATUS)
    yield News(LOW_STOCK, to, f"{event.label} runs low", left, f"material-{event.subject_id}")

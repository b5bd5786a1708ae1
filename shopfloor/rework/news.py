"""Who hears of rework: those who answer for it."""

from collections.abc import Iterator

from shopfloor.events import Happening, News, news_kind
from shopfloor.jobs.news import tag_of
from shopfloor.shops.permissions import Permission
from shopfloor.shops.queries import members_who_may

REWORK = news_kind("rework", "Something has to be done again", needs=Permission.REWORK_CLOSE)


def of_opened(event: Happening) -> Iterator[News]:
    said = event.payload
    body = f"{said['kind']}: {said['quantity']} × {said['item']}"
    to = members_who_may(Permission.REWORK_CLOSE)
    yield News(REWORK, to, f"{event.label}: {said['reason']}", body, tag_of(event.subject_id), job_id=event.subject_id)

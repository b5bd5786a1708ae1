"""What travels in a push: one JSON that iOS shows by itself (Declarative Web Push) and our service worker reads elsewhere."""

from dataclasses import dataclass
from typing import Any

import orjson

# The body of a push may have 4096 bytes, of which encryption takes 103.
LIMIT = 3993
ROOMY = 960
DECLARATIVE = 8030


class TooLong(ValueError):
    """It does not fit into a push, however much of its words is cut."""


@dataclass(frozen=True, slots=True)
class Notice:
    """`address` is absolute. `next_label` and `step` are what Advance would do, where it can do anything."""

    title: str
    body: str
    address: str
    tag: str
    badge: int
    job: str | None = None
    step: int | None = None
    next_label: str | None = None


def packed(notice: Notice) -> bytes:
    """The payload, under 1 KB. Words are cut to make it so; raises TooLong where that does not help."""
    title, body = notice.title, notice.body
    made = _json(notice, title, body)
    while len(made) > ROOMY and (body or len(title) > 40):
        over = (len(made) - ROOMY) // 6 + 1  # the longest a character gets is \u0001; most need another round
        body, title = (_cut(body, over), title) if body else (body, _cut(title, over))
        made = _json(notice, title, body)
    if len(made) > LIMIT:
        raise TooLong(f"{len(made)} bytes")
    return made


def _cut(text: str, by: int) -> str:
    return text[: max(0, len(text) - by - 1)].rstrip() + "…" if len(text) > by + 1 else ""


def _json(notice: Notice, title: str, body: str) -> bytes:
    shown: dict[str, Any] = {
        "title": title,
        "body": body,
        "navigate": notice.address,
        "tag": notice.tag,
        "app_badge": str(notice.badge),
        "data": {"job": notice.job, "step": notice.step, "next": notice.next_label},
    }
    # WebKit reads the badge inside the notification, the W3C's draft beside it.
    return orjson.dumps({"web_push": DECLARATIVE, "notification": shown, "app_badge": str(notice.badge)})

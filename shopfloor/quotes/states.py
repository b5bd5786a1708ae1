"""What becomes of a quote, and in which order. Pure."""

from datetime import date
from enum import StrEnum


class QuoteState(StrEnum):
    """Expired is never written down: it is a sent quote whose last day is over."""

    DRAFT = "draft"
    SENT = "sent"
    APPROVED = "approved"
    DECLINED = "declined"
    EXPIRED = "expired"
    CONVERTED = "converted"


_S = QuoteState
_NEXT = {
    _S.DRAFT: {_S.SENT, _S.APPROVED},
    _S.SENT: {_S.APPROVED, _S.DECLINED, _S.EXPIRED, _S.DRAFT},
    _S.APPROVED: {_S.CONVERTED, _S.DECLINED},
    _S.DECLINED: {_S.DRAFT},
    _S.EXPIRED: {_S.DRAFT},
    _S.CONVERTED: set[QuoteState](),
}


def may_become(was: QuoteState, now: QuoteState) -> bool:
    return now in _NEXT[was]


def state_on(written: str, valid_until: date | None, today: date) -> QuoteState:
    """The state on that day of the shop's calendar; the last valid day still counts."""
    if written == _S.SENT and valid_until and today > valid_until:
        return _S.EXPIRED
    return QuoteState(written)

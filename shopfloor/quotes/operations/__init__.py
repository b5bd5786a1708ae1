"""Everything that can be done to a quote."""

from shopfloor.quotes.operations.answers import answer_quote, approve_by_word, decline_quote
from shopfloor.quotes.operations.convert import Conversion, convert_quote
from shopfloor.quotes.operations.sending import ByMail, send_quote
from shopfloor.quotes.operations.writing import NewQuote, change_quote, write_quote

__all__ = [
    "ByMail",
    "Conversion",
    "NewQuote",
    "answer_quote",
    "approve_by_word",
    "change_quote",
    "convert_quote",
    "decline_quote",
    "send_quote",
    "write_quote",
]

"""What people do with letters."""

from shopfloor.events import kind


@kind("letter.retried", says="{actor} had the e-mail “{letter}” to {to} tried again")
class LetterRetried:
    to: str

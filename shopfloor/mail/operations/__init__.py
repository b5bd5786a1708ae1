"""The verbs of mail: queueing a letter with a change, sending what is due, trying again."""

from shopfloor.mail.operations.queueing import Attachment, Button, NewLetter, leave_unsent, queue_letter
from shopfloor.mail.operations.sending import (
    BATCH,
    Taken,
    claim_letters,
    is_due,
    readdress,
    retry_letter,
    settle_letter,
    skip_open,
)

__all__ = [
    "BATCH",
    "Attachment",
    "Button",
    "NewLetter",
    "Taken",
    "claim_letters",
    "is_due",
    "leave_unsent",
    "queue_letter",
    "readdress",
    "retry_letter",
    "settle_letter",
    "skip_open",
]

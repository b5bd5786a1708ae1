"""The quick change of the list: one form for every move there is, with a note and a wish about the customer's e-mail."""

from dataclasses import replace

from shopfloor.db import operation
from shopfloor.events import heard_before
from shopfloor.jobs.operations.moves import advance, cancel, hold, resume, set_status
from shopfloor.jobs.operations.notes import add_note
from shopfloor.jobs.standing import Standing, locked
from shopfloor.kernel.errors import Invalid
from shopfloor.kernel.tap import UNKEYED, Tap
from shopfloor.shops.person import Person


@operation
def change_status(
    number: str, to: str, note: str, *, notify: bool | None, expected: int, by: Person, tap: Tap = UNKEYED
) -> Standing:
    """Take the job where `to` says: next, resume, hold, cancel, or the id of a status.

    `note` is the reason where one is asked for, else a note on the job. Raises what those moves raise.
    """
    if heard_before(tap, by=by) is not None:
        return locked(number)
    if to in {"hold", "cancel"}:
        return {"hold": hold, "cancel": cancel}[to](number, note, expected=expected, by=by, tap=tap, notify=notify)
    if to in {"next", "resume"}:
        onward = advance if to == "next" else resume
        moved = onward(number, expected=expected, by=by, tap=tap, notify=notify)
        if note.strip():
            add_note(number, note, by=by, tap=replace(tap, key=None))
        return moved
    if not to.isdecimal():
        locked(number)  # what is another shop's is not there, whatever was chosen for it
        raise Invalid("Choose what it is to become.", "to")
    return set_status(number, int(to[:10]), note, expected=expected, by=by, tap=tap, notify=notify)

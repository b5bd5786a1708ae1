"""What a letter is asked in the moment it is sent. A feature whose letters may have become wrong by then declares its check:

@before_sending("status")
def may_still_be_told(letter: Any) -> str | None:
    '''Why it is skipped, in a sentence; None to send it.'''
"""

from collections.abc import Callable
from typing import Any

Check = Callable[[Any], str | None]

_checks: dict[str, Check] = {}


def before_sending(kind: str) -> Callable[[Check], Check]:
    """Declare the check of that kind of letter. It runs in the letter's shop, in the transaction that takes it up."""

    def declare(check: Check) -> Check:
        if kind in _checks:
            raise ValueError(f"Two checks for letters of the kind {kind!r}.")
        _checks[kind] = check
        return check

    return declare


def reason_to_skip(letter: Any) -> str | None:
    """What speaks against sending that row of `letters` now."""
    check = _checks.get(letter.kind)
    return check(letter) if check else None

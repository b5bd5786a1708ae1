"""Passwords: argon2id at the strength of OWASP's floor, at most two at once so that a storm of sign-ins can't stop the shop."""

import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from shopfloor.kernel.errors import Invalid

SHORTEST, LONGEST = 12, 128

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_at_once = threading.BoundedSemaphore(2)

# Compared against when nobody has that address, so that the answer takes as long.
_NOBODY = _hasher.hash("nobody has this password")

# The commonest that are long enough to pass the length rule.
_COMMON = {
    "123456789012", "1234567890123", "12345678901234", "passwordpassword", "password1234", "password12345",
    "qwertyuiop12", "qwertyuiop123", "qwertyuiopas", "iloveyou1234", "administrator", "adminadminadmin",
    "letmeinletmein", "welcome12345", "welcome123456", "changemechangeme", "abcdefghijkl", "abcd12345678",
    "111111111111", "000000000000", "1q2w3e4r5t6y", "qazwsxedcrfv", "shopfloorshopfloor",
}  # fmt: skip


def hashed(password: str) -> str:
    """The hash to keep. Raises Invalid, in a sentence, for a password too short, too long or too common."""
    if len(password) < SHORTEST:
        raise Invalid(f"A password has at least {SHORTEST} characters; four random words do well.", "password")
    if len(password) > LONGEST:
        raise Invalid(f"A password has at most {LONGEST} characters.", "password")
    if password.lower() in _COMMON:
        raise Invalid("That password is one of the first that are tried. Choose another.", "password")
    with _at_once:
        return _hasher.hash(password)


def is_right(password: str, kept: str | None) -> bool:
    """Whether that is the password behind the kept hash; takes as long when there is none."""
    with _at_once:
        try:
            return _hasher.verify(kept or _NOBODY, password) and bool(kept)
        except (VerificationError, InvalidHashError):
            return False

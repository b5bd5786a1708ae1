"""E-mail addresses: what is one, and what a header must never be given."""

import re
from typing import Final

LONGEST: Final = 254
# Without = and ?: they could begin an encoded word, which the library would decode.
_ADDRESS = re.compile(r"([A-Za-z0-9.!#$%&'*+/^_`{|}~-]{1,64})@([^@\s]+)")
_NAME = re.compile(r"(?!-)[A-Za-z0-9-]{1,63}(?<!-)")


def address(typed: str) -> str | None:
    """The address as a server takes it, or None for what is none. A domain in another script is written in ASCII."""
    found = _ADDRESS.fullmatch(typed.strip(" "))
    if found is None or ".." in found[1] or found[1].startswith(".") or found[1].endswith("."):
        return None
    try:
        domain = found[2].encode("idna").decode().lower()
    except UnicodeError:
        return None
    names = domain.split(".")
    whole = f"{found[1]}@{domain}"
    return whole if len(names) > 1 and all(map(_NAME.fullmatch, names)) and len(whole) <= LONGEST else None

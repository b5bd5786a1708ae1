"""What customers are found by: words without accents and letter case, phone numbers by their digits alone, too."""

import re

from shopfloor.customers.people import Address, Contact
from shopfloor.kernel.text import folded

KEY_LENGTH = 200
MOST_WORDS = 6
_LIKE_A_PHONE = re.compile(r"[\d()+./-]{3,}")


def name_key(name: str) -> str:
    """What a name is listed and recognised by."""
    return folded(name)[:KEY_LENGTH]


def search_text(
    name: str, email: str, phone: str, address: str, contacts: tuple[Contact, ...] = (), addresses: tuple[Address, ...] = ()
) -> str:
    """All that someone may be asked for by."""
    phones = [phone, *(contact.phone for contact in contacts)]
    people = [contact.words for contact in contacts]
    places = [address, *(other.words for other in addresses)]
    return folded(" ".join(filter(None, [name, email, *phones, *map(_digits, phones), *people, *places])))


def search_words(typed: str) -> list[str]:
    """What has to be found, each of it, for what was typed."""
    words = folded(typed).split()[:MOST_WORDS]
    return [_digits(word) if _LIKE_A_PHONE.fullmatch(word) and _digits(word) else word for word in words]


def place_of(address: str) -> str:
    """The town, as far as an address tells: its last line, or what follows the street on its only one."""
    lines = [line.strip() for line in address.splitlines() if line.strip()]
    if len(lines) == 1:
        return lines[0].partition(",")[2].strip() or lines[0]
    return lines[-1] if lines else ""


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)

"""What people type, made fit to keep: nothing visible is lost, nothing invisible stays."""

import unicodedata

_KEPT = {"\n", "\t"}


def clean(text: str) -> str:
    """The text in NFC, line ends as newlines, without control characters, lone surrogates or outer space.

    PostgreSQL refuses NUL, paper refuses the rest; they come from pasting, so they go without a word.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = (c for c in text if c in _KEPT or unicodedata.category(c) not in {"Cc", "Cs"})
    return unicodedata.normalize("NFC", "".join(kept)).strip()


def one_line(text: str) -> str:
    """The cleaned text on one line, single-spaced."""
    return " ".join(clean(text).split())


# Letters that no accent can be taken off, and what people type for them who don't have them on their keyboard.
_LETTERS = str.maketrans({"ø": "o", "đ": "d", "ð": "d", "ł": "l", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i"})


def folded(text: str) -> str:
    """The text as it is compared: without accents and capitals."""
    plain = unicodedata.normalize("NFKD", text.casefold()).casefold()
    return "".join(c for c in plain if not unicodedata.combining(c)).translate(_LETTERS)


def words_of(text: str) -> list[str]:
    """The folded words in it: runs of letters and digits."""
    return "".join(c if c.isalnum() else " " for c in folded(text)).split()

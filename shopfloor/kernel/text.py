"""What people type, made fit to keep: nothing visible is lost, nothing invisible stays."""

import unicodedata

_KEPT = {"\n", "\t"}
# Letters that are their own and not a letter with a mark, by what people type for them; quotes as keyboards have them.
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "’": "'", "‘": "'"})


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


def folded(text: str) -> str:
    """The text for finding: without accents, letter case and double spaces. "muller" finds "Müller"."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(c for c in apart if not unicodedata.combining(c))
    return one_line(bare.casefold().translate(_PLAIN))


def words_of(text: str) -> list[str]:
    """The folded words in it: runs of letters and digits."""
    return "".join(c if c.isalnum() else " " for c in folded(text)).split()

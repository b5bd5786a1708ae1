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

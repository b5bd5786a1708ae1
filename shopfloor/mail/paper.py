"""What a letter looks like: its words as plain text, and the same words in one fixed frame of HTML.

Nobody's HTML gets into it, nothing in it is fetched from anywhere, and its one button leads to our own address.
"""

import re
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from shopfloor import packaged

# Stands in a letter's HTML where the shop's logo comes when it is sent.
LOGO = "<!--logo-->"


def as_text(words: str, *, button: tuple[str, str] | None, signature: str) -> str:
    """The plain text: the words, the button as a line, the signature below its dashes."""
    parts = [words.strip()]
    if button:
        parts.append(f"{button[0]}:\n{button[1]}")
    if signature:
        parts.append(f"-- \n{signature}")
    return "\n\n".join(parts) + "\n"


def as_html(words: str, *, subject: str, button: tuple[str, str] | None, signature: str, shop: str) -> str:
    """The same, escaped, in the frame."""
    return _frame().render(
        subject=subject, paragraphs=_paragraphs(words), button=button, signature=signature.split("\n"), shop=shop
    )


def _paragraphs(words: str) -> list[list[str]]:
    return [part.split("\n") for part in re.split(r"\n\s*\n", words.strip())]


@cache
def _frame() -> Template:
    loader = FileSystemLoader(packaged.folder("templates"))
    frames = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return frames.get_template("mail/letter.mail")

"""What a job is found by, as tokens: words with their shop before them, and the ids of its customer and powders.

A token of one shop is no token of another, so no search ever meets another shop's jobs. Customers and powders stand there
by their ids: a new name is found at once, and nothing has to be indexed anew for it.
"""

from collections.abc import Iterable

from shopfloor.kernel.text import words_of

LONGEST = 12
"""Letters of a word that count. Words that begin alike for so long are rare; every shorter beginning has its own index."""
SHORTEST = 2
"""Letters of a beginning that is searched for. One letter alone is taken for a whole word."""
CODE = 5
"""Letters of a shop's code."""

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def shop_code(shop_id: int) -> str:
    """What a shop's tokens begin with, always as long."""
    code = ""
    for _ in range(CODE - 1):
        shop_id, rest = divmod(shop_id, len(_DIGITS))
        code = _DIGITS[rest] + code
    return f"s{code}"


def token(shop_id: int, word: str) -> str:
    return shop_code(shop_id) + word[:LONGEST]


def customer_token(customer_id: int) -> str:
    return f"kc{customer_id}"


def powder_token(powder_id: int) -> str:
    return f"kp{powder_id}"


def job_words(shop_id: int, texts: Iterable[str], customer_id: int | None, powder_ids: Iterable[int]) -> str:
    """All tokens of a job, each once, with spaces between."""
    tokens = {token(shop_id, word) for text in texts for word in words_of(text)}
    tokens |= {powder_token(powder_id) for powder_id in powder_ids}
    if customer_id is not None:
        tokens.add(customer_token(customer_id))
    return " ".join(sorted(tokens))

"""What a person means by the words they type: tokens of jobs, names of customers and powders.

On the floor, which is small, every job's own tokens are looked through. Further back the index of all of them is asked, from
the newest on and never for more than `MOST`, so that no search takes longer the more it finds.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from sqlalchemy import Integer, String, bindparam, column, desc, false, literal, or_, select, text, union_all

from shopfloor.catalog.models import Material
from shopfloor.customers.models import Customer
from shopfloor.db import db, run, shop_in_scope, table
from shopfloor.jobs.listing.models import JobWords
from shopfloor.jobs.models import Job
from shopfloor.kernel.text import words_of
from shopfloor.kernel.tokens import LONGEST, SHORTEST, customer_token, powder_token, token
from shopfloor.workflow.trades import Trade

MOST = 1001
"""Jobs that are looked at where a search goes back for years: a thousand, and one that says there are more."""
NEAR = 20_000
"""Tokens that are looked for in the newest jobs by themselves on PostgreSQL: the more are asked for, the fewer jobs."""
WORDS, NAMES, MANY_NAMES = 8, 200, 10

_NUMBER = re.compile(r"([A-Z]+)-[0-9-]*")


class Meant(NamedTuple):
    """A word, and the customers and powders whose names have a word that begins so."""

    word: str
    customers: Sequence[int] = ()
    powders: Sequence[int] = ()


def meant_by(typed: str) -> list[Meant]:
    """What the words mean. A single letter at the end is a word that is being typed: it does not count yet."""
    words = words_of(typed)[:WORDS]
    if words and len(words[-1]) < SHORTEST:
        words.pop()
    if not words:
        return []
    rows = _names(words)
    return [Meant(word, _ids(rows, "customer", word), _ids(rows, "powder", word)) for word in words]


def number_begun(typed: str, trade: Trade) -> str | None:
    """The beginning of a job's number, when that is what was typed: JOB-26, not PO-77."""
    number = _NUMBER.fullmatch(typed.upper())
    return number[0] if number and number[1] in {kind.number_prefix for kind in trade.kinds} else None


def customers_meant(typed: str) -> list[int]:
    """Ids of the customers whose names have words that begin so, each of them; the newest customers first."""
    words = words_of(typed)[:WORDS]
    begun = [_may_begin(_CUSTOMERS.c.name_key, word) for word in words]
    found = select(_CUSTOMERS.c.id).where(_CUSTOMERS.c.shop_id == shop_in_scope(), *begun)
    return list(run(found.order_by(desc(_CUSTOMERS.c.id)).limit(NAMES)).scalars()) if words else []


def is_found_by(meant: Meant) -> Any:
    """Whether the tokens of a job have the word, or the job is for such a customer, or takes such a powder."""
    shop = shop_in_scope()
    ways = [_has(token(shop, meant.word), begins=len(meant.word) >= SHORTEST)]
    ways += [_has(powder_token(powder)) for powder in meant.powders]
    ways += [_JOBS.c.customer_id.in_(meant.customers)] if meant.customers else []
    return or_(*ways)


def has_powder(powder_id: int) -> Any:
    return _has(powder_token(powder_id))


def _has(wanted: str, *, begins: bool = False) -> Any:
    pattern = f"% {wanted}%" if begins else f"% {wanted} %"
    return (literal(" ") + _WORDS.c.words + literal(" ")).like(pattern)


def in_index(alternatives: Sequence[Sequence[str]], *, beyond: int | None, upwards: bool) -> Any:
    """Ids of jobs, of the index: `MOST` of those that have one of each of these tokens, in order of their ids.

    A token that ends in a star is the beginning of one. `beyond` is the id from which they are counted.
    """
    sqlite = db.engine.dialect.name == "sqlite"
    further = f"{'>' if upwards else '<'} :beyond" if beyond is not None else ""
    order, near = "ASC" if upwards else "DESC", NEAR // sum(map(len, alternatives))
    asked = _in_fts5(further, order) if sqlite else _in_tsvectors(further, order, near)
    expression = (_fts5 if sqlite else _tsquery)(alternatives)
    # Written out for PostgreSQL: how often a word stands decides between the ways into its index, and a plan made without
    # it guesses.
    values = [bindparam("asked", expression, String, literal_execute=not sqlite)]
    values += [bindparam("beyond", beyond)] if beyond is not None else []
    return text(asked).bindparams(*values).columns(column("id", Integer)).subquery("found")


def _in_fts5(further: str, order: str) -> str:
    """Its index is in the order of the ids: it is read until there are enough."""
    beyond = f"AND rowid {further}" if further else ""
    return f"SELECT rowid AS id FROM job_search WHERE job_search MATCH :asked {beyond} ORDER BY rowid {order} LIMIT {MOST}"  # noqa: S608 – all of it is ours


def _in_tsvectors(further: str, order: str, near: int) -> str:
    """What most jobs have is found among the newest; what those have too seldom is rare enough to be taken all of it from
    the index of words, which has no order. PostgreSQL would choose one way for both, and read everything there is.

    `job_id + 0` keeps it from the order of the ids where that would lead through all jobs.
    """
    first, later = (f"{which} {further}" if further else "" for which in ("WHERE job_id", "AND job_id + 0"))
    return f"""WITH near AS MATERIALIZED (
        SELECT job_id FROM (SELECT job_id, words FROM job_search {first} ORDER BY job_id {order} LIMIT {near}) AS newest
        WHERE words @@ CAST(:asked AS tsquery) LIMIT {MOST}
    ), far AS (
        SELECT job_id FROM job_search WHERE words @@ CAST(:asked AS tsquery) {later}
        AND (SELECT count(*) FROM near) < {MOST} ORDER BY job_id + 0 {order} LIMIT {MOST}
    )
    SELECT job_id AS id FROM near WHERE (SELECT count(*) FROM near) >= {MOST} UNION ALL SELECT job_id FROM far"""  # noqa: S608 – all of it is ours


@contextmanager
def by_index(names: int) -> Iterator[None]:
    """Has PostgreSQL use its indexes for the block, where so many names are meant that it would think that most jobs have one
    of them, and look for all of them in every job."""
    if names < MANY_NAMES or db.engine.dialect.name == "sqlite":
        yield
        return
    run(text("SELECT set_config('enable_seqscan', 'off', true)"))
    yield
    run(text("SELECT set_config('enable_seqscan', 'on', true)"))


def tokens_of(meant: Meant) -> list[str]:
    """The alternatives that stand for a word in the index."""
    shop = shop_in_scope()
    begins = "*" if SHORTEST <= len(meant.word) < LONGEST else ""
    customers, powders = map(customer_token, meant.customers), map(powder_token, meant.powders)
    return [token(shop, meant.word) + begins, *customers, *powders]


def _fts5(alternatives: Sequence[Sequence[str]]) -> str:
    return " AND ".join(f"({' OR '.join(_quoted(one, chr(34), '*') for one in tokens)})" for tokens in alternatives)


def _tsquery(alternatives: Sequence[Sequence[str]]) -> str:
    return " & ".join(f"({' | '.join(_quoted(one, chr(39), ':*') for one in tokens)})" for tokens in alternatives)


def _quoted(wanted: str, mark: str, star: str) -> str:
    plain = wanted.removesuffix("*")
    return f"{mark}{plain}{mark}{star if plain != wanted else ''}"


def _names(words: Sequence[str]) -> Sequence[Any]:
    """Customers and powders with a name that has one of these words: kind, id, folded. The newest of many."""
    parts = [
        _named("customer", _CUSTOMERS, _CUSTOMERS.c.name_key, words),
        _named("powder", _MATERIALS, _MATERIALS.c.folded, words),
    ]
    return run(union_all(*(select(part.subquery()) for part in parts))).all()


def _named(kind: str, names: Any, folded: Any, words: Sequence[str]) -> Any:
    begun = or_(false(), *(_may_begin(folded, word) for word in words))
    columns = (literal(kind).label("kind"), names.c.id, folded.label("folded"))
    found = select(*columns).where(names.c.shop_id == shop_in_scope(), begun)
    return found.order_by(desc(names.c.id)).limit(NAMES)


def _may_begin(folded: Any, word: str) -> Any:
    """Whether a word of the name may begin so: `words_of` tells for sure."""
    return folded.like(f"%{word}%")


def _ids(rows: Sequence[Any], kind: str, word: str) -> list[int]:
    return [row.id for row in rows if row.kind == kind and any(name.startswith(word) for name in words_of(row.folded))]


_JOBS, _WORDS, _CUSTOMERS, _MATERIALS = table(Job), table(JobWords), table(Customer), table(Material)

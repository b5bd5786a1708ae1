"""The same thing done to many jobs: an operation for each, so that one that can't be done holds up no other."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import NamedTuple

from shopfloor.jobs import operations
from shopfloor.jobs.listing.look import id_in
from shopfloor.kernel.errors import Invalid, Refused, Stale
from shopfloor.kernel.tap import Tap
from shopfloor.shops.person import Person

MOST = 200
_TICKED = re.compile(r"([A-Za-z0-9-]{1,30})\.([0-9]{1,9})")


class Ticked(NamedTuple):
    """A job, and the step it stood at when it was ticked."""

    number: str
    step: int


class Done(NamedTuple):
    """How it went: in a sentence, and for each job that was left as it is, why."""

    sentence: str
    left: Sequence[tuple[str, str]]
    is_problem: bool = False


def read(values: Sequence[str]) -> list[Ticked]:
    """What the boxes say. What can't be is left out."""
    found = (_TICKED.fullmatch(value) for value in values[: MOST + 1])
    return list(dict.fromkeys(Ticked(match[1], int(match[2])) for match in found if match))


def do_to_all(do: str, values: Sequence[str], form: Mapping[str, str], *, by: Person, tap: Tap) -> Done:
    """Advance, assign or date them. Raises Invalid when there is nothing to do, or too much at once."""
    jobs = read(values)
    if not jobs:
        raise Invalid("Tick the jobs first.")
    if len(jobs) > MOST:
        raise Invalid(f"At most {MOST} jobs at once. Untick some, or go page by page.")
    words, deed = _deed(do, form, by)
    went, left = 0, []
    for job in jobs:
        # A key counts once for a person: each job's deed has its own, the same again when the form is sent again.
        own = replace(tap, key=sha256(f"{tap.key} {job.number}".encode()).hexdigest()[:40] if tap.key else None)
        try:
            deed(job, own)
            went += 1
        except Refused as refusal:
            left.append((job.number, refusal))
    return Done(_sentence(words, went, [refusal for _, refusal in left]), [(number, why.sentence) for number, why in left])


Deed = Callable[[Ticked, Tap], object]


def _deed(do: str, form: Mapping[str, str], by: Person) -> tuple[str, Deed]:
    if do == "advance":
        return "advanced", lambda job, tap: operations.advance(job.number, expected=job.step, by=by, tap=tap)
    if do == "assign":
        worker = id_in(form.get("worker"))
        if worker is None:
            raise Invalid("Choose to whom they are given.")
        return "assigned", lambda job, tap: operations.assign(job.number, worker, by=by, tap=tap)
    if do == "due":
        due = _date(form.get("due_on", ""))
        return "dated", lambda job, tap: operations.set_due(job.number, due, by=by, tap=tap)
    raise Invalid("Choose what is to be done with them.")


def _date(text: str) -> date:
    try:
        due = date.fromisoformat(text)
    except ValueError:
        raise Invalid("Choose the day they are due.") from None
    if not 2000 <= due.year <= 2100:
        raise Invalid("Choose a date between 2000 and 2100.")
    return due


def _sentence(words: str, went: int, refusals: Sequence[Refused]) -> str:
    """9 advanced, 1 was moved meanwhile, 2 were not: who moved it, and why not, stands beside the numbers."""
    counts = Counter("moved meanwhile" if isinstance(refusal, Stale) else "not" for refusal in refusals)
    said = [f"{went} {words}", *(f"{count} {'was' if count == 1 else 'were'} {what}" for what, count in counts.items())]
    return ", ".join(said)

"""What a job's status may become, for the person who pressed its badge."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flask import current_app

from shopfloor.jobs.cards import Card
from shopfloor.shops.permissions import Permission
from shopfloor.shops.person import Person
from shopfloor.workflow.kinds import StatusKind
from shopfloor.workflow.queries import Stand

ASIDE = {StatusKind.HOLD, StatusKind.CANCELLED}


@dataclass(frozen=True, slots=True)
class Choice:
    """`to` is what the form sends; `asks_why` says that a note is needed, `tells` that customers usually hear of it."""

    to: str
    words: str
    tone: str
    asks_why: bool
    tells: bool


def choices_of(card: Card, person: Person) -> list[Choice]:
    """The next step first, then what supervisors may set, then hold and cancel."""
    return list(_choices(card, person))


def _choices(card: Card, person: Person) -> Iterator[Choice]:
    flow = card.setting.workflow
    following = flow[card.stops[card.position + 1][0]] if card.next_label else None
    if card.hold:
        held_in = flow[card.stops[card.position][0]]
        yield _choice("resume", f"Resume {held_in.label}", held_in)
    elif following:
        yield _choice("next", f"Advance to {following.label}", following)
    if person.may(Permission.JOBS_SET_STATUS):
        for stand in flow.of(card.kind):
            if stand.kind not in ASIDE and stand.id not in {card.status.id, following and following.id}:
                yield _choice(str(stand.id), stand.label, stand, asks_why=True)
    if not card.hold and not card.terminal:
        yield _choice("hold", "Put on hold", flow.first(card.kind, StatusKind.HOLD), asks_why=True)
    if person.may(Permission.JOBS_CANCEL) and not card.terminal:
        yield _choice("cancel", "Cancel the job", flow.first(card.kind, StatusKind.CANCELLED), asks_why=True)


def _choice(to: str, words: str, stand: Stand, *, asks_why: bool = False) -> Choice:
    return Choice(to, words, stand.tone, asks_why, _tells()(stand))


def _tells() -> Callable[[Stand], bool]:
    """Whether the shop tells its customers of a status by itself; whoever sends the mail says so (`app.py`)."""
    tells: Callable[[Stand], bool] = current_app.extensions.get("emails_by_default", _is_ready)
    return tells


def _is_ready(stand: Stand) -> bool:
    return stand.kind is StatusKind.READY

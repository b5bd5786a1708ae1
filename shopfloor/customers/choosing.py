"""Whom someone means who fills in a customer field: found by what was chosen or typed, brought back, or taken on."""

from collections.abc import Sequence
from dataclasses import dataclass

from shopfloor.customers.models import Customer
from shopfloor.customers.operations import NAMELESS, add_customer, bring_back
from shopfloor.customers.queries import customer, customers_called, locked_customer, who_stands_for
from shopfloor.db import operation
from shopfloor.events import Actor
from shopfloor.kernel.errors import Invalid, NotFound

NEW = "new"  # chosen instead of an id: another customer, though one of that name is there


@dataclass(frozen=True, slots=True)
class Choice:
    """What a customer field says. `chosen` is an id as text, NEW or "". `add` and `back` say yes to what the field offers."""

    name: str
    chosen: str = ""
    add: bool = False
    back: bool = False
    email: str = ""
    phone: str = ""


class Unclear(Invalid):
    """It has to be asked whom they mean: one of `among`, or someone new."""

    def __init__(self, sentence: str, among: Sequence[Customer]) -> None:
        super().__init__(sentence, "customer")
        self.among = among


class Archived(Invalid):
    """The one they mean is archived, and has to be brought back first."""


@operation
def choose_customer(choice: Choice, *, by: Actor) -> Customer:
    """The customer, found, brought back or taken on. Raises Invalid, and Unclear when several may be meant."""
    found = find_customer(choice)
    if found is None:
        return add_customer(choice.name, by=by, email=choice.email, phone=choice.phone)
    found = who_stands_for(locked_customer(found.id))  # nobody merges or archives them before this operation has ended
    _must_take_work(found, choice)
    return bring_back(found, by=by)


def find_customer(choice: Choice) -> Customer | None:
    """Whom the choice means, archived ones only if it brings them back; None for someone new.

    Raises Invalid, Archived, Unclear.
    """
    if not choice.name:
        raise Invalid(NAMELESS, "customer")
    if choice.chosen == NEW:
        return None
    found = _chosen(choice) or _called(choice)
    if found is None and not choice.add:
        raise Invalid(f"No customer is called “{choice.name}” yet. Check the spelling, or add them as new.", "customer")
    if found is None or (found.archived_at and choice.add and not choice.back):
        return None
    _must_take_work(found, choice)
    return found


def _must_take_work(found: Customer, choice: Choice) -> None:
    if found.archived_at and not choice.back:
        raise Archived(f"{found.name} was archived. Bring them back below, or choose another customer.", "customer")


def _chosen(choice: Choice) -> Customer | None:
    """The one whose id was chosen, as long as the name beside it is still theirs."""
    if not choice.chosen.isascii() or not choice.chosen.isdecimal() or len(choice.chosen) > 9:
        return None
    try:
        found = customer(int(choice.chosen))
    except NotFound:
        return None
    return who_stands_for(found) if found.name == choice.name else None


def _called(choice: Choice) -> Customer | None:
    """The only one of that name. One who was merged away is the one who stands for them."""
    named = [*{who.id: who for who in map(who_stands_for, customers_called(choice.name))}.values()]
    active = [who for who in named if who.archived_at is None]
    if len(active) == 1 and not choice.add:
        return active[0]
    if active:
        several = "Several customers are" if len(active) > 1 else "A customer is already"
        raise Unclear(f"{several} called “{choice.name}”. Say below whom you mean.", active)
    return named[0] if named else None

"""The page of a customer: their record, with the panels that higher features hang on it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import current_app, render_template

from shopfloor.accounts.current import me
from shopfloor.customers import queries
from shopfloor.customers.models import Customer
from shopfloor.shops.permissions import Permission


@dataclass(frozen=True, slots=True)
class CustomerPanel:
    """A part of the page that another feature makes: its `template` is included with `panel` in sight."""

    title: str
    template: str
    context: dict[str, Any]


# None where there is nothing that whoever asks may see.
MakesPanel = Callable[[Customer], CustomerPanel | None]


def customer_page(customer: Customer, *, problem: str | None = None) -> str:
    """The page, with a sentence on it when something was refused."""
    makers: tuple[MakesPanel, ...] = current_app.extensions["customer_panels"]
    without = () if me().may(Permission.PRICES_SEE) else ("customer.terms_changed",)
    kept = queries.who_stands_for(customer)
    return render_template(
        "customers/show.html",
        customer=customer,
        kept=kept if kept is not customer else None,
        panels=[panel for make in makers if (panel := make(customer))],
        history=queries.history(customer.id, without=without),
        problem=problem,
    )

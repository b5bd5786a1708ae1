"""The setting of whoever is asking: how their shop's rows become words."""

from typing import Protocol

from shopfloor.jobs.cards import Setting
from shopfloor.kernel import clock
from shopfloor.workflow.queries import workflow
from shopfloor.workflow.trades import TRADES


class AtWork(Protocol):
    """Someone in a shop: what a setting is made from."""

    @property
    def trade(self) -> str: ...
    @property
    def timezone(self) -> str: ...
    @property
    def workflow_version(self) -> int: ...


def setting_of(person: AtWork) -> Setting:
    """The setting of that person's shop, today."""
    flow = workflow(person.workflow_version)
    return Setting(TRADES[person.trade], flow, person.timezone, clock.today(person.timezone))

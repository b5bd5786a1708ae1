"""The trades. A new one is a file beside these and a line here."""

from shopfloor.workflow.trades.field import FIELD
from shopfloor.workflow.trades.jewelry import JEWELRY
from shopfloor.workflow.trades.powder import POWDER
from shopfloor.workflow.trades.profile import (
    NORMAL,
    FactSeed,
    KindSeed,
    PrioritySeed,
    ReworkSeed,
    ServiceSeed,
    StatusSeed,
    TakeInSeed,
    Trade,
)

TRADES: dict[str, Trade] = {trade.code: trade for trade in (POWDER, JEWELRY, FIELD)}

__all__ = [
    "NORMAL",
    "TRADES",
    "FactSeed",
    "KindSeed",
    "PrioritySeed",
    "ReworkSeed",
    "ServiceSeed",
    "StatusSeed",
    "TakeInSeed",
    "Trade",
]

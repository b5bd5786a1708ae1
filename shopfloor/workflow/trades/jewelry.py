"""Jewelry: repairs, custom jobs and pieces made for stock, on three lanes."""

from datetime import timedelta

from shopfloor.workflow.kinds import LaneKind, StatusKind
from shopfloor.workflow.trades.profile import (
    FactSeed,
    KindSeed,
    LaneSeed,
    PrioritySeed,
    ReworkSeed,
    StatusSeed,
    TakeInSeed,
    Trade,
)

_D = timedelta(days=1)
_SHOP, _BENCH, _READY, _OFF = "In Shop", "In Progress", "Ready for Pickup", "Closed"

_WAITING = (
    StatusSeed("vendor", "Waiting on vendor", StatusKind.WAITING, _SHOP, "amber", on_route=False, amber=7 * _D, red=14 * _D),
    StatusSeed("parts", "Waiting on parts", StatusKind.WAITING, _SHOP, "orange", on_route=False, amber=7 * _D, red=21 * _D),
)
_WORK = (
    StatusSeed("bench", "In progress", StatusKind.ACTIVE, _BENCH, "teal", amber=3 * _D, red=7 * _D),
    StatusSeed("quality", "Quality check", StatusKind.ACTIVE, _BENCH, "sky", amber=_D, red=2 * _D),
)
_ASIDE = (
    StatusSeed("hold", "On hold", StatusKind.HOLD, "On Hold", "violet", on_route=False, amber=3 * _D, red=14 * _D),
    StatusSeed("cancelled", "Cancelled", StatusKind.CANCELLED, _OFF, "slate", on_route=False),
)

_CUSTOMERS_PIECE = (
    StatusSeed("received", "Received", StatusKind.NEW, _SHOP, "slate", amber=2 * _D, red=5 * _D),
    StatusSeed("needs_quote", "Needs quote", StatusKind.NEW, _SHOP, "blue", needs="quote", amber=2 * _D, red=4 * _D),
    StatusSeed("quoted", "Quoted", StatusKind.WAITING, _SHOP, "sky", needs="quote", amber=7 * _D, red=30 * _D),
    StatusSeed("approved", "Approved", StatusKind.NEW, _SHOP, "indigo", needs="quote", amber=2 * _D, red=5 * _D),
    *_WAITING,
    *_WORK,
    StatusSeed("ready", "Ready for pickup", StatusKind.READY, _READY, "green", amber=7 * _D, red=30 * _D),
    StatusSeed("picked_up", "Picked up", StatusKind.DONE, _OFF, "slate"),
    StatusSeed("closed", "Closed", StatusKind.DONE, _OFF, "slate", on_route=False),
    *_ASIDE,
)
_FOR_STOCK = (
    StatusSeed("planned", "Planned", StatusKind.NEW, _SHOP, "slate", amber=5 * _D, red=14 * _D),
    *_WAITING,
    *_WORK,
    StatusSeed("into_stock", "Into stock", StatusKind.READY, _READY, "green", amber=2 * _D, red=5 * _D),
    StatusSeed("stocked", "Stocked", StatusKind.DONE, _OFF, "slate"),
    *_ASIDE,
)

JEWELRY = Trade(
    code="jewelry",
    name="Jewelry",
    lanes=(
        LaneSeed(_SHOP),
        LaneSeed(_BENCH),
        LaneSeed(_READY),
        LaneSeed("On Hold", LaneKind.APART),
        LaneSeed(_OFF, LaneKind.OFF),
    ),
    kinds=(
        KindSeed("repair", "Repair", "RPR", _CUSTOMERS_PIECE),
        KindSeed("custom", "Custom job", "CUS", _CUSTOMERS_PIECE, usual_days=30, deposit=50),
        KindSeed("production", "Production", "PRD", _FOR_STOCK, has_customer=False),
    ),
    priorities=(
        PrioritySeed(5, "RUSH", "zap", "red", loud=True, due_days=1, rush=True),
        PrioritySeed(2, "Normal", "", "slate", due_days=7),
    ),
    invoices_when_ready=True,
    hold_reasons=("Waiting for customer", "Waiting for approval", "Stone not found", "Vendor delay"),
    rework=ReworkSeed(
        kinds=("Redo repair", "Reset stone", "Resize", "Repolish", "Replate"),
        reasons=(
            "Stone loose",
            "Stone lost or chipped",
            "Wrong size",
            "Porosity",
            "Solder joint failed",
            "Prong snags",
            "Finish or polish",
            "Plating worn or stained",
            "Engraving wrong",
            "Not as agreed",
            "Other",
        ),
    ),
    words={"jobs": "Work Orders", "job": "Work Order", "worker": "Jeweler", "location": "Location"},
    take_in=TakeInSeed(
        conditions=("Worn", "Repaired before", "Needs cleaning"),
        damages=("Loose stone", "Chipped stone", "Missing stone", "Worn claws", "Crack", "Worn links", "Other"),
        facts=(
            FactSeed("stamp", "Stamp", ("Legible", "Illegible", "None")),
            FactSeed("metal", "Metal and purity, by appearance"),
            FactSeed("weight", "Weight"),
            FactSeed("stones", "Stones: count, size, shape, colour"),
            FactSeed("marks", "Hallmarks"),
            FactSeed("size", "Ring size or chain length"),
            FactSeed("insured", "Insured value, as the customer says"),
        ),
    ),
)

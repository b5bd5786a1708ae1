"""Powder coating: sixteen statuses; the coat loop; five priorities."""

from datetime import timedelta
from decimal import Decimal

from shopfloor.workflow.kinds import LaneKind, StatusKind
from shopfloor.workflow.trades.profile import (
    FactSeed,
    KindSeed,
    LaneSeed,
    PrioritySeed,
    ReworkSeed,
    ServiceSeed,
    StatusSeed,
    TakeInSeed,
    Trade,
)

_H, _D = timedelta(hours=1), timedelta(days=1)

_STATUSES = (
    StatusSeed("pending", "Pending", StatusKind.NEW, "Intake", "slate", amber=2 * _D, red=5 * _D),
    StatusSeed("quoted", "Quoted", StatusKind.WAITING, "Intake", "sky", needs="quote", amber=7 * _D, red=30 * _D),
    StatusSeed("approved", "Approved", StatusKind.NEW, "Intake", "blue", needs="quote", amber=2 * _D, red=5 * _D),
    StatusSeed("preparation", "In Preparation", StatusKind.ACTIVE, "Prep", "indigo", amber=_D, red=2 * _D),
    StatusSeed("blasting", "Sandblasting", StatusKind.ACTIVE, "Prep", "violet", needs="blasting", amber=_D, red=2 * _D),
    StatusSeed("masking", "Masking / Taping", StatusKind.ACTIVE, "Prep", "amber", needs="masking", amber=_D, red=2 * _D),
    StatusSeed("cleaning", "Cleaning", StatusKind.ACTIVE, "Prep", "teal", needs="cleaning", amber=4 * _H, red=_D),
    StatusSeed("oven", "In Oven", StatusKind.ACTIVE, "Coat & cure", "pink", amber=4 * _H, red=8 * _H),
    StatusSeed("coating", "Coating", StatusKind.ACTIVE, "Coat & cure", "orange", per_coat=True, amber=4 * _H, red=8 * _H),
    StatusSeed("curing", "Curing", StatusKind.ACTIVE, "Coat & cure", "red", per_coat=True, amber=2 * _H, red=4 * _H),
    StatusSeed("quality", "Quality Check", StatusKind.ACTIVE, "QC & pickup", "sky", amber=_D, red=2 * _D),
    StatusSeed("completed", "Completed", StatusKind.ACTIVE, "QC & pickup", "lime", amber=_D, red=2 * _D),
    StatusSeed("ready", "Ready for Pickup", StatusKind.READY, "QC & pickup", "green", amber=7 * _D, red=30 * _D),
    StatusSeed("delivered", "Delivered", StatusKind.DONE, "Done", "slate"),
    StatusSeed("hold", "On Hold", StatusKind.HOLD, "On Hold", "violet", on_route=False, amber=3 * _D, red=14 * _D),
    StatusSeed("cancelled", "Cancelled", StatusKind.CANCELLED, "Done", "slate", on_route=False),
)

POWDER = Trade(
    code="powder",
    name="Powder coating",
    lanes=(
        LaneSeed("Intake"),
        LaneSeed("Prep"),
        LaneSeed("Coat & cure"),
        LaneSeed("QC & pickup"),
        LaneSeed("On Hold", LaneKind.APART),
        LaneSeed("Done", LaneKind.OFF),
    ),
    kinds=(KindSeed("coating", "Coating job", "JOB", _STATUSES),),
    priorities=(
        PrioritySeed(5, "Rush", "zap", "red", loud=True, due_days=1, rush=True),
        PrioritySeed(4, "Urgent", "alert", "orange", loud=True, due_days=2),
        PrioritySeed(3, "High", "arrow-up", "amber", due_days=6),
        PrioritySeed(2, "Normal", "", "slate", due_days=9),
        PrioritySeed(1, "Low", "arrow-down", "slate", due_days=21),
    ),
    services=(
        ServiceSeed("blasting", "Sandblasting", Decimal("97.50"), Decimal(15)),
        ServiceSeed("masking", "Masking", Decimal("32.50"), Decimal(10)),
        ServiceSeed("cleaning", "Chemical cleaning", minutes=Decimal(10)),
    ),
    uses_coats=True,
    hold_reasons=("Waiting for customer", "Powder not here", "Parts missing", "Needs rework", "Machine down"),
    rework=ReworkSeed(
        kinds=("Touch-up", "Recoat", "Strip and recoat", "Re-cure", "Re-mask"),
        reasons=(
            "Orange peel",
            "Fisheyes or craters",
            "Pinholes or outgassing",
            "Back-ionization",
            "Adhesion failure",
            "Light coverage",
            "Runs or sags",
            "Dirt or inclusions",
            "Color mismatch",
            "Gloss off",
            "Under-cured",
            "Over-cured",
            "Blooming",
            "Missed masking",
            "Bare spots in corners",
            "Handling damage",
            "Other",
        ),
    ),
    words={"jobs": "Jobs", "job": "Job", "worker": "Worker", "location": "Rack or cart"},
    take_in=TakeInSeed(
        conditions=("Rust", "Old paint or powder", "Oil or grease", "Welded or repaired"),
        damages=("Dents", "Cracks", "Stripped threads", "Missing hardware", "Bent", "Other"),
        facts=(
            FactSeed("substrate", "Substrate", ("Steel", "Aluminium", "Cast", "Galvanized", "Unknown")),
            FactSeed("hardware", "Hardware or bearings left in", ("No", "Yes, mask them", "Yes, take them out")),
        ),
    ),
)

"""Field service: one job is one visit, one technician, one trip."""

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

_H, _D = timedelta(hours=1), timedelta(days=1)

_VISIT = (
    StatusSeed("unscheduled", "Unscheduled", StatusKind.NEW, "New", "slate", amber=2 * _D, red=5 * _D),
    StatusSeed("no_show", "No-show", StatusKind.WAITING, "New", "orange", on_route=False, amber=_D, red=3 * _D),
    StatusSeed("scheduled", "Scheduled", StatusKind.WAITING, "Scheduled", "blue", amber=7 * _D, red=21 * _D),
    StatusSeed("on_the_way", "On the way", StatusKind.ACTIVE, "In Progress", "amber", amber=2 * _H, red=4 * _H),
    StatusSeed("in_progress", "In progress", StatusKind.ACTIVE, "In Progress", "teal", amber=6 * _H, red=_D),
    StatusSeed("completed", "Completed", StatusKind.DONE, "Completed", "green"),
    StatusSeed("hold", "On hold", StatusKind.HOLD, "On Hold", "violet", on_route=False, amber=3 * _D, red=14 * _D),
    StatusSeed("cancelled", "Cancelled", StatusKind.CANCELLED, "Closed", "slate", on_route=False),
)

FIELD = Trade(
    code="field",
    name="Field service",
    lanes=(
        LaneSeed("New"),
        LaneSeed("Scheduled"),
        LaneSeed("In Progress"),
        LaneSeed("Completed"),
        LaneSeed("On Hold", LaneKind.APART),
        LaneSeed("Closed", LaneKind.OFF),
    ),
    kinds=(KindSeed("visit", "Visit", "JOB", _VISIT),),
    priorities=(
        PrioritySeed(5, "Critical", "alert", "red", loud=True, due_days=1),
        PrioritySeed(3, "High", "arrow-up", "orange", due_days=4),
        PrioritySeed(2, "Normal", "", "slate", due_days=9),
        PrioritySeed(1, "Low", "arrow-down", "slate", due_days=21),
    ),
    hold_reasons=("Waiting for customer", "Parts on order", "No access", "Weather"),
    rework=ReworkSeed(
        kinds=("Return visit", "Replace part", "Finish remotely"),
        reasons=(
            "Callback, same fault",
            "Wrong part",
            "Part failed",
            "Wrong diagnosis",
            "Not finished",
            "Leak or noise",
            "Damage on site",
            "Not as agreed",
            "Other",
        ),
    ),
    words={"jobs": "Jobs", "job": "Job", "worker": "Technician", "location": "Site"},
    take_in=TakeInSeed(
        conditions=("As expected", "Not running", "Dirty", "Worn"),
        damages=("Leak", "Corrosion", "Burnt smell", "Broken part", "Altered by others", "Other"),
        facts=(
            FactSeed("access", "Access", ("Met on site", "Key or code", "No access")),
            FactSeed("safe", "Locked and tagged", ("Done", "Not needed", "Not possible")),
            FactSeed("plate", "Model and serial number"),
            FactSeed("readings", "Readings on arrival"),
        ),
    ),
)

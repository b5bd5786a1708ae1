"""The verbs of notifications: a person's devices and choices, telling, sending, tidying up."""

from shopfloor.notifications.operations.choices import look_at_job, look_away, set_choices
from shopfloor.notifications.operations.devices import (
    forget_device,
    forget_ended_sessions,
    hear_here,
    start_listening_to_log,
    stop_hearing_here,
)
from shopfloor.notifications.operations.sending import BATCH, claim, is_due, settle, settle_all
from shopfloor.notifications.operations.stuck import tell_of_stuck_jobs
from shopfloor.notifications.operations.telling import shops_behind, tell_news
from shopfloor.notifications.operations.tidying import give_up_lease, hold_lease, tidy_up

__all__ = [
    "BATCH",
    "claim",
    "forget_device",
    "forget_ended_sessions",
    "give_up_lease",
    "hear_here",
    "hold_lease",
    "is_due",
    "look_at_job",
    "look_away",
    "set_choices",
    "settle",
    "settle_all",
    "shops_behind",
    "start_listening_to_log",
    "stop_hearing_here",
    "tell_news",
    "tell_of_stuck_jobs",
    "tidy_up",
]

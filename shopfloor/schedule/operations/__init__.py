"""What people do with the calendar and its ovens."""

from shopfloor.schedule.operations.ovens import add_oven, archive_oven, change_oven
from shopfloor.schedule.operations.slots import Wanted, schedule_job, unschedule_job

__all__ = ["Wanted", "add_oven", "archive_oven", "change_oven", "schedule_job", "unschedule_job"]

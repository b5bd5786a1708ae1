"""What happens to the calendar. A job's history tells of its slot."""

from shopfloor.events import kind
from shopfloor.jobs.events import card_of_job


@kind("job.scheduled", says="{actor} scheduled {job}: {when}, {where}", touches=card_of_job)
class JobScheduled:
    when: str
    where: str


@kind("job.rescheduled", says="{actor} rescheduled {job} from {was} to {when}, {where}", touches=card_of_job)
class JobRescheduled:
    was: str
    when: str
    where: str


@kind("job.unscheduled", says="{actor} took {job} off the schedule (it was {was})", touches=card_of_job)
class JobUnscheduled:
    was: str


@kind("oven.added", says="{actor} added {oven}")
class OvenAdded:
    pass


@kind("oven.changed", says="{actor} changed {oven}")
class OvenChanged:
    pass


@kind("oven.archived", says="{actor} took {oven} out of use")
class OvenArchived:
    pass

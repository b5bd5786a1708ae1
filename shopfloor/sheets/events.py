"""What happens to the codes of a job."""

from shopfloor.events import kind
from shopfloor.jobs.events import card_of_job


@kind("job.codes_replaced", says="{actor} replaced the codes of {job}: printed sheets no longer open it", touches=card_of_job)
class CodesReplaced:
    pass

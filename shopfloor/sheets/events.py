"""What happens to the codes of a job."""

from shopfloor.events import kind


@kind("job.codes_replaced", says="{actor} replaced the codes of {job}: printed sheets no longer open it")
class CodesReplaced:
    pass

"""What happens to intakes."""

from shopfloor.events import kind
from shopfloor.jobs.events import card_of_job


@kind("job.taken_in", says="{actor} took in {job}: {count} pieces arrived", touches=card_of_job)
class JobTakenIn:
    count: str


@kind("job.receipt_mailed", says="{actor} e-mailed the receipt of {job} to the customer")
class ReceiptMailed:
    pass


@kind("job.intake_changed", says="{actor} changed the intake of {job}: {count} pieces arrived", touches=card_of_job)
class IntakeChanged:
    count: str

"""What a shop tells its customers of, how, and how long it waits."""

from dataclasses import dataclass

from shopfloor.shops.settings import section, settings
from shopfloor.workflow.kinds import StatusKind
from shopfloor.workflow.queries import Stand

# The fields that a shop's words may name, with what stands in their place in a preview.
FIELDS = {
    "customer": "Harlan Cycle Works",
    "job": "JOB-2608-0007",
    "description": "Four wheels, satin black",
    "status": "Ready for Pickup",
    "due": "Thu 3 Dec",
    "shop": "",
}


@dataclass(frozen=True, slots=True)
class Wording:
    """Subject and text, with named fields in braces."""

    subject: str
    text: str


READY = Wording(
    "{job}: {status}",
    "Hello {customer},\n\nYour order is done and waiting for you here: {description}.\n\n"
    "Please have the number {job} at hand when you come by.",
)
OTHER = Wording(
    "{job}: {status}",
    "Hello {customer},\n\nA word on your order {job}, {description}. It is now here: {status}.",
)


@section("status_mail")
class StatusMailSettings:
    """`statuses` are ids of those told of without anyone asking, None for all that mean ready. Letters wait `wait_seconds`."""

    ready: Wording = READY
    other: Wording = OTHER
    statuses: tuple[int, ...] | None = None
    wait_seconds: int = 60

    def tells_of(self, stand: Stand) -> bool:
        """Whether customers are told of that status when nobody says otherwise."""
        return stand.kind is StatusKind.READY if self.statuses is None else stand.id in self.statuses

    def wording(self, stand: Stand) -> Wording:
        return self.ready if stand.kind is StatusKind.READY else self.other


def tells_by_default(stand: Stand) -> bool:
    """Whether the shop in scope tells its customers of that status by itself."""
    return settings(StatusMailSettings).tells_of(stand)

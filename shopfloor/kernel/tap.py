"""A tap: what a device says of a deed beside the deed itself."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from shopfloor.kernel import clock
from shopfloor.kernel.errors import Invalid

AHEAD = timedelta(minutes=5)
OLDEST = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Tap:
    """`key` makes it count once, `at` is the thumb's time, `fingerprint` tells the same deed from another under its key."""

    key: str | None = None
    at: datetime | None = None
    fingerprint: str | None = None
    source: str = "desk"

    @property
    def moment(self) -> datetime:
        """When the thumb came down, as far as it can be believed. Raises Invalid for a clock that can't be right.

        A phone a few minutes fast is common: its taps count as made now.
        """
        here = clock.now()
        if self.at is None:
            return here
        if self.at > here + AHEAD:
            raise Invalid("This device's clock is ahead of the shop's. Set its time, then tap again.")
        if self.at < here - OLDEST:
            raise Invalid("This tap is more than a week old. Look at the job as it is now and tap again if it is still right.")
        return min(self.at, here)


UNKEYED = Tap()

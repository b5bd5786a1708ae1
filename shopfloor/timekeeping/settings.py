"""How a shop counts time."""

from decimal import Decimal

from shopfloor.shops.settings import section


@section("time")
class TimeSettings:
    """`round_to` minutes each entry is counted in (0: as it is; the minutes themselves are kept whatever it says).

    `hourly` is what an hour of work costs the shop, None where that is not followed.
    """

    round_to: int = 0
    hourly: Decimal | None = None

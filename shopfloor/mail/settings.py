"""How a shop's letters are signed."""

from shopfloor.shops.settings import section


@section("mail")
class SenderSettings:
    """`sender` is the name people see, the shop's own when empty; `reply_to` is where answers go, when not to the sender."""

    sender: str = ""
    reply_to: str = ""
    signature: str = ""

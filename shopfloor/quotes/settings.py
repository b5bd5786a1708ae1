"""What a shop's quotes begin with."""

from shopfloor.shops.settings import section


@section("quotes")
class QuoteSettings:
    valid_days: int = 30
    terms: str = ""

"""What happens to a shop and its people."""

from shopfloor.events import kind


@kind("shop.opened", says="{shop} opened as a {trade} shop")
class ShopOpened:
    trade: str


@kind("shop.settings_changed", says="{actor} changed {section} in the settings of {shop}")
class SettingsChanged:
    section: str


@kind("member.joined", says="{member} joined as {role}")
class MemberJoined:
    role: str

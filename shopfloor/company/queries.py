"""The company, read."""

from base64 import b64encode
from dataclasses import dataclass
from hashlib import sha256
from typing import Generic, NamedTuple, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import aliased

from shopfloor.company.models import Logo
from shopfloor.company.sections import CompanySettings
from shopfloor.db import db, shop_in_scope
from shopfloor.kernel.errors import NotFound
from shopfloor.shops.models import Shop, ShopSetting
from shopfloor.shops.queries import shop
from shopfloor.shops.settings import as_section, section_name, settings

S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class Company:
    """What a company says of itself."""

    name: str
    address: str
    phone: str
    email: str
    website: str
    paper: str

    @property
    def edition(self) -> str:
        """Another one whenever something has changed: a form carries it, to notice that someone saved meanwhile."""
        return sha256(repr(self).encode()).hexdigest()[:16]


class Masthead(NamedTuple, Generic[S]):
    """The company, its logo, and a section of its settings."""

    company: Company
    logo: Logo | None
    chosen: S


def company() -> Company:
    """The company of the shop in scope."""
    return _company(shop(), settings(CompanySettings))


def masthead(section: type[S]) -> Masthead[S]:
    """All that a paper needs of the shop beside its own data, in one statement: sheets are printed all day."""
    own, other = aliased(ShopSetting), aliased(ShopSetting)
    row = db.session.execute(
        select(Shop, own.chosen.label("own"), other.chosen.label("other"), Logo)
        .outerjoin(own, (own.shop_id == Shop.id) & (own.section == section_name(CompanySettings)))
        .outerjoin(other, (other.shop_id == Shop.id) & (other.section == section_name(section)))
        .outerjoin(Logo, Logo.shop_id == Shop.id)
        .where(Shop.id == shop_in_scope())
    ).one()
    of = _company(row.Shop, as_section(CompanySettings, row.own))
    return Masthead(of, row.Logo, as_section(section, row.other))


def _company(at: Shop, more: CompanySettings) -> Company:
    return Company(at.name, at.address, at.phone, more.email, more.website, at.paper)


def logo() -> Logo | None:
    """The shop's logo, if it has one."""
    return db.session.scalars(select(Logo)).first()


def logo_called(name: str) -> Logo:
    """The shop's logo, when that is its name. Raises NotFound."""
    found = db.session.scalars(select(Logo).where(Logo.name == name)).first()
    if found is None:
        raise NotFound()
    return found


def logo_drawing(of: Logo) -> str:
    """The logo for paper: an SVG with the picture inside, so that it travels to the press as text."""
    data = b64encode(of.png).decode()
    size = f'width="{of.width}" height="{of.height}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {of.width} {of.height}">'
        f'<image {size} href="data:image/png;base64,{data}"/></svg>'
    )

"""The company, read."""

from base64 import b64encode
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import select

from shopfloor.company.models import Logo
from shopfloor.company.sections import CompanySettings
from shopfloor.db import db
from shopfloor.kernel.errors import NotFound
from shopfloor.shops.queries import shop
from shopfloor.shops.settings import settings


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


def company() -> Company:
    """The company of the shop in scope."""
    at, more = shop(), settings(CompanySettings)
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

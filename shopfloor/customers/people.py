"""Who is there and where: the people and the further addresses of a customer. Kept with the customer, as one record."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Contact:
    """Someone to speak to. The first of a customer's is the main one."""

    name: str
    role: str = ""
    phone: str = ""
    email: str = ""

    @property
    def words(self) -> str:
        return " · ".join(filter(None, (self.name, self.role, self.phone, self.email)))


class AddressKind(StrEnum):
    DELIVERY = "delivery"
    BILLING = "billing"


@dataclass(frozen=True, slots=True)
class Address:
    """An address beside the customer's own; `label` tells it from others, as "North yard"."""

    kind: AddressKind
    text: str
    label: str = ""

    @property
    def words(self) -> str:
        return ", ".join(filter(None, (self.label, *self.text.split("\n"))))

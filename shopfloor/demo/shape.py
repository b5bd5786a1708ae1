"""What a demo shop is made of. Data only: `powder.py`, `jewelry.py` and `field.py` fill it, the simulation lives it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from decimal import Decimal

from shopfloor.shops.permissions import Role
from shopfloor.workflow.kinds import StatusKind

Range = tuple[int, int]
Phrases = tuple[str, ...]
ByPhase = Mapping[StatusKind, Phrases]


@dataclass(frozen=True, slots=True)
class Someone:
    """A person of the shop; their address is `mailbox` at the shop's domain."""

    name: str
    mailbox: str
    role: Role


@dataclass(frozen=True, slots=True)
class Powder:
    """A powder on the shelf. `group` is what a coat of a piece of work asks for; `left` is what shall be on hand today."""

    code: str
    name: str
    hex: str
    finish: str
    maker: str
    group: str
    specific_gravity: Decimal
    film_mils: Decimal = Decimal("2.5")
    efficiency: Decimal = Decimal(65)
    cure_fahrenheit: int = 400
    cure_minutes: int = 12
    left: Decimal | None = None

    @property
    def cost(self) -> Decimal:
        """What a pound of such powder costs."""
        return _COSTS.get(self.group, Decimal("7.40"))


_COSTS = {
    "black": Decimal("6.95"), "metallic": Decimal("9.80"), "chrome": Decimal("16.50"), "candy": Decimal("14.20"),
    "clear": Decimal("8.90"), "primer": Decimal("9.80"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Piece:
    """An item of a piece of work: how many of it there may be, its area (sq ft) and about its price."""

    label: str
    count: Range = (1, 1)
    price: int = 0
    area: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """What customers bring. `coats` names a group of powders for each coat; some services it only needs `sometimes`.

    `asks` are special instructions that only such work gets.
    """

    kind: str
    description: str
    pieces: tuple[Piece, ...]
    services: tuple[str, ...] = ()
    sometimes: tuple[str, ...] = ()
    coats: tuple[str, ...] = ()
    asks: Phrases = ()
    weight: int = 3


@dataclass(frozen=True, slots=True)
class Detour:
    """How work strays: at `at` someone sets `sets`, one after the other, and advancing out of `legs` leads back there.

    `notes` say why, `again` why for the second; `chance` in a hundred, each time a job passes `at`.
    """

    at: str
    sets: tuple[str, ...]
    legs: tuple[str, ...]
    notes: Phrases
    chance: int
    again: str = ""


@dataclass(frozen=True, slots=True)
class DemoShop:
    """A whole shop. Times of `rests` and `standing` are minutes of working time: least and most.

    What people say and where pieces lie depends on the kind of status a job is in ("{worker}" there is whose job it is).
    `rests` is how long jobs stay in a status ("custom.bench" for one kind only), `standing` how many live jobs stand in
    each today and for how long. `desk` are the statuses that the office moves jobs out of, `hot` those that no job
    stays in over night. The scheduled day is that of reaching `starts_at`; live jobs in `ahead` have one to come.
    `crew` weighs nobody, one and two being assigned. In a hundred: `helpers` moves are made by someone else, `quoted`
    jobs are quoted first, `offline` taps wait for a signal. `catalog` names
    the pieces that are kept as products, each with its category.
    """

    name: str
    trade: str
    prefix: str
    domain: str
    timezone: str
    address: str
    phone: str
    opens: time
    closes: time
    people: tuple[Someone, ...]
    customers: Phrases
    work: tuple[Work, ...]
    locations: ByPhase
    instructions: Phrases
    notes: ByPhase
    holds: ByPhase
    cancels: Phrases
    rests: Mapping[str, Range]
    standing: Mapping[str, tuple[int, Range]]
    priorities: Mapping[int, int]
    desk: frozenset[str]
    starts_at: str
    ahead: str
    crew: tuple[int, int, int]
    helpers: int
    quoted: int
    offline: int
    detours: tuple[Detour, ...] = ()
    hot: frozenset[str] = frozenset()
    powders: tuple[Powder, ...] = ()
    catalog: Mapping[str, str] = field(default_factory=dict)

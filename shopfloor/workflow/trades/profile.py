"""What a trade is made of. A shop gets these as rows of its own when it opens, and may change them from then on."""

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

from shopfloor.workflow.kinds import LaneKind, StatusKind

NORMAL = 2


@dataclass(frozen=True, slots=True)
class LaneSeed:
    name: str
    kind: LaneKind = LaneKind.COLUMN


@dataclass(frozen=True, slots=True)
class StatusSeed:
    """A status as the trade knows it.

    `needs` is the service without which a job skips it; `per_coat` repeats it for each coat; off the route it is
    reached only by someone setting it. `amber` and `red` are how long work usually rests here.
    """

    code: str
    label: str
    kind: StatusKind
    lane: str
    tone: str
    needs: str | None = None
    per_coat: bool = False
    on_route: bool = True
    amber: timedelta | None = None
    red: timedelta | None = None


@dataclass(frozen=True, slots=True)
class KindSeed:
    """A kind of job: what it is called, how its numbers begin, the statuses it may have, in order.

    `usual_days` are the working days a Normal one takes, where that is not what the shop says for all of them.
    `deposit` is the share, in percent, that is usually asked for before the work begins.
    """

    code: str
    label: str
    number_prefix: str
    statuses: tuple[StatusSeed, ...]
    has_customer: bool = True
    usual_days: int | None = None
    deposit: int = 0


@dataclass(frozen=True, slots=True)
class PrioritySeed:
    """`rank` orders across trades; loud ones stand out on every screen. `rush` ones cost the rush surcharge."""

    rank: int
    label: str
    icon: str
    tone: str
    loud: bool = False
    due_days: int = 7
    rush: bool = False

    @property
    def quiet(self) -> bool:
        """Nothing to say about it on a card."""
        return self.rank == NORMAL


@dataclass(frozen=True, slots=True)
class ServiceSeed:
    """`hourly` is None for the shop's labor rate; `minutes` are what one piece usually takes."""

    code: str
    name: str
    hourly: Decimal | None = None
    minutes: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class ReworkSeed:
    """What is done again, and why it has to be: the lists of a rework record."""

    kinds: tuple[str, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FactSeed:
    """Something asked when things come in: one of `options`, or words of one's own where there are none."""

    code: str
    label: str
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TakeInSeed:
    """What is looked at when things come in. Of `damages` there should be a photo; `conditions` are no surprise."""

    conditions: tuple[str, ...] = ()
    damages: tuple[str, ...] = ()
    facts: tuple[FactSeed, ...] = ()


@dataclass(frozen=True, slots=True)
class Trade:
    """A whole trade: lanes, kinds of job, priorities most urgent first, services, and the words on its screens."""

    code: str
    name: str
    lanes: tuple[LaneSeed, ...]
    kinds: tuple[KindSeed, ...]
    priorities: tuple[PrioritySeed, ...]
    services: tuple[ServiceSeed, ...] = ()
    uses_coats: bool = False
    invoices_when_ready: bool = False
    hold_reasons: tuple[str, ...] = ()
    rework: ReworkSeed = field(default=ReworkSeed(("Redo",), ("Other",)))
    words: dict[str, str] = field(default_factory=dict)
    take_in: TakeInSeed = TakeInSeed()

    def kind(self, code: str) -> KindSeed:
        return next(kind for kind in self.kinds if kind.code == code)

    def priority(self, rank: int) -> PrioritySeed:
        """The priority of that rank, or Normal for a rank this trade does not have."""
        by_rank = {priority.rank: priority for priority in self.priorities}
        return by_rank.get(rank, by_rank[NORMAL])

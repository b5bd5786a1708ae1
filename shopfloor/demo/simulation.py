"""A demo shop lives its nine months: one deed after the other, in the order of time, through the operations people use."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import ROUND_CEILING, Decimal
from functools import partial
from heapq import merge
from typing import Any

from sqlalchemy import text

from shopfloor.accounts.operations import create_user
from shopfloor.accounts.queries import user_called
from shopfloor.catalog.models import Material, Service
from shopfloor.catalog.operations import add_material
from shopfloor.catalog.plan import CoatPlan, ItemKind, ItemPlan, PrepPlan
from shopfloor.catalog.pricing import price_item
from shopfloor.catalog.queries import services
from shopfloor.catalog.rules import PricingRules
from shopfloor.customers.models import Customer
from shopfloor.customers.operations import archive_customer, take_on
from shopfloor.db import current_work, db, everywhere, in_shop, operation
from shopfloor.demo.arrivals import let_arrive
from shopfloor.demo.catalog import fill_catalog, save_usual_jobs
from shopfloor.demo.customers import GONE, details_of_customer
from shopfloor.demo.dice import Dice
from shopfloor.demo.field import FIELD_SHOP
from shopfloor.demo.hours import Hours
from shopfloor.demo.jewelry import JEWELRY_SHOP
from shopfloor.demo.money import Money, Step
from shopfloor.demo.plan import Deed, Item, Plan, Use, Verb
from shopfloor.demo.planner import DAYS, Planner
from shopfloor.demo.powder import POWDER_SHOP
from shopfloor.demo.shape import DemoShop, Powder, Someone
from shopfloor.demo.week import plan_week
from shopfloor.events.log import deal_numbers
from shopfloor.inventory.operations import log_material, open_stock
from shopfloor.jobs import operations as jobs
from shopfloor.jobs.operations import NewJob
from shopfloor.jobs.queries import job as job_called
from shopfloor.jobs.standing import Standing
from shopfloor.kernel import clock, units
from shopfloor.kernel.tap import Tap
from shopfloor.mail.models import Fate
from shopfloor.mail.operations import claim_letters, settle_letter
from shopfloor.rework.operations import Disposition, Ending, NewRework, close_rework, open_rework
from shopfloor.shops.models import Member
from shopfloor.shops.operations import add_member, open_shop
from shopfloor.shops.permissions import Permission, Role
from shopfloor.status_mail.operations import announce_moves
from shopfloor.timekeeping.operations import log_time
from shopfloor.workflow.kinds import StatusKind
from shopfloor.workflow.queries import workflow
from shopfloor.workflow.trades import TRADES

DEMO_SHOPS = (POWDER_SHOP, JEWELRY_SHOP, FIELD_SHOP)

_ANALYZE_EVERY = 1000  # deeds
_TOLD_OF = 15  # days of which the letters stand in the list
_BOX = 5  # powder comes in boxes of so many pounds
_REORDER_AT = Decimal(10)
_TIME_WRITTEN_DOWN = 15  # days ago
_CHECKS = "quality"


@dataclass(frozen=True, slots=True)
class SignIn:
    """A way into the demo."""

    shop: str
    name: str
    role: Role
    email: str
    password: str


def load_demo(password_for: Callable[[str], str]) -> list[SignIn]:
    """Build the demo shops, all of them or nothing, and say who can sign in. Nothing, and [], when they are there already.

    `password_for` is asked once for each address. Runs in an app context. Raises Invalid for a password too weak.
    """
    with everywhere():
        return _all_or_nothing(password_for)


@operation
def _all_or_nothing(password_for: Callable[[str], str]) -> list[SignIn]:
    """One transaction: a start that is killed half way leaves an empty database, never half a demo."""
    if any(user_called(_address(shop, someone)) for shop in DEMO_SHOPS for someone in shop.people):
        return []
    now = clock.now().replace(microsecond=0)
    return [sign_in for shop in DEMO_SHOPS for sign_in in _Simulation(shop, Hours.of(shop, now)).run(password_for)]


def _address(shop: DemoShop, someone: Someone) -> str:
    return f"{someone.mailbox}@{shop.domain}"


@dataclass(slots=True)
class _Job:
    """A job of the simulation: what is planned, and where it stands."""

    plan: Plan
    number: str = ""
    step: int = 0
    standing: Standing | None = None

    @property
    def is_ready(self) -> bool:
        return self.standing is not None and self.standing.status.kind is StatusKind.READY


class _Simulation:
    """One shop. What it has made so far is looked up by the words of the data."""

    def __init__(self, shop: DemoShop, hours: Hours) -> None:
        self._shop, self._hours = shop, hours
        self._people: dict[Someone, Member] = {}
        self._customers: dict[str, Customer] = {}
        self._materials: dict[Powder, Material] = {}
        self._services: dict[str, Service] = {}
        self._rules = PricingRules()
        self._again: dict[str, str] = {}

    def run(self, password_for: Callable[[str], str]) -> list[SignIn]:
        """Open the shop and let everything planned happen."""
        shop, opening = self._shop, (DAYS + 1) * self._hours.day
        details = {"timezone": shop.timezone, "address": shop.address, "phone": shop.phone}
        with self._at(opening):
            made = open_shop(shop.name, trade=shop.trade, prefix=shop.prefix, **details)
        with in_shop(made.id):
            with self._at(opening - 600):
                sign_ins = [self._take_in(someone, password_for) for someone in shop.people]
            self._money = Money(shop, self._first(Role.OFFICE), self._first(Role.OWNER))
            plans = Planner(shop, self._hours, workflow(made.workflow_version), Dice(shop.trade)).lives()
            with self._at(opening - 3600):
                self._fill_shelves(plans)
                self._money.choose()
                for name in GONE:
                    self._put_away(name)
            self._live(plans)
            with self._at(0):
                fill_catalog(shop, self._materials.values(), by=self._owner)
                save_usual_jobs(shop, by=self._owner)
                self._plan_week()
                let_arrive(TRADES[shop.trade], self._first(Role.OFFICE))
                self._money.open_today()
        return sign_ins

    def _plan_week(self) -> None:
        owner = next(iter(self._people.values()))
        planner = next(member for someone, member in self._people.items() if someone.role is Role.SUPERVISOR)
        plan_week(self._hours.today, with_ovens=self._shop.trade == "powder", owner=owner, planner=planner)

    def _live(self, plans: Sequence[Plan]) -> None:
        """All deeds of all jobs, merged by time: numbers and log grow as they would have."""
        lives: list[list[Step]] = [
            [(deed.back, partial(self._does, job, deed)) for deed in job.plan.deeds] for job in map(_Job, plans)
        ]
        lives += self._money.quote_lives(lambda name: self._customer(name, self._first(Role.OFFICE)), self._hours.day)
        told = [[(-back, i, step) for back, step in life] for i, life in enumerate(lives)]
        for n, (back, _, step) in enumerate(merge(*told, key=lambda entry: entry[:2])):
            with self._at(-back):
                job = step()
            if isinstance(job, _Job) and job.is_ready and -back < _TOLD_OF * self._hours.day:
                self._tell(-back)
            if n % _ANALYZE_EVERY == _ANALYZE_EVERY // 4:
                _let_the_planner_look()

    @contextmanager
    def _at(self, back: int) -> Iterator[None]:
        """Let the block happen so many working seconds ago, and tell the log at once.

        The log is else told when the transaction ends; told now, each event is recorded at its own moment, and a move
        that is taken back stands in the log already.
        """
        with clock.set_to(self._hours.moment(back)):
            yield
            work = current_work()
            assert work is not None, "the demo is built in one operation"
            db.session.flush()
            deal_numbers(work)
            work.recorded.clear()
            work.changed.clear()

    # The shop.

    def _first(self, role: Role) -> Member:
        return next(member for someone, member in self._people.items() if someone.role is role)

    def _take_in(self, someone: Someone, password_for: Callable[[str], str]) -> SignIn:
        email = _address(self._shop, someone)
        password = password_for(email)
        user = create_user(email, password)
        owner = next(iter(self._people.values()), None)
        self._people[someone] = add_member(user.id, someone.name, role=someone.role, by=owner)
        return SignIn(self._shop.name, someone.name, someone.role, email, password)

    def _fill_shelves(self, plans: Iterable[Plan]) -> None:
        """Each powder, with as much as will be used of it and what shall be left today."""
        self._services = {service.code: service for service in services()}
        owner = self._owner
        used = _pounds_used(plans)
        for i, powder in enumerate(self._shop.powders):
            material = self._materials[powder] = add_material(powder.name, by=owner, **_details(powder))
            open_stock(material, _opening(powder, used.get(powder, Decimal(0)), spare=i), by=owner)

    @property
    def _owner(self) -> Member:
        """Who was there first."""
        return next(iter(self._people.values()))

    # The jobs.

    def _does(self, job: _Job, deed: Deed) -> _Job:
        self._do(job, deed)
        return job

    def _do(self, job: _Job, deed: Deed) -> None:
        by = self._people[deed.by]
        at = self._hours.moment(deed.back + deed.late) if deed.late else None
        tap = Tap(at=at, source=deed.source)
        if deed.verb is Verb.CREATE:
            job.number = jobs.create_job(self._new_job(job.plan, by), by=by, tap=tap).number
            self._money.job_came_in(job.number, job.plan.work.kind)
        elif deed.verb is Verb.NOTE:
            jobs.add_note(job.number, deed.text, by=by, tap=tap)
        elif deed.use:
            self._log(deed.use, job, by, tap)
        else:
            if deed.verb is Verb.ADVANCE:
                self._work(job, deed, by, tap)
            if deed.verb is Verb.SET:
                self._find_fault(job, deed, by, tap)
            job.standing = self._move(job, deed, by, tap)
            job.step = job.standing.step
            if deed.verb is Verb.ADVANCE and job.standing.status.kind is StatusKind.READY:
                self._money.job_is_ready(job.number)
            elif deed.verb is Verb.ADVANCE and job.standing.status.kind is StatusKind.DONE:
                self._money.job_is_done(job.number)

    def _move(self, job: _Job, deed: Deed, by: Member, tap: Tap) -> Standing:
        number = job.number
        how: dict[str, Any] = {"expected": job.step, "by": by, "tap": tap}
        match deed.verb:
            case Verb.ADVANCE:
                return jobs.advance(number, **how)
            case Verb.UNDO:
                return jobs.undo(number, **how)
            case Verb.HOLD:
                return jobs.hold(number, deed.text, **how)
            case Verb.RESUME:
                return jobs.resume(number, **how)
            case Verb.CANCEL:
                return jobs.cancel(number, deed.text, **how)
        assert deed.verb is Verb.SET and deed.status
        return jobs.set_status(number, deed.status.id, deed.text, **how)

    def _tell(self, back: int) -> None:
        """The customer hears that it is ready, as if there had been a mail server."""
        with self._at(back):
            announce_moves()
        with clock.set_to(self._hours.moment(back) + timedelta(minutes=2)), everywhere():
            for taken in claim_letters():
                settle_letter(taken, Fate.SENT)

    def _log(self, use: Use, job: _Job, by: Member, tap: Tap) -> None:
        log_material(self._materials[use.powder], use.amount, use.unit, job=job.standing, by=by, tap=tap)

    def _work(self, job: _Job, deed: Deed, by: Member, tap: Tap) -> None:
        """What people on the floor wrote down in the last weeks before they passed a job on; and rework that is done."""
        at = job.standing and job.standing.status
        is_recent = deed.back < _TIME_WRITTEN_DOWN * self._hours.day
        if at and is_recent and at.kind is StatusKind.ACTIVE and deed.source != "desk" and deed.gap % 2:
            log_time(job.number, Decimal(min(deed.gap // 90, 50) + 5), by=by, tap=tap)
        if at and at.code == _CHECKS and (number := self._again.pop(job.number, None)):
            lead = next(member for someone, member in self._people.items() if someone.role is Role.SUPERVISOR)
            ending = Ending("Checked again, good now", Disposition.REWORK, Decimal(deed.gap // 60 + 10), "", billable=False)
            close_rework(number, ending, by=lead, tap=tap)

    def _find_fault(self, job: _Job, deed: Deed, by: Member, tap: Tap) -> None:
        """What a check sends back is rework, for the reason that its note gives."""
        if job.standing is None or job.standing.status.code != _CHECKS or job.number in self._again:
            return
        whole, lists = job_called(job.number), TRADES[self._shop.trade].rework
        item = whole.items[0]
        reason = next((one for one in lists.reasons if one.split(" ")[0] in deed.text), lists.reasons[deed.gap % 9])
        coat = item.coats[-1].material_id if item.coats else None
        again = NewRework(lists.kinds[1], reason, Decimal(1), item, coat, note=deed.text)
        row = open_rework(whole, again, by=by, tap=tap)
        self._again[job.number] = row.number

    def _new_job(self, plan: Plan, by: Member) -> NewJob:
        return NewJob(
            kind=plan.work.kind,
            description=plan.work.description,
            items=[self._new_item(plan, item) for item in plan.items],
            customer=self._customer(plan.customer, by) if plan.customer else None,
            priority=plan.priority,
            due_on=plan.due_on,
            scheduled_on=plan.scheduled_on,
            workers=[self._people[worker] for worker in plan.workers],
            location=plan.location,
            customer_po=plan.customer_po,
            instructions=plan.instructions,
            quote_first=plan.quote_first,
        )

    def _new_item(self, plan: Plan, item: Item) -> ItemPlan:
        """Coated work is calculated by the shop's rules; a bench or a van has a price for the whole."""
        needed = [service for code, service in self._services.items() if code in plan.services]
        coats = tuple(CoatPlan(self._materials[powder].id) for powder in plan.powders)
        if not coats:
            preps = tuple(PrepPlan(service.id) for service in needed)
            return ItemPlan(item.label, quantity=Decimal(item.count), area=item.area, preps=preps, unit_price=item.price)
        preps = tuple(PrepPlan(service.id, _minutes(item.area)) for service in needed)
        kind = ItemKind.CALCULATED
        bare = ItemPlan(item.label, kind, Decimal(item.count), area=item.area, substrate="steel", coats=coats, preps=preps)
        powders = {material.id: material for material in self._materials.values()}
        price, parts = price_item(bare, powders, {service.id: service for service in needed}, self._rules)
        return replace(bare, unit_price=price, price_parts=parts)

    def _customer(self, name: str, by: Member) -> Customer:
        """The customer of that name, taken on with their first job."""
        if name not in self._customers:
            details = details_of_customer(name, len(self._customers) + 1, self._shop.trade)
            self._customers[name] = take_on(details, by=by if by.may(Permission.CUSTOMERS_MANAGE) else self._owner)
        return self._customers[name]

    def _put_away(self, name: str) -> None:
        """Someone who came once, before all that."""
        details = details_of_customer(name, 40 + len(name), self._shop.trade)
        archive_customer(take_on(details, by=self._owner), by=self._owner)


def _let_the_planner_look() -> None:
    """PostgreSQL plans by what it knew of the tables when they were empty, until someone counts; nobody else can see
    these rows before they are committed. SQLite's plans do not ask.
    """
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("ANALYZE"))


def _pounds_used(plans: Iterable[Plan]) -> Mapping[Powder, Decimal]:
    used: dict[Powder, Decimal] = {}
    for use in (deed.use for plan in plans for deed in plan.deeds if deed.use):
        used[use.powder] = used.get(use.powder, Decimal(0)) + units.convert(use.amount, use.unit, "lb")
    return used


def _opening(powder: Powder, used: Decimal, spare: int) -> Decimal:
    """Whole boxes, and some left over, unless the data say how much shall be left."""
    if powder.left is not None:
        return (used + powder.left).quantize(Decimal("0.1"))
    return ((used + 12 + spare) / _BOX).quantize(Decimal(1), ROUND_CEILING) * _BOX


def _minutes(area: Decimal | None) -> Decimal:
    """What a prep step takes on one piece of that size."""
    return ((area or Decimal(1)) * Decimal("0.8") + Decimal("0.2")).quantize(Decimal("0.1"))


def _details(powder: Powder) -> dict[str, Any]:
    return {
        "code": powder.code,
        "maker": powder.maker,
        "hex": powder.hex,
        "finish": powder.finish,
        "specific_gravity": powder.specific_gravity,
        "film_mils": powder.film_mils,
        "efficiency": powder.efficiency,
        "cost": powder.cost,
        "colour_class": powder.group if powder.group in {"metallic", "candy", "chrome"} else "",
        "cure_fahrenheit": powder.cure_fahrenheit,
        "cure_minutes": powder.cure_minutes,
        "reorder_point": _REORDER_AT,
    }

"""Plans a demo shop's jobs: what comes, for whom, until when, and where it stands today. Touches no database."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal

from shopfloor.demo.dice import Dice
from shopfloor.demo.hours import Hours
from shopfloor.demo.plan import Deed, Item, Plan, Verb
from shopfloor.demo.shape import DemoShop, Work
from shopfloor.demo.story import Storyteller
from shopfloor.shops.permissions import Role
from shopfloor.workflow.kinds import StatusKind
from shopfloor.workflow.queries import Stand, Workflow
from shopfloor.workflow.routes import Stop, route_for
from shopfloor.workflow.trades import TRADES

PAST = 400
DAYS = 190  # working days that the past jobs lie in: about nine months

# Days from today that live jobs are due in, None for no date: dealt out, so that each screen has something of each.
_DUE = (
    *(-9, -6, -4, -3, -2, -2, -1, -1, -1),
    *(0,) * 8,
    *(1,) * 8,
    *(2, 2, 3, 3, 3, 4, 4, 5, 5, 6),
    *range(7, 26),
    *(None,) * 6,
)
# Days from today that work to come is scheduled for; one that has passed was missed.
_AHEAD = (-1, 0, 0, 1, 1, 2, 3, 4, 5, 7)


class Planner:
    """The same shop, moment and dice plan the same lives."""

    def __init__(self, shop: DemoShop, hours: Hours, flow: Workflow, dice: Dice) -> None:
        self._shop, self._hours, self._flow, self._dice = shop, hours, flow, dice
        self._trade = TRADES[shop.trade]
        self._floor = [someone for someone in shop.people if someone.role is Role.WORKER]
        self._story = Storyteller(shop, hours, flow, dice)

    def lives(self) -> list[Plan]:
        """All jobs of the shop, live and past, in no order."""
        return [*self._live(), *(self._past() for _ in range(PAST))]

    # Live jobs: where they stand today is given, and all before it follows.

    def _live(self) -> Iterator[Plan]:
        due = list(_DUE)
        self._dice.shuffle(due)
        for code, (count, resting) in self._shop.standing.items():
            for _ in range(count):
                since = self._dice.within(resting) * 60
                yield self._standing_in(code, min(since, self._at_most(code)), due.pop())

    def _at_most(self, code: str) -> int:
        """What no job stays in over night began today, however young the day is."""
        return self._hours.worked_today * 9 // 10 if code in self._shop.hot else DAYS * self._hours.day

    def _standing_in(self, code: str, since: int, due_in: int | None) -> Plan:
        work = self._pick([work for work in self._shop.work if self._ever_in(code, work)])
        stand = next(stand for stand in self._flow.of(work.kind) if stand.code == code)
        plan = self._plan(work, needs=stand.needs)
        plan.deeds = self._until_in(plan, stand)
        self._story.place(plan.deeds, since, last_stays=True)
        plan.location = self._lies(plan, stand)
        self._schedule(plan, stand)
        self._promise(plan, None if due_in is None else self._hours.today + timedelta(due_in))
        return plan

    def _ever_in(self, code: str, work: Work) -> bool:
        """Whether such work ever stands in that status."""
        stand = next((stand for stand in self._flow.of(work.kind) if stand.code == code), None)
        return stand is not None and stand.needs in {None, "quote", *work.services, *work.sometimes}

    def _until_in(self, plan: Plan, stand: Stand) -> list[Deed]:
        stops = self._route(plan)
        if stand.kind is StatusKind.HOLD:
            at = self._dice.randrange(1, len(stops) - 1)
            ending = self._story.held(plan, self._flow[stops[at].status_id])
        elif not stand.on_route:
            detour = next(detour for detour in self._shop.detours if detour.sets[0] == stand.code)
            at = self._place_on(stops, detour.at)
            ending = self._story.strayed(plan, detour)
        else:
            at = self._dice.choice([i for i, stop in enumerate(stops) if stop.status_id == stand.id])
            ending = []
        return [*self._story.until(plan, stops[:at]), *ending]

    def _place_on(self, stops: Sequence[Stop], code: str) -> int:
        return next(i for i, stop in enumerate(stops) if self._flow[stop.status_id].code == code)

    # Past jobs: when they left is drawn, and all before it follows.

    def _past(self) -> Plan:
        plan = self._plan(self._pick(self._shop.work))
        stops = self._route(plan)
        if self._dice.percent(5):
            at = self._dice.randrange(1, len(stops) - 1)
            ending = self._story.cancelled(plan, self._flow[stops[at].status_id])
            plan.deeds = [*self._story.until(plan, stops[:at]), *ending]
        else:
            plan.deeds = self._story.until(plan, stops[:-1])
        took = sum(deed.gap for deed in plan.deeds)
        self._story.place(plan.deeds, self._dice.randint(600, DAYS * self._hours.day - took))
        plan.location = self._lies(plan, self._flow[stops[-2].status_id])
        self._schedule(plan)
        self._promise(plan, self._promised(plan))
        return plan

    def _promised(self, plan: Plan) -> date | None:
        """What people say when they take a job in, by its priority."""
        days = self._trade.priority(plan.priority).due_days + self._dice.randint(-1, 3)
        return None if self._dice.percent(6) else _on_weekday(self._hours.on(plan.deeds[0].back) + timedelta(days))

    # What the customer brings.

    def _pick(self, work: Sequence[Work]) -> Work:
        return self._dice.choices(work, [each.weight for each in work])[0]

    def _plan(self, work: Work, needs: str | None = None) -> Plan:
        shop, dice = self._shop, self._dice
        ranks, weights = zip(*shop.priorities.items(), strict=True)
        plan = Plan(
            work=work,
            services=frozenset({*work.services, *(code for code in work.sometimes if code == needs or dice.percent(40))}),
            powders=tuple(dice.popular([powder for powder in shop.powders if powder.group == group]) for group in work.coats),
            quote_first=needs == "quote" or dice.percent(shop.quoted),
            items=tuple(self._items(work)),
            workers=tuple(dice.sample(self._floor, dice.choices((0, 1, 2), shop.crew)[0])),
            hand=dice.choice(self._floor),
            priority=dice.choices(ranks, weights)[0],
        )
        if self._trade.kind(work.kind).has_customer:
            plan.customer = dice.popular(shop.customers)
            plan.customer_po = f"PO {dice.randint(1000, 9999)}" if dice.percent(25) else ""
        if dice.percent(30):
            plan.instructions = dice.choice([*work.asks, *work.asks, *shop.instructions])
        return plan

    def _items(self, work: Work) -> Iterator[Item]:
        for piece in work.pieces:
            price = Decimal(piece.price) * self._dice.randint(18, 23) / 20 if piece.price else None
            yield Item(piece.label, self._dice.within(piece.count), piece.area, price)

    def _lies(self, plan: Plan, stand: Stand) -> str:
        """Where the pieces are; now and then nobody wrote it down."""
        whose = plan.workers[0] if plan.workers else plan.hand
        place = self._dice.choice(self._shop.locations[stand.kind]).format(worker=whose.name.split()[0])
        return "" if self._dice.percent(8) else place

    def _route(self, plan: Plan) -> list[Stop]:
        services = plan.services | ({"quote"} if plan.quote_first else set())
        return route_for(self._flow.of(plan.work.kind), services=services, coats=len(plan.powders))

    # Dates.

    def _promise(self, plan: Plan, due_on: date | None) -> None:
        """Set when it is due: not before the day after it came or it is scheduled; what is loud, soon."""
        today, tomorrow = self._hours.today, self._hours.today + timedelta(1)
        if due_on is None:
            return
        if self._trade.priority(plan.priority).loud:
            due_on = min(due_on, today + timedelta(self._dice.randint(0, 2)))
        due_on = max(due_on, self._hours.on(plan.deeds[0].back) + timedelta(1))
        if plan.scheduled_on and plan.scheduled_on > today:
            due_on = max(due_on, plan.scheduled_on)
        plan.due_on = _on_weekday(due_on) if due_on > tomorrow else due_on

    def _schedule(self, plan: Plan, stand: Stand | None = None) -> None:
        """Set the day on which work began; for a live job in `ahead`, the one on which it shall."""
        begun = self._place_on(self._route(plan), self._shop.starts_at)
        moves = [deed for deed in plan.deeds if deed.verb is Verb.ADVANCE]
        if len(moves) >= begun:
            plan.scheduled_on = self._hours.on(moves[begun - 1].back)
        elif stand and stand.code == self._shop.ahead:
            day = self._hours.today + timedelta(self._dice.choice(_AHEAD))
            plan.scheduled_on = _on_weekday(day) if day > self._hours.today + timedelta(1) else day


def _on_weekday(day: date) -> date:
    """That day, or the Monday after it."""
    return day + timedelta(7 - day.weekday() if day.weekday() > 4 else 0)

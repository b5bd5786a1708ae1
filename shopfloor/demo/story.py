"""What happens to a job between its first status and where its story ends: moves, notes, holds, slips, detours, powder used."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from shopfloor.catalog.coverage import powder_needed, theoretical_coverage
from shopfloor.demo.dice import Dice
from shopfloor.demo.hours import Hours
from shopfloor.demo.plan import Deed, Item, Plan, Use, Verb
from shopfloor.demo.shape import DemoShop, Detour, Powder, Someone
from shopfloor.shops.permissions import Role
from shopfloor.workflow.kinds import StatusKind
from shopfloor.workflow.queries import Stand, Workflow
from shopfloor.workflow.routes import Stop

_TENTH = Decimal("0.1")
_LONGEST_OFFLINE = 2400


class Storyteller:
    """Tells jobs' lives, first deed first; `place` then gives the deeds their times."""

    def __init__(self, shop: DemoShop, hours: Hours, flow: Workflow, dice: Dice) -> None:
        self._shop, self._hours, self._flow, self._dice = shop, hours, flow, dice
        self._floor = [someone for someone in shop.people if someone.role is Role.WORKER]
        self._desk = [someone for someone in shop.people if someone.role in {Role.OFFICE, Role.SUPERVISOR}]

    def until(self, plan: Plan, passed: Sequence[Stop]) -> list[Deed]:
        """From its creation until it has left the last of `passed`."""
        deeds = [self._deed(Verb.CREATE, self._lead())]
        for stop in passed:
            deeds += self._through(plan, self._flow[stop.status_id], stop.coat)
        return deeds

    def held(self, plan: Plan, stand: Stand) -> list[Deed]:
        """Put on hold in that status, and not resumed yet."""
        return self._spread(plan, stand, [self._hold(plan, stand)])

    def cancelled(self, plan: Plan, stand: Stand) -> list[Deed]:
        return self._spread(plan, stand, [self._deed(Verb.CANCEL, self._lead(), self._dice.choice(self._shop.cancels))])

    def strayed(self, plan: Plan, detour: Detour) -> list[Deed]:
        """Gone astray, and not back yet."""
        at = self._stand(plan, detour.at)
        return self._spread(plan, at, [self._set(plan, detour.sets[0], self._dice.choice(detour.notes))])

    # In one status.

    def _through(self, plan: Plan, stand: Stand, coat: int) -> list[Deed]:
        """All that happens in a status, until it is left for the next."""
        detours = [detour for detour in self._shop.detours if detour.at == stand.code and self._dice.percent(detour.chance)]
        deeds = self._astray(plan, detours[0]) if detours else []
        deeds += [*self._asides(plan, stand), *self._uses(plan, stand, coat), self._advance(plan, stand)]
        if self._dice.percent(1):
            deeds += self._slip(plan, stand, deeds[-1])
        return self._spread(plan, stand, deeds)

    def _spread(self, plan: Plan, stand: Stand, deeds: list[Deed]) -> list[Deed]:
        """Spread the deeds that have no gap yet over the time a job rests in that status."""
        rest, without = self._rest(plan, stand.code), [deed for deed in deeds if not deed.gap]
        for deed in without:
            deed.gap = max(20, int(rest / len(without) * self._dice.uniform(0.7, 1.3)))
            deed.hot = stand.code in self._shop.hot
        for deed in deeds:
            if deed.source != "desk" and self._dice.percent(self._shop.offline):
                deed.late = self._dice.randint(5, max(5, min(deed.gap - 10, _LONGEST_OFFLINE)))
        return deeds

    def _rest(self, plan: Plan, code: str) -> int:
        """Seconds a job rests in that status: mostly nearer the least than the most."""
        least, most = self._shop.rests.get(f"{plan.work.kind}.{code}") or self._shop.rests[code]
        return int(self._dice.triangular(least, most, least + (most - least) / 4) * 60)

    def _asides(self, plan: Plan, stand: Stand) -> Iterator[Deed]:
        """Notes, and holds that end."""
        if self._dice.percent(9) and (plan.customer or stand.kind is StatusKind.ACTIVE):
            yield self._deed(Verb.NOTE, self._mover(plan, stand), self._dice.choice(self._shop.notes[stand.kind]))
        if self._dice.percent(2) and stand.code not in self._shop.hot:
            yield self._hold(plan, stand)
            yield self._deed(Verb.RESUME, self._lead(), gap=self._rest(plan, "hold"))

    def _uses(self, plan: Plan, stand: Stand, coat: int) -> Iterator[Deed]:
        """The powder of the coat just put on; now and then nobody logs it."""
        first = next((each.id for each in self._flow.of(plan.work.kind) if each.per_coat), None)
        if coat and stand.id == first and not self._dice.percent(7):
            deed = self._deed(Verb.USE, self._mover(plan, stand))
            deed.use = self._use(plan.powders[coat - 1], plan.items)
            yield deed

    def _use(self, powder: Powder, items: Sequence[Item]) -> Use:
        coverage = theoretical_coverage(powder.specific_gravity, powder.film_mils)
        areas = [(item.area, Decimal(item.count)) for item in items if item.area]
        needed = sum((powder_needed(area, count, coverage, powder.efficiency) for area, count in areas), Decimal(0))
        pounds = needed * self._dice.randint(90, 125) / 100
        if pounds < 1 and self._dice.percent(60):
            return Use(powder, max((pounds * 16).quantize(Decimal(1)), Decimal(1)), "oz")
        return Use(powder, max(pounds.quantize(_TENTH), _TENTH), "lb")

    def _slip(self, plan: Plan, stand: Stand, wrong: Deed) -> list[Deed]:
        """A tap too early, taken back by the same thumb, and the right one later."""
        undo = self._deed(Verb.UNDO, wrong.by, gap=self._dice.randint(6, 90))
        undo.source = wrong.source
        return [undo, self._advance(plan, stand)]

    def _astray(self, plan: Plan, detour: Detour) -> list[Deed]:
        """There and back."""
        deeds = [self._set(plan, detour.sets[0], self._dice.choice(detour.notes))]
        for was, code in zip(detour.sets, detour.sets[1:], strict=False):
            deeds.append(self._set(plan, code, detour.again, gap=self._rest(plan, was)))
        for code in detour.legs:
            advance = self._advance(plan, self._stand(plan, code))
            advance.gap, advance.hot = self._rest(plan, code), code in self._shop.hot
            deeds.append(advance)
        return deeds

    def _advance(self, plan: Plan, stand: Stand) -> Deed:
        return self._deed(Verb.ADVANCE, self._mover(plan, stand))

    def _hold(self, plan: Plan, stand: Stand) -> Deed:
        return self._deed(Verb.HOLD, self._mover(plan, stand), self._dice.choice(self._shop.holds[stand.kind]))

    def _set(self, plan: Plan, code: str, note: str, gap: int = 0) -> Deed:
        deed = self._deed(Verb.SET, self._lead(), note, gap)
        deed.status = self._stand(plan, code)
        return deed

    def _stand(self, plan: Plan, code: str) -> Stand:
        return next(stand for stand in self._flow.of(plan.work.kind) if stand.code == code)

    # By whom.

    def _deed(self, verb: Verb, by: Someone, text: str = "", gap: int = 0) -> Deed:
        on_floor = by.role is Role.WORKER or (by.role is Role.SUPERVISOR and self._dice.percent(40))
        source = self._dice.choices(("mobile", "bump"), (80, 20))[0] if on_floor and verb is not Verb.CREATE else "desk"
        return Deed(verb, by, text, gap, source=source)

    def _mover(self, plan: Plan, stand: Stand) -> Someone:
        """Who moves a job out of that status: the office where it is the office's, else mostly whose job it is."""
        if stand.code in self._shop.desk:
            return self._lead()
        if self._dice.percent(self._shop.helpers):
            return self._dice.choice([*self._floor, self._desk[-1]])
        return self._dice.choice(plan.workers) if plan.workers else plan.hand

    def _lead(self) -> Someone:
        """The office, or now and then the supervisor: who may set a status and cancel."""
        return self._dice.choices(self._desk, (70, 30))[0]

    # When.

    def place(self, deeds: Sequence[Deed], last: int, *, last_stays: bool = False) -> None:
        """Give each deed its time, from the last one back; what must not stand over night ends the evening before.

        `last_stays`: the last deed was `last` seconds ago, whatever that does to its night.
        """
        back = last
        for i in reversed(range(len(deeds))):
            is_last = i + 1 == len(deeds)
            ends_run = deeds[i].hot and (is_last or not deeds[i + 1].hot)
            if ends_run and not (is_last and last_stays):
                back = self._before_night(back, _run_up_to(deeds, i))
            deeds[i].back = back
            back += deeds[i].gap

    def _before_night(self, back: int, length: int) -> int:
        night = self._hours.night_within(back, back + length)
        return back if night is None or length > self._hours.day - 1200 else night + self._dice.randint(60, 1200)


def _run_up_to(deeds: Sequence[Deed], i: int) -> int:
    """How long the hot run lasts that ends with deed `i`."""
    length = 0
    while i >= 0 and deeds[i].hot:
        length += deeds[i].gap
        i -= 1
    return length
